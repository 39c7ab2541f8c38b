import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const resolvePackage = createRequire(import.meta.url).resolve
const contractsDirectory = fileURLToPath(new URL('contracts', import.meta.url))
const accountContracts = path.dirname(
  resolvePackage('@biconomy-devx/account-contracts-v2/package.json'),
)

/**
 * The named Solidity files and everything that they import, by source name.
 *
 * The source names count: they are part of the metadata whose hash is at the end of the bytecode.
 * `contracts/smart-account/…` is what the published contracts were compiled under, and the address
 * of every account depends on it.
 */
export function collectSources(entries: readonly string[]) {
  const sources: Record<string, { content: string }> = {}
  const queue = [...entries]

  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (sources[name]) continue
    const content = readFileSync(locate(name), 'utf8')
    sources[name] = { content }
    for (const [, imported] of content.matchAll(/^import\s[^;]*?"([^"]+)"\s*;/gm)) {
      if (imported === undefined) continue
      const relative = imported.startsWith('.')
      queue.push(relative ? path.posix.join(path.posix.dirname(name), imported) : imported)
    }
  }
  return sources
}

function locate(sourceName: string) {
  if (sourceName.startsWith('contracts/smart-account/')) {
    return path.join(accountContracts, sourceName)
  }
  if (sourceName.startsWith('@')) {
    const [scope, name, ...rest] = sourceName.split('/')
    const manifest = resolvePackage(`${scope}/${name}/package.json`)
    return path.join(path.dirname(manifest), ...rest)
  }
  return path.join(contractsDirectory, sourceName)
}

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Builds the package and packs it, as `npm publish` would. */
export function pack(): { tarball: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'grantkit-pack-'))
  npm('run', 'build')
  const printed = npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder)
  const [packed] = JSON.parse(printed) as { filename: string }[]
  if (!packed) throw new Error('npm pack made no file.')
  return {
    tarball: join(folder, packed.filename),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function npm(...args: string[]): string {
  // the runner's `test` would build React for development
  const { NODE_ENV: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
  return stdout
}

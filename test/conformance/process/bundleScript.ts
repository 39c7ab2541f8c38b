import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

// Inside the project, so that native modules are found.
const cache = fileURLToPath(
  new URL('../../../node_modules/.cache/grantkit-processes/', import.meta.url),
)

const sources = fileURLToPath(new URL('../../../src/exports/', import.meta.url))

/** Bundles a script, named from this directory, into one that starts fast. */
export async function bundleScript(name: string): Promise<string> {
  const outDir = join(cache, `${process.pid}-${basename(name, '.ts')}`)
  mkdirSync(cache, { recursive: true })
  // A worker of the tests does not get to tidy up after itself.
  for (const old of readdirSync(cache))
    if (!isRunning(Number.parseInt(old, 10)))
      rmSync(join(cache, old), { recursive: true, force: true })
  const output = `${basename(name, '.ts')}.mjs`
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: {
      // What `npm install grantkit` gives, straight from the source.
      alias: [{ find: /^grantkit\/([\w-]+)$/, replacement: `${sources}$1.ts` }],
    },
    ssr: { noExternal: true, external: ['better-sqlite3', 'redis'] },
    build: {
      ssr: fileURLToPath(new URL(name, import.meta.url)),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: output } },
    },
  })
  return join(outDir, output)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

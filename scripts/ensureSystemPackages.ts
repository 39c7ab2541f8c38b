import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromiumPath } from '../test/harness/chromiumPath.ts'

/** Installs what tests need and npm cannot give, where that is possible, or says how. */
export function ensureSystemPackages(needed: { chromium: boolean; redis: boolean }): void {
  const missing = [
    ...(needed.chromium && !existsSync(chromiumPath()) ? ['chromium'] : []),
    ...(needed.redis && spawnSync('redis-server', ['--version']).error ? ['redis-server'] : []),
  ]
  if (missing.length === 0) return
  const isRoot = process.getuid?.() === 0
  if (!isRoot || spawnSync('apt-get', ['--version']).error) {
    process.stderr.write(
      `The tests need ${missing.join(' and ')}. On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}\n` +
        'A Chromium elsewhere is found through CHROMIUM_PATH.\n',
    )
    process.exit(1)
  }
  process.stdout.write(`Installing ${missing.join(' and ')} …\n`)
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const installed = apt('update') && apt('install', '-y', '--no-install-recommends', ...missing)
  if (installed) return
  process.stderr.write(`Installing ${missing.join(' and ')} failed; see above.\n`)
  process.exit(1)
}

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { versionOf } from './createProject.ts'

/** A package manager that gives a package what it declares, and nothing else. */
export interface Installer {
  name: string
  install: readonly string[]
  /** What comes before the name of a script of the project's package.json. */
  runScript: readonly string[]
  /** Keeps what it downloads in `cache`, and out of the home directory. */
  variables(cache: string): Readonly<Record<string, string>>
  /** What pages need there beside what the README names. */
  dependencies?: Readonly<Record<string, string>>
  /** What the build says there of the package manager itself. */
  notice?: string
}

// neither gives its program away as a module
const packages = join(import.meta.dirname, '../../node_modules')
const pnpm = [process.execPath, join(packages, 'pnpm/bin/pnpm.cjs')] as const
const yarn = [process.execPath, join(packages, '@yarnpkg/cli-dist/bin/yarn.js')] as const

/** Where npm gets packages from, which the others do not read from its settings. */
const registry = npmSetting('registry') ?? 'https://registry.npmjs.org/'
const certificates = npmSetting('cafile')

export const installers: readonly Installer[] = [
  {
    name: 'npm --install-strategy=linked',
    install: [
      ...['npm', 'install', '--install-strategy=linked'],
      ...['--prefer-offline', '--no-audit', '--no-fund'],
    ],
    runScript: ['npm', 'run', '--silent'],
    variables: () => ({}),
  },
  {
    name: 'pnpm',
    install: [...pnpm, 'install', '--no-frozen-lockfile'],
    runScript: [...pnpm, 'run', '--silent'],
    variables: (cache) => ({
      npm_config_registry: registry,
      npm_config_store_dir: join(cache, 'pnpm-store'),
      npm_config_cache_dir: join(cache, 'pnpm-cache'),
      npm_config_state_dir: join(cache, 'pnpm-state'),
      npm_config_update_notifier: 'false',
      ...(certificates && { npm_config_cafile: certificates }),
    }),
  },
  {
    name: 'Yarn PnP',
    install: [...yarn, 'install'],
    runScript: [...yarn, 'run'],
    variables: (cache) => ({
      YARN_NODE_LINKER: 'pnp',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_ENABLE_TELEMETRY: 'false',
      YARN_GLOBAL_FOLDER: join(cache, 'yarn'),
      YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
      ...(registry.startsWith('http:') && {
        YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
      }),
      ...(certificates && { YARN_HTTPS_CA_FILE_PATH: certificates }),
    }),
    // wagmi imports it without naming it, and has it from TanStack Query where packages are hoisted
    dependencies: { '@tanstack/query-core': versionOf('@tanstack/react-query') },
    notice:
      'Using Yarn PnP with Vite is discouraged and PnP-specific bugs will no longer be actively worked on. Please switch to a different nodeLinker mode or to a different package manager.',
  },
]

function npmSetting(name: string): string | undefined {
  const { stdout } = spawnSync('npm', ['config', 'get', name], { encoding: 'utf8' })
  const value = stdout?.trim()
  return value === '' || value === 'null' || value === 'undefined' ? undefined : value
}

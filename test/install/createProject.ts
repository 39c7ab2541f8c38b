import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { devDependencies } from '../../package.json' with { type: 'json' }

export interface InstallProject {
  readonly folder: string
  /** What its commands run with. */
  readonly environment: NodeJS.ProcessEnv
  /** Runs a command in the folder, and throws with all that it printed when it fails. */
  run(command: string, ...args: string[]): string
  remove(): void
}

/** A project of a user, in a folder of its own outside of this one. Nothing is installed yet. */
export function createProject(parameters: {
  /** Packages of this repository, at the versions it tests with. */
  packages: readonly string[]
  /** The packed package: `inject('tarball')`. */
  tarball: string
  /** Path to text. */
  files?: Readonly<Record<string, string>>
  /** Further members of its package.json. */
  manifest?: Readonly<Record<string, unknown>>
  /** Packages that this repository does not name, by version. */
  dependencies?: Readonly<Record<string, string>>
  /** Variables of its commands, beside the shell's. */
  variables?: Readonly<Record<string, string>>
}): InstallProject {
  const { packages, tarball, files = {}, manifest = {} } = parameters
  const environment = { ...ownEnvironment(), ...parameters.variables }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'grantkit-install-')))
  const dependencies = Object.fromEntries([
    ['grantkit', `file:${tarball}`],
    ...packages.map((name) => [name, versionOf(name)]),
    ...Object.entries(parameters.dependencies ?? {}),
  ])
  const written = {
    'package.json': JSON.stringify({ private: true, type: 'module', ...manifest, dependencies }),
    ...files,
  }
  for (const [path, text] of Object.entries(written)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return {
    folder,
    environment,
    run(command, ...args) {
      const { status, error, stdout, stderr } = spawnSync(command, args, {
        cwd: folder,
        env: environment,
        encoding: 'utf8',
      })
      if (status === 0) return stdout
      throw new Error(
        `${command} ${args.join(' ')} failed in ${folder}:\n${stdout}\n${stderr}${error ?? ''}`,
      )
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The version of a package that this repository tests with. */
export function versionOf(name: string): string {
  const version = (devDependencies as Record<string, string>)[name]
  if (version === undefined) throw new Error(`package.json has no ${name}.`)
  return version
}

/** What the runner and `npm run` set is not what a user's shell has. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(NODE_ENV|NODE_OPTIONS|VITEST.*|npm_(package|lifecycle)_.*|npm_config_local_prefix)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

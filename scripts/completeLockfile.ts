import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Adds to package-lock.json the optional packages of other platforms that the registry at hand did
 * not have. `npm install` leaves them out, and `npm ci` then refuses the lock file. Run it after
 * every `npm install`: `npm run lock`.
 */
interface LockedPackage {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const systems: Record<string, string> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
}
const processors: Record<string, string> = {
  amd64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
}

const path = 'package-lock.json'
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, LockedPackage> }
const { packages } = lock
let added = 0

for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (!/^\d+\.\d+\.\d+/.test(version) || isLocked(place, name, version)) continue
    const platform = platformOf(name)
    if (!platform) continue
    // beside its dependent, unless the top is free
    const top = `node_modules/${name}`
    const beside = `${place.slice(0, place.lastIndexOf('node_modules/'))}node_modules/${name}`
    packages[packages[top] ? beside : top] = {
      version,
      ...platform,
      ...(dev ? { dev } : {}),
      optional: true,
    }
    added += 1
  }
}
lock.packages = Object.fromEntries(
  Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
)
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} packages of other platforms added to ${path}\n`)

/** Whether a package's dependency is found where Node would look for it. */
function isLocked(place: string, name: string, version: string): boolean {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const locked = packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]
    if (locked) return locked.version === version
    if (!at) return false
    if (!at.includes('/node_modules/')) {
      return packages[`node_modules/${name}`]?.version === version
    }
  }
}

/** What a platform package says in its name. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.split(/[/-]/)
  const os = words.map((word) => systems[word]).find((it) => it !== undefined)
  const cpu = words.map((word) => processors[word]).find((it) => it !== undefined)
  if (!os || !cpu) return undefined
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : undefined
  return { os: [os], cpu: [cpu], ...(libc ? { libc } : {}) }
}

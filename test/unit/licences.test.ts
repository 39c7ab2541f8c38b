import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Those under which a dapp may ship what it installs without publishing its own source. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
])

interface LockedPackage {
  license?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

const lock = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../package-lock.json'), 'utf8'),
) as { packages: Record<string, LockedPackage> }

/** Where Node finds a package from another one: beside it, or in a folder above. */
function placeOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (place in lock.packages) return place
    if (folder === '') return undefined
  }
}

/** All that is installed for the named packages, and what of it the lock file lacks. */
function installedFor(names: readonly string[]): { places: Set<string>; missing: string[] } {
  const places = new Set<string>()
  const missing: string[] = []
  const queue = names.map((name) => ({ name, from: '' }))
  for (const { name, from } of queue) {
    const place = placeOf(name, from)
    if (place === undefined) missing.push(name)
    if (place === undefined || places.has(place)) continue
    places.add(place)
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
      lock.packages[place] ?? {}
    // npm installs the peers of a dependency too
    const peers = Object.keys(peerDependencies ?? {}).filter(
      (peer) => peerDependenciesMeta?.[peer]?.optional !== true,
    )
    const all = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]
    queue.push(...all.map((needed) => ({ name: needed, from: place })))
  }
  return { places, missing }
}

const manifest = lock.packages[''] ?? {}
const { places, missing } = installedFor(Object.keys(manifest.dependencies ?? {}))

describe('what `npm install grantkit` brings', () => {
  test('the lock file has all of it', () => {
    expect(places.size).toBeGreaterThan(0)
    expect(missing).toEqual([])
  })

  test('is under permissive licences', () => {
    const others = [...places]
      .filter((place) => !permissive.has(lock.packages[place]?.license ?? 'none'))
      .map((place) => `${place}: ${lock.packages[place]?.license}`)
    expect(others).toEqual([])
  })

  test('is nothing of React: a backend installs it too', () => {
    const ofReact = [...places].filter((place) => /(^|\/)(react|react-dom|scheduler)$/.test(place))
    expect(ofReact).toEqual([])
  })

  test('the walk finds licences that are not permissive, and peers', () => {
    const { places: ofSdk } = installedFor(['@biconomy/account', '@base-ui/react'])
    expect([...ofSdk].map((place) => lock.packages[place]?.license)).toContain('LGPL-3.0')
    expect(ofSdk).toContain('node_modules/react')
  })
})

test('every peer but viem is optional', () => {
  const optional = Object.entries(manifest.peerDependenciesMeta ?? {}).flatMap(
    ([name, { optional }]) => (optional ? [name] : []),
  )
  const required = Object.keys(manifest.peerDependencies ?? {}).filter(
    (name) => !optional.includes(name),
  )
  expect(required).toEqual(['viem'])
})

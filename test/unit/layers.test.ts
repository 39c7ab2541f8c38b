import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  sourceFiles as files,
  sourceImports as imports,
  sourceRoot as root,
} from './sourceImports.ts'

/** From the bottom up: a layer may import itself and those before it. */
const layers = [
  'types',
  'errors',
  'utils',
  'policies',
  'merkle',
  'storage',
  'account',
  'config',
  'actions',
  'query',
  'react',
  'hooks',
  'ui',
  'devtools',
  'exports',
] as const
type Layer = (typeof layers)[number]

/** What a layer may not import although it is below. */
const forbidden: Partial<Record<Layer, readonly Layer[]>> = {
  merkle: ['policies'],
  storage: ['policies'],
  ui: ['actions', 'storage', 'account', 'config', 'query', 'react'],
}

/** Packages that only some layers may import. */
const owners: readonly { package: RegExp; layers: readonly Layer[] }[] = [
  // the SDK is what tests compare with; what is published works without it
  { package: /^npm:@biconomy\//, layers: [] },
  { package: /^npm:(react|react-dom|wagmi)(\/|$)/, layers: ['react', 'hooks', 'ui', 'devtools'] },
  {
    package: /^npm:@tanstack\/react-query$/,
    layers: ['query', 'react', 'hooks', 'ui', 'types', 'devtools'],
  },
  { package: /^npm:@base-ui\/react(\/|$)/, layers: ['ui'] },
  { package: /^npm:idb$/, layers: ['storage'] },
  { package: /^npm:node:/, layers: ['storage'] },
]

const layerOf = (path: string) => path.split('/')[0] as Layer

describe('layers', () => {
  test('the sources were found', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(files.length)
  })

  test('every file lies in a layer', () => {
    expect(files.filter((file) => !layers.includes(layerOf(file)))).toEqual([])
  })

  test('arrows point down only', () => {
    const upward = imports
      .filter(({ to }) => layers.includes(layerOf(to)))
      // types name what is above them; nothing of it is left at run time
      .filter(({ from, typeOnly }) => !(typeOnly && layerOf(from) === 'types'))
      .filter(({ from, to }) => layers.indexOf(layerOf(to)) > layers.indexOf(layerOf(from)))
      .map(({ from, to }) => `${from} → ${to}`)
    expect(upward).toEqual([])
  })

  test('no layer reaches past its neighbours', () => {
    const reaching = imports
      .filter(
        ({ from, to, typeOnly }) => !typeOnly && forbidden[layerOf(from)]?.includes(layerOf(to)),
      )
      .map(({ from, to }) => `${from} → ${to}`)
    expect(reaching).toEqual([])
  })

  test('nobody imports the exports', () => {
    const importers = imports
      .filter(({ to }) => layerOf(to) === 'exports')
      .map(({ from, to }) => `${from} → ${to}`)
    expect(importers).toEqual([])
  })

  test.each(owners)(
    '$package is imported in its layers alone',
    ({ package: name, layers: allowed }) => {
      const strangers = imports

        .filter(({ from, to }) => name.test(to) && !allowed.includes(layerOf(from)))
        .map(({ from, to }) => `${from} → ${to}`)
      expect(strangers).toEqual([])
    },
  )

  test('no barrels, no default exports, no folder for what fits nowhere', () => {
    const text = (file: string) => readFileSync(join(root, file), 'utf8')
    expect(files.filter((file) => /^export \*/m.test(text(file)))).toEqual([])
    expect(files.filter((file) => /^export default/m.test(text(file)))).toEqual([])
    expect(files.filter((file) => /\/(misc|helpers|common|shared)\//.test(file))).toEqual([])
  })
})

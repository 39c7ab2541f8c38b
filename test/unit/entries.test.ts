import { describe, expect, test } from 'vitest'
import { sourceFiles, sourceImports } from './sourceImports.ts'

const entries = sourceFiles.filter((file) => file.startsWith('exports/'))

/** Every module that an entry reaches, static or lazy, and how it gets there. */
function reachedFrom(entry: string, { types }: { types: boolean }): Map<string, string> {
  const ways = new Map([[entry, entry]])
  for (const [from, way] of ways)
    for (const { to, typeOnly } of sourceImports.filter((it) => it.from === from))
      if ((types || !typeOnly) && !ways.has(to)) ways.set(to, `${way} → ${to}`)
  return ways
}

function waysTo(packages: RegExp, entry: string, options: { types: boolean }): string[] {
  return [...reachedFrom(entry, options)].flatMap(([to, way]) => (packages.test(to) ? [way] : []))
}

describe('the entries', () => {
  test('were found, with the packages that they use', () => {
    expect(entries).toHaveLength(6)
    expect(waysTo(/^npm:@base-ui\/react/, 'exports/ui.ts', { types: false })).not.toEqual([])
    expect(waysTo(/^npm:wagmi/, 'exports/index.ts', { types: false })).not.toEqual([])
    expect(waysTo(/^npm:idb$/, 'exports/storage.ts', { types: false })).not.toEqual([])
  })

  test.each(entries.filter((entry) => entry !== 'exports/ui.ts'))(
    '%s works without Base UI',
    (entry) => {
      expect(waysTo(/^npm:@base-ui\//, entry, { types: true })).toEqual([])
    },
  )

  // a project with viem alone compiles too, so types count
  test.each(['core', 'storage', 'storage-node', 'server'])(
    '%s works without React, wagmi and TanStack Query',
    (name) => {
      const ofPages = /^npm:(react|react-dom|wagmi|@wagmi\/.*|@tanstack\/.*)(\/|$)/
      expect(waysTo(ofPages, `exports/${name}.ts`, { types: true })).toEqual([])
    },
  )
})

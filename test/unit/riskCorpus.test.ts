import { toFunctionSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { blind } from '../risks/corpus/blind/index.ts'
import { dev } from '../risks/corpus/dev/index.ts'
import { holdout } from '../risks/corpus/holdout/index.ts'
import {
  abiFunctionOf,
  measure,
  ofArguments,
  pinnedArguments,
  promisesOf,
  renamed,
  rowsOf,
  shareOf,
  tableOf,
  type Warning,
  warningsOf,
} from '../risks/measureRisks.ts'

const all = [...dev, ...holdout, ...blind]
const spoken = (warnings: readonly Warning[]) =>
  warnings.map(({ severity, id }) => `${severity} ${id}`).sort()

describe('the corpus', () => {
  test('has each function once, so that none is in both sets', () => {
    const selectors = all.flatMap(({ functions }) =>
      functions.map(({ signature }) => toFunctionSelector(abiFunctionOf(signature))),
    )
    expect(selectors.length - new Set(selectors).size).toBe(0)
    expect(selectors.length).toBeGreaterThanOrEqual(500)
  })

  test('has each contract in one set', () => {
    expect(new Set(all.map(({ contract }) => contract)).size).toBe(all.length)
    expect(all.length).toBeGreaterThanOrEqual(120)
  })

  test('calls nothing harmless that has another label', () => {
    const both = all
      .flatMap(({ functions }) => functions)
      .filter(({ labels }) => labels.includes('harmless') && labels.length > 1)
    expect(both).toEqual([])
  })
})

/**
 * What the model does not reach on functions that it was not built with: a verb that is in no list
 * takes nothing away from what the types show, and types alone do not tell what is harmless.
 */
const unmet: Readonly<Record<string, readonly string[]>> = {
  blind: ['harmless: danger', 'harmless: any warning'],
}

describe.each([
  { name: 'dev', contracts: dev },
  { name: 'holdout', contracts: holdout },
  { name: 'blind', contracts: blind },
])('the risks of the $name set', ({ name, contracts }) => {
  const measured = measure(contracts)
  const rows = rowsOf(measured)
  process.stdout.write(tableOf(name, rows))

  const check = (row: (typeof rows)[number]) => {
    const missed = row.missed
      .map(
        (it) => `${it.contract}: ${it.signature} → ${spoken(it.warnings).join(', ') || 'nothing'}`,
      )
      .join('\n')
    if ('atLeast' in row.bound) {
      expect(shareOf(row), missed).toBeGreaterThanOrEqual(row.bound.atLeast)
    } else {
      expect(shareOf(row), missed).toBeLessThanOrEqual(row.bound.atMost)
    }
  }
  const isUnmet = ({ what }: (typeof rows)[number]) => unmet[name]?.includes(what) === true
  test.each(rows.filter((row) => !isUnmet(row)))('$what', check)
  // said in so many words: when one of them is met, this fails and its name has to go
  test.fails.each(rows.filter(isUnmet))('$what, which is not met yet', check)

  test.each([
    ['numbers', (index: number) => `a${index}`],
    [
      'names that calm',
      (index: number) => `${['memo', 'nonce', 'note', 'salt'][index % 4]}${index}`,
    ],
    ['names that alarm', (index: number) => `${['recipient', 'amountIn'][index % 2]}${index}`],
  ])('do not depend on what the arguments are called: %s', (_, rename) => {
    const changed = measured
      .map(({ signature, abiFunction, warnings }) => ({
        signature,
        before: spoken(warnings),
        after: spoken(warningsOf(renamed(abiFunction, rename))),
      }))
      .filter(({ before, after }) => before.join() !== after.join())
    expect(changed).toEqual([])
  })

  test('of recipient, amount and price end when every argument is pinned', () => {
    const left = measured.flatMap(({ signature, abiFunction }) => {
      const { args, complete } = pinnedArguments(abiFunction)
      const ids = complete ? ofArguments(warningsOf(abiFunction, args)) : []
      return ids.length ? [{ signature, ids }] : []
    })
    expect(left).toEqual([])
  })

  test('become no more by pinning what can be pinned', () => {
    const more = measured.flatMap(({ signature, abiFunction, warnings }) => {
      const { args } = pinnedArguments(abiFunction)
      const before = ofArguments(warnings)
      const ids = ofArguments(warningsOf(abiFunction, args))
      return ids.length > before.length ? [{ signature, before, ids }] : []
    })
    expect(more).toEqual([])
  })

  test('are not contradicted by a promise', () => {
    const contradicted = measured.flatMap(({ signature, abiFunction, labels }) => {
      const promises = promisesOf(abiFunction)
      const nests = labels.includes('nests')
      const wrong = [
        ...(promises.includes('approvals') && (nests || labels.includes('approves'))
          ? ['may not approve']
          : []),
        ...(promises.includes('other-contracts') && nests ? ['may not call other contracts'] : []),
      ]
      return wrong.length ? [{ signature, wrong }] : []
    })
    expect(contradicted).toEqual([])
  })
})

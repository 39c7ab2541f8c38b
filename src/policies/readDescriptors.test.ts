import fc from 'fast-check'
import { type Address, type Hex, toFunctionSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { memory } from '../storage/drivers/memory.ts'
import { findIntent } from './findIntent.ts'
import { type DescriptorFiles, readDescriptors } from './readDescriptors.ts'

const target: Address = '0x2222222222222222222222222222222222222222'
const other: Address = '0x3333333333333333333333333333333333333333'
const on = (address: string) => ({ contract: { deployments: [{ chainId: 1, address }] } })
const formats = (signature: string, intent: unknown) => ({ formats: { [signature]: { intent } } })
const selectorOf = (signature: string) => toFunctionSelector(`function ${signature}`)

/** As the public registry has them: the words stand in a file of their own, without a contract. */
const vault = { includes: 'common-vault.json', context: on(target), metadata: { owner: 'A' } }
const common = { display: formats('deposit(uint256 assets, address receiver)', 'Deposit') }
const router = {
  includes: './common-router.json',
  context: on(target),
  display: formats('cancel(uint256 id)', 'Cancel'),
}
const commonRouter = { display: formats('swap(uint256 amount)', 'Swap') }

function find(files: unknown, signature: string, address: Address = target) {
  const selector = selectorOf(signature)
  return findIntent(files as DescriptorFiles, { chainId: 1, target: address, selector })
}
const skipped = (files: unknown) => readDescriptors(files as DescriptorFiles).skipped
const configure = (intents: unknown) =>
  createSessionConfig({ storage: memory(), bundler: {}, intents: intents as DescriptorFiles })

describe('readDescriptors', () => {
  test('finds the words in the file that another one includes, by its name', () => {
    const files = { 'vaults/calldata-vault.json': vault, 'vaults/common-vault.json': common }
    expect(find(files, 'deposit(uint256,address)')).toBe('Deposit')
    expect(skipped(files)).toEqual([])
    expect(find(configure(files).intents, 'deposit(uint256,address)')).toBe('Deposit')
  })

  test('words of its own and of the included file are found, its own first', () => {
    const renamed = { display: formats('cancel(uint256)', 'Something else') }
    const files = {
      'router.json': { ...router, includes: '../common/router.json' },
      'common/router.json': { ...commonRouter, includes: 'more.json' },
      'more.json': renamed,
    }
    expect(find(files, 'swap(uint256)')).toBe('Swap')
    expect(find(files, 'cancel(uint256)')).toBe('Cancel')
    expect(skipped(files)).toEqual([])
  })

  test('in a list an include is the only file that is about no contract itself', () => {
    expect(find([router, commonRouter], 'swap(uint256)')).toBe('Swap')
    expect(find([commonRouter, router], 'swap(uint256)')).toBe('Swap')
    expect(find(configure([router, commonRouter]).intents, 'swap(uint256)')).toBe('Swap')
  })

  test('folders tell files of one name apart', () => {
    const include = (address: string) => ({ includes: './common.json', context: on(address) })
    const files = {
      'a/file.json': include(target),
      'a/common.json': { display: formats('swap(uint256)', 'Swap at A') },
      'b/file.json': include(other),
      'b/common.json': { display: formats('swap(uint256)', 'Swap at B') },
    }
    expect(find(files, 'swap(uint256)')).toBe('Swap at A')
    expect(find(files, 'swap(uint256)', other)).toBe('Swap at B')
  })

  test('says what it passes over, and why; the rest of such a file is kept', () => {
    const typed = {
      context: { eip712: { domain: {} } },
      display: formats('Permit(address a)', 'x'),
    }
    const files = {
      'typed.json': typed,
      'router.json': router,
      'shared.json': { display: formats('swap(uint256)', 'Swap') },
      'empty.json': { context: on(other), display: { formats: null } },
      'a.json': { includes: 'b.json', context: on(other), display: formats('a()', 'A') },
      'b.json': { includes: 'a.json' },
      'text.json': '{}',
      'null.json': null,
      'list.json': [],
    }
    expect(skipped(files)).toEqual([
      { file: 'text.json', reason: 'not-an-object' },
      { file: 'null.json', reason: 'not-an-object' },
      { file: 'list.json', reason: 'not-an-object' },
      { file: 'router.json', reason: 'include-missing', include: './common-router.json' },
      { file: 'a.json', reason: 'include-endless', include: 'a.json' },
      { file: 'b.json', reason: 'include-endless', include: 'b.json' },
      { file: 'typed.json', reason: 'typed-messages' },
      { file: 'shared.json', reason: 'no-contract' },
      { file: 'empty.json', reason: 'no-words' },
    ])
    expect(find(files, 'cancel(uint256)')).toBe('Cancel')
    expect(find(files, 'a()', other)).toBe('A')
    expect(skipped([vault])).toEqual([
      { file: 0, reason: 'include-missing', include: 'common-vault.json' },
      { file: 0, reason: 'no-words' },
    ])
  })

  test('what it gave is taken as it is, so that it can be looked at before', () => {
    const { descriptors } = readDescriptors({ 'vault.json': vault, 'common-vault.json': common })
    expect(readDescriptors(descriptors)).toEqual({ descriptors, skipped: [] })
    expect(configure(descriptors).intents).toBe(descriptors)
  })

  test('later changes of a file do not reach what was read', () => {
    const file = { context: on(target), display: { formats: { 'a()': { intent: 'Before' } } } }
    const { intents } = configure([file])
    file.display.formats['a()'].intent = 'After'
    file.context.contract.deployments = []
    expect(find(intents, 'a()')).toBe('Before')
  })
})

describe('createSessionConfig({ intents })', () => {
  test.each([
    ['a list with nothing in a place', [null], '`intents[0]` is not an ERC-7730 file'],
    ['a file that was not parsed', { 'a.json': '{}' }, "`intents['a.json']` is not"],
    ['a number', 5, '`intents` is neither'],
    ['text', '[]', '`intents` is neither'],
    ['nothing', null, '`intents` is neither'],
    [
      'a list in which several files could be included',
      [vault, common, router, commonRouter],
      "`intents[0]` includes 'common-vault.json', and several of the files could be that one",
    ],
  ])('refuses %s', (_, intents, message) => {
    expect(() => configure(intents)).toThrow(InvalidParameterError)
    expect(() => configure(intents)).toThrow(message)
  })

  test('takes files that are about something else', () => {
    const files = [vault, { display: null }, {}, { context: { eip712: {} } }]
    expect(configure([files[0], files[3]]).intents).toEqual([])
    expect(configure([{}, { display: null }]).intents).toEqual([])
    expect(configure({}).intents).toEqual([])
    expect(configure(undefined).intents).toEqual([])
  })
})

describe('whatever JSON a file holds', () => {
  const words = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'x'.repeat(1 << 20),
      '\ud800',
      '((((((',
    ),
  )
  const anything = fc.oneof(
    fc.json({ maxDepth: 3 }).map((it): unknown => JSON.parse(it)),
    words,
  )
  const intent = fc.oneof(anything, fc.dictionary(words, anything))
  const signature = fc.oneof(
    fc.constantFrom('swap(uint256)', 'swap(uint256 amount)', '0x94b918de', `${'('.repeat(1_900)}`),
    words,
  )
  const part = (whole: fc.Arbitrary<unknown>) => fc.oneof({ weight: 3, arbitrary: whole }, anything)
  const deployment = part(
    fc.record({ chainId: part(fc.constant(1)), address: part(fc.constant(target)) }),
  )
  const file = part(
    fc.record(
      {
        includes: part(fc.constantFrom('a.json', './b.json', '../b/c.json', '..', '/', '')),
        context: part(
          fc.record(
            {
              contract: part(fc.record({ deployments: part(fc.array(deployment)) })),
              eip712: anything,
            },
            { requiredKeys: [] },
          ),
        ),
        display: part(
          fc.record({ formats: part(fc.dictionary(signature, part(fc.record({ intent })))) }),
        ),
      },
      { requiredKeys: [] },
    ),
  )
  const files = fc.oneof(
    fc.array(file),
    fc.dictionary(fc.constantFrom('a.json', 'b.json', 'b/c.json', '__proto__', '..'), file),
    anything,
  )

  test('nothing throws, and what comes back is a short line of plain text', () => {
    fc.assert(
      fc.property(files, (given) => {
        const { descriptors } = readDescriptors(given as DescriptorFiles)
        const found = find(given, 'swap(uint256)')
        expect(find(descriptors, 'swap(uint256)')).toBe(found)
        if (found === undefined) return
        expect(found).not.toBe('')
        expect([...found].length).toBeLessThanOrEqual(80)
        expect(found).not.toMatch(/[\p{C}\p{Zl}\p{Zp}"“”«»]/u)
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('the config takes it, or says with a typed error what is wrong', () => {
    fc.assert(
      fc.property(files, (given) => {
        try {
          configure(given)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidParameterError)
        }
      }),
      { numRuns: runs(500) },
    )
  })

  test('a call that makes no sense finds nothing', () => {
    const call = { chainId: 1, target: null as never, selector: undefined as never }
    expect(findIntent([router], call)).toBeUndefined()
    expect(findIntent([router], { chainId: 1, target, selector: '0x' as Hex })).toBeUndefined()
  })

  test('objects that no JSON makes: cycles, and properties that throw', () => {
    const cyclic: { [key in 'display' | 'formats' | 'intent']?: unknown } = { ...router }
    cyclic.display = cyclic
    cyclic.formats = cyclic
    cyclic.intent = cyclic
    expect(find([cyclic], 'swap(uint256)')).toBeUndefined()
    const broken = Object.defineProperty({}, 'display', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    })
    expect(skipped([broken])).toEqual([{ file: 0, reason: 'broken' }])
  })
})

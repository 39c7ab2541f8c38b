import fc from 'fast-check'
import {
  type Abi,
  type AbiFunction,
  type Address,
  encodeFunctionData,
  type Hex,
  parseAbi,
} from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import { decodeTupleCall, isMine, mine, tupleCaseArbitrary } from '../../test/harness/tupleCases.ts'
import { BaseError } from '../errors/BaseError.ts'
import type { ContractCallPermission, Permission } from '../types/Policy.ts'
import { atLeast } from './atLeast.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { describeAsText } from './describeAsText.ts'
import { describeLeaf } from './describeLeaf.ts'
import { diffPolicies } from './diffPolicies.ts'
import { encodePermission } from './encodePermission.ts'
import { evaluateCall } from './evaluateCall.ts'
import { isNarrower } from './isNarrower.ts'
import { narrowPolicy } from './narrowPolicy.ts'
import { neededPermission } from './neededPermission.ts'
import { satisfies } from './satisfies.ts'
import { toWord } from './toWord.ts'

const address: Address = '0x2222222222222222222222222222222222222222'
const me: Address = '0x3333333333333333333333333333333333333333'
const other: Address = '0x6666666666666666666666666666666666666666'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const abi = parseAbi([
  'struct Swap { bytes path; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; }',
  'struct Route { string note; address to; }',
  'struct Order { uint256 kind; Route route; address owner; Route second; }',
  'struct Transfer { address from; address to; uint160 amount; }',
  'function exactInput(Swap params) payable returns (uint256)',
  'function fill(uint256 id, Order order, address payer)',
  'function noted(string memo, Swap params, address payer)',
  'function pair(Route[2] routes, address payer)',
  'function grid(Route[2][3] routes)',
  'function transferFrom(Transfer[] transferDetails)',
  'function pay(address[] recipients, uint256[] amounts, bytes[] data, address[][] teams, Route[] routes)',
])

/** As JavaScript would call it, without the compiler's help. */
function call(functionName: string, args: unknown = {}): ContractCallPermission {
  return contractCall({ address, abi, functionName, args } as never)
}

function rules(functionName: string, args: unknown) {
  return call(functionName, args).rules.map(
    ({ offset, condition, referenceValue }) => `${offset} ${condition} ${BigInt(referenceValue)}`,
  )
}

function leafOf(permission: Permission) {
  return { validAfter: 0, validUntil: 0, ...encodePermission(permission, sessionKey) }
}

function describeCall(permission: ContractCallPermission, abiFunction = permission.abiFunction) {
  const description = describeLeaf(leafOf(permission), { abiFunction })
  if (description.type !== 'contract-call') throw new Error(description.type)
  return description
}

function shown(permission: ContractCallPermission) {
  const { readable, illegible, arguments: args } = describeCall(permission)
  if (!readable) return illegible
  return args.map(({ name, type, offset, conditions, unrestricted }) => {
    const told = conditions.map(({ condition, value }) => `${condition} ${value}`)
    return `${name} ${type} ${offset}: ${unrestricted ? 'anything' : told.join(', ')}`
  })
}

/** A leaf made by hand, or by another kit. */
function handMade(
  functionName: string,
  ...raw: readonly (readonly [number, 'equal' | 'atMost' | 'atLeast', bigint])[]
) {
  return {
    ...call(functionName),
    rules: raw.map(([offset, condition, value]) => ({
      offset,
      condition,
      referenceValue: toWord(value),
    })),
  }
}

function errorOf(run: () => unknown): BaseError {
  try {
    run()
  } catch (error) {
    if (error instanceof BaseError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

const swap = (recipient: Address) => ({
  to: address,
  data: encodeFunctionData({
    abi,
    functionName: 'exactInput',
    args: [{ path: '0x1234', recipient, deadline: 1n, amountIn: 2n, amountOutMinimum: 3n }],
  }),
})

describe('a rule in a dynamic tuple', () => {
  test('comes with the pointers to it', () => {
    expect(rules('exactInput', { params: { recipient: me } })).toEqual([
      '0 equal 32',
      `64 equal ${BigInt(me)}`,
    ])
    expect(rules('fill', { payer: me, id: 5n, order: { owner: me, route: { to: me } } })).toEqual([
      '0 equal 5',
      '32 equal 96',
      `64 equal ${BigInt(me)}`,
      '128 equal 128',
      `160 equal ${BigInt(me)}`,
      `256 equal ${BigInt(me)}`,
    ])
    expect(rules('pair', { routes: { 0: { to: me } } })).toEqual([
      '0 equal 64',
      '64 equal 64',
      `160 equal ${BigInt(me)}`,
    ])
  })

  test('without a rule in it no pointer is pinned', () => {
    expect(rules('exactInput', {})).toEqual([])
    expect(rules('exactInput', { params: {} })).toEqual([])
    expect(rules('fill', { order: { route: {} }, payer: me })).toEqual([`64 equal ${BigInt(me)}`])
    expect(rules('fill', { order: { owner: me, route: {} } })).toHaveLength(2)
  })

  test('lets the standard encoding pass, as far as the rule holds', () => {
    const leaf = leafOf(call('exactInput', { params: { recipient: me, deadline: atLeast(1n) } }))
    expect(evaluateCall(leaf, swap(me), { batch: false })).toEqual({ allowed: true })
    const { abiFunction } = call('exactInput')
    expect(evaluateCall(leaf, swap(other), { batch: false, abiFunction })).toMatchObject({
      allowed: false,
      message: `\`params.recipient\` must equal ${me}, and is ${other}.`,
    })
    const elsewhere = swap(me)
    const data = `${elsewhere.data.slice(0, 10)}${toWord(64n).slice(2)}${elsewhere.data.slice(74)}`
    const moved = { to: address, data: data as Hex }
    expect(evaluateCall(leaf, moved, { batch: false, abiFunction })).toMatchObject({
      allowed: false,
      message: '`params` is not in the standard ABI encoding, which is the only one that passes.',
    })
  })

  test.each([
    ['noted', { params: { recipient: me } }, 'memo'],
    ['fill', { order: { second: { to: me } } }, 'order.route'],
    ['pair', { routes: { 1: { to: me } } }, 'routes.0'],
    ['grid', { routes: { 2: {} } }, 'routes.0'],
    ['grid', { routes: { 0: { 1: { to: me } } } }, 'routes.0.0'],
  ])('%s: what moves with the length of another is refused', (functionName, args, behind) => {
    const error = errorOf(() => call(functionName, args))
    expect(error.name).toBe('DynamicArgumentError')
    expect(error.shortMessage).toContain(`lies behind \`${behind}\``)
  })

  test.each([
    ['transferFrom', { transferDetails: { 0: { to: me } } }],
    ['transferFrom', { transferDetails: { '[]': { to: me } } }],
    ['exactInput', { params: { path: '0x12' } }],
    ['pay', { recipients: { 0: me } }],
  ])('%s: what has no fixed length is refused', (functionName, args) => {
    const error = errorOf(() => call(functionName, args))
    expect(error.name).toBe('DynamicArgumentError')
    expect(error.shortMessage).toContain('which Smart Account V2 cannot check')
  })

  test('a tuple that lies too far back is refused', () => {
    const far = parseAbi(['function f(uint256[2045] a, (bytes b, address c, address d) p)'])
    const near = (args: object) => () =>
      contractCall({ address, abi: far, functionName: 'f', args } as never)
    expect(near({ p: { c: me } })().rules).toHaveLength(2)
    expect(errorOf(near({ p: { d: me } })).name).toBe('UnsupportedComparisonError')
  })
})

describe('what is described of a dynamic tuple', () => {
  test('every field, with its place and conditions when the pointers are pinned', () => {
    expect(shown(call('exactInput', { params: { recipient: me } }))).toEqual([
      'params.path bytes undefined: anything',
      `params.recipient address 64: equal ${me}`,
      'params.deadline uint256 96: anything',
      'params.amountIn uint256 128: anything',
      'params.amountOutMinimum uint256 160: anything',
    ])
    expect(shown(call('fill', { order: { owner: me } }))).toEqual([
      'id uint256 0: anything',
      'order.kind uint256 96: anything',
      'order.route.note string undefined: anything',
      'order.route.to address undefined: anything',
      `order.owner address 160: equal ${me}`,
      'order.second.note string undefined: anything',
      'order.second.to address undefined: anything',
      'payer address 64: anything',
    ])
    const leaf = leafOf(call('exactInput', { params: { recipient: me } }))
    const { abiFunction } = call('exactInput')
    expect(describeAsText([leaf], { abiFunctions: [abiFunction] })).not.toMatch(/DANGER: c|word/)
  })

  test('every field without a place where they are free', () => {
    expect(shown(call('exactInput'))).toEqual([
      'params.path bytes undefined: anything',
      'params.recipient address undefined: anything',
      'params.deadline uint256 undefined: anything',
      'params.amountIn uint256 undefined: anything',
      'params.amountOutMinimum uint256 undefined: anything',
    ])
    expect(shown(call('noted'))?.slice(0, 3)).toEqual([
      'memo string undefined: anything',
      'params.path bytes undefined: anything',
      'params.recipient address undefined: anything',
    ])
  })

  test('what is in an array, once for all its elements', () => {
    expect(shown(call('transferFrom'))).toEqual([
      'transferDetails.[].from address undefined: anything',
      'transferDetails.[].to address undefined: anything',
      'transferDetails.[].amount uint160 undefined: anything',
    ])
    expect(shown(call('pay'))).toEqual([
      'recipients.[] address undefined: anything',
      'amounts uint256[] undefined: anything',
      'data bytes[] undefined: anything',
      'teams.[].[] address undefined: anything',
      'routes.[].note string undefined: anything',
      'routes.[].to address undefined: anything',
    ])
    expect(shown(call('pair', { routes: { 0: { to: me } } }))).toEqual([
      'routes.0.note string undefined: anything',
      `routes.0.to address 160: equal ${me}`,
      'routes.[].note string undefined: anything',
      'routes.[].to address undefined: anything',
      'payer address 32: anything',
    ])
  })

  test('a leaf made by hand is not shown as pinned when it is not', () => {
    const recipient = BigInt(me)
    // the field alone: the contract reads another word once the pointer leads elsewhere
    expect(shown(handMade('exactInput', [64, 'equal', recipient]))).toBe('misleading-rule')
    // a pointer that is not the standard one, or not only that
    for (const pointer of [
      [0, 'equal', 64n],
      [0, 'atMost', 32n],
      [0, 'atLeast', 32n],
    ] as const) {
      const field = [64, 'equal', recipient] as const
      expect(shown(handMade('exactInput', pointer, field))).toBe('misleading-rule')
      expect(shown(handMade('exactInput', pointer))).toBe('misleading-rule')
    }
    // the outer pointer alone does not place what is in the inner tuple
    expect(shown(handMade('fill', [32, 'equal', 96n], [256, 'equal', recipient]))).toBe(
      'misleading-rule',
    )
    // the inner one alone places nothing
    expect(shown(handMade('fill', [128, 'equal', 128n], [256, 'equal', recipient]))).toBe(
      'misleading-rule',
    )
    // what is behind a dynamic argument has no place that a rule could be on
    expect(shown(handMade('noted', [32, 'equal', 96n], [160, 'equal', recipient]))).toBe(
      'rule-off-word',
    )
    // two bounds that leave one value are as good as one
    expect(
      shown(
        handMade('exactInput', [0, 'atMost', 32n], [0, 'atLeast', 32n], [64, 'equal', recipient]),
      ),
    ).toContain(`params.recipient address 64: equal ${me}`)
  })

  test('an unnamed argument is not hidden by one that is called like its index', () => {
    const fn: AbiFunction = {
      type: 'function',
      name: 'f',
      stateMutability: 'nonpayable',
      outputs: [],
      inputs: [
        { name: '1', type: 'address' },
        { name: '', type: 'uint256' },
      ],
    }
    const permission = contractCall({ address, abi: [fn] as Abi, functionName: 'f' })
    expect(shown(permission)).toHaveLength(2)
  })
})

describe('a policy with a rule in a dynamic tuple', () => {
  const free = call('exactInput')
  const pinned = call('exactInput', { params: { recipient: me } })
  const tighter = call('exactInput', { params: { recipient: me, deadline: 5n } })
  const policyOf = (permission: Permission) =>
    definePolicy({ permissions: [permission], validUntil: 2_000_000_000, now: 1 })

  test('is narrower than one without', () => {
    expect(isNarrower(pinned, free)).toBe(true)
    expect(isNarrower(free, pinned)).toBe(false)
    expect(isNarrower(tighter, pinned)).toBe(true)
    expect(isNarrower(pinned, tighter)).toBe(false)
    // the same words without the pointer allow more
    expect(isNarrower(handMade('exactInput', [64, 'equal', BigInt(me)]), pinned)).toBe(false)
    expect(diffPolicies(policyOf(free), policyOf(pinned), { now: 1 }).change).toBe('narrower')
    const leaf = { ...leafOf(pinned), validUntil: 2_000_000_000 }
    expect(satisfies([leaf], policyOf(tighter), 1)).toBe(true)
    expect(satisfies([leaf], policyOf(free), 1)).toBe(false)
  })

  test('a field that is pinned in the approval brings the pointers with it', () => {
    const edit = {
      limits: {
        0: { rules: [{ offset: 64, condition: 'equal', referenceValue: toWord(BigInt(me)) }] },
      },
    } as const
    const [granted] = narrowPolicy(policyOf(free), edit, { now: 1 }).permissions
    expect(granted).toMatchObject({ rules: pinned.rules })
    const [again] = narrowPolicy(policyOf(pinned), edit, { now: 1 }).permissions
    expect(again).toMatchObject({ rules: pinned.rules })
  })

  test('the least that is needed for a call keeps the pointers', () => {
    const closest = { leaf: leafOf(pinned), abiFunction: pinned.abiFunction }
    const needed = neededPermission(swap(other), closest)
    if (needed?.type !== 'contract-call') throw new Error('There is none.')
    expect(shown(needed)).toContain(`params.recipient address 64: equal ${other}`)
    // a call in another encoding is asked for as it is, not with the pointer of the leaf moved
    const { data } = swap(other)
    const moved = `${data.slice(0, 10)}${toWord(64n).slice(2)}${data.slice(10)}` as Hex
    const whole = neededPermission({ to: address, data: moved }, closest)
    if (whole?.type !== 'contract-call') throw new Error('There is none.')
    expect(whole.rules).toHaveLength((moved.length - 10) / 64)
  })
})

describe('whoever decodes the calldata', () => {
  test(`reads what the rules allow, however it is laid out (${runs(20_000)} calls)`, () => {
    const seen = { allowed: 0, decoyed: 0, bypassed: 0 }
    fc.assert(
      fc.property(tupleCaseArbitrary(address), ({ permission, call: { to, data = '0x' } }) => {
        const verdict = evaluateCall(leafOf(permission), { to, data }, { batch: false })
        const fields = decodeTupleCall(data)
        const isOther = fields?.some((field) => !isMine(field)) ?? false
        if (verdict.allowed) {
          seen.allowed++
          expect(isOther).toBe(false)
        }
        // The same rules without those on pointers: what this generator would get past them.
        const fieldRules = permission.rules.filter(
          ({ referenceValue }) => BigInt(referenceValue) > 1024n || BigInt(referenceValue) === 1n,
        )
        const unpinned = leafOf({ ...permission, rules: fieldRules })
        if (isOther && evaluateCall(unpinned, { to, data }, { batch: false }).allowed) {
          seen.bypassed++
        }
        if (isOther) seen.decoyed++
      }),
      { numRuns: runs(20_000), seed: 20_261_128 },
    )
    expect(mine).toBe(me)
    expect(seen.allowed).toBeGreaterThan(isFull ? 1000 : 0)
    expect(seen.decoyed).toBeGreaterThan(isFull ? 1000 : 0)
    expect(seen.bypassed).toBeGreaterThan(isFull ? 100 : 0)
  })
})

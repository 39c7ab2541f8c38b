import type { Abi, AbiFunction, Address, Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { assertNarrower } from '../../src/policies/assertNarrower.ts'
import { checkPolicy } from '../../src/policies/checkPolicy.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { describeLeaf } from '../../src/policies/describeLeaf.ts'
import { diffPolicies } from '../../src/policies/diffPolicies.ts'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import { findRisks } from '../../src/policies/findRisks.ts'
import { matchCalls } from '../../src/policies/matchCalls.ts'
import { narrowPolicy } from '../../src/policies/narrowPolicy.ts'
import { neededPermission } from '../../src/policies/neededPermission.ts'
import { policyDigest } from '../../src/policies/policyDigest.ts'
import { policyFromJson } from '../../src/policies/policyFromJson.ts'
import { policyToJson } from '../../src/policies/policyToJson.ts'
import { satisfies } from '../../src/policies/satisfies.ts'
import { selectorCall } from '../../src/policies/selectorCall.ts'
import { suggestLimits } from '../../src/policies/suggestLimits.ts'
import { toWord } from '../../src/policies/toWord.ts'
import type { ArgumentRule, ContractCallPermission, Permission } from '../../src/types/Policy.ts'
import { address, now } from './inputs.ts'

/** Every property that is read of an input, at any depth. */
function counted<input>(input: input): { input: input; reads: () => number } {
  let reads = 0
  const seen = new WeakMap<object, object>()
  const wrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const known = seen.get(value)
    if (known) return known
    const proxy = new Proxy(value, {
      get: (target, key, receiver) => {
        reads += 1
        return wrap(Reflect.get(target, key, receiver))
      },
    })
    seen.set(value, proxy)
    return proxy
  }
  return { input: wrap(input) as input, reads: () => reads }
}

const rule = (index: number): ArgumentRule => ({
  offset: (index * 32) % 65_536,
  condition: 'atMost',
  referenceValue: toWord(BigInt(index)),
})
const many = <item>(count: number, of: (index: number) => item): item[] =>
  Array.from({ length: count }, (_, index) => of(index))
const permission = (index: number): ContractCallPermission => ({
  type: 'contract-call',
  address,
  selector: `0x${index.toString(16).padStart(8, '0')}`,
  rules: [rule(index)],
  valueLimit: 0n,
})
const policyOf = (count: number) => ({
  permissions: many(count, permission),
  validAfter: 0,
  expiry: { expiresIn: 60 },
})
const leafOf = (it: Permission) => ({
  validAfter: 0,
  validUntil: 0,
  ...encodePermission(it, address),
})
const account = '0x4444444444444444444444444444444444444444'
const addressOf = (index: number): Address => `0x${(index + 1).toString(16).padStart(40, '0')}`
/** One that `permission(index)` allows, with more words behind. */
const callOf = (index: number, words = 64) => ({
  to: address as Address,
  data: `0x${index.toString(16).padStart(8, '0')}${'0'.repeat(64 * words)}` as Hex,
})
const abiOf = (count: number): Abi =>
  many(count, (index) => ({
    type: 'function',
    name: `f${index}`,
    stateMutability: 'nonpayable',
    inputs: [{ type: 'uint256', name: 'x' }],
    outputs: [],
  }))
const wide = (count: number): AbiFunction => ({
  type: 'function',
  name: 'f',
  stateMutability: 'nonpayable',
  inputs: many(count, () => ({ type: 'uint256', name: 'same' })),
  outputs: [],
})

const work: Record<string, (size: number) => number> = {
  'definePolicy, by permissions': (size) => {
    const { input, reads } = counted(many(size, permission))
    definePolicy({ permissions: [...input], expiresIn: 60 })
    return reads()
  },
  'selectorCall, by rules': (size) => {
    const { input, reads } = counted(many(size, rule))
    selectorCall({ address, selector: '0x12345678', rules: input })
    return reads()
  },
  'contractCall, by functions': (size) => {
    const { input, reads } = counted(abiOf(size))
    contractCall({ address, abi: input, functionName: 'f1' })
    return reads()
  },
  'contractCall, by parameters': (size) => {
    const { input, reads } = counted<Abi>([wide(size)])
    contractCall({ address, abi: input, functionName: 'f' })
    return reads()
  },
  'narrowPolicy, by rules': (size) => {
    const { input, reads } = counted(many(size, rule))
    const base = definePolicy({
      permissions: [selectorCall({ address, selector: '0x12345678', rules: many(size, rule) })],
      expiresIn: 60,
      now,
    })
    narrowPolicy(base, { limits: { 0: { rules: input } } }, { now })
    return reads()
  },
  'narrowPolicy, by requested rules': (size) => {
    const { input, reads } = counted({
      ...policyOf(1),
      permissions: [{ ...permission(1), rules: many(size, rule) } as Permission],
    })
    narrowPolicy(input, { limits: { 0: { rules: [rule(1)] } } }, { now })
    return reads()
  },
  'policyDigest, by permissions': (size) => {
    const { input, reads } = counted(policyOf(size))
    policyDigest(input)
    return reads()
  },
  'policyToJson, by permissions': (size) => {
    const { input, reads } = counted(policyOf(size))
    policyToJson(input)
    return reads()
  },
  'policyFromJson, by permissions': (size) => {
    const { input, reads } = counted(policyToJson(policyOf(size)))
    policyFromJson(input)
    return reads()
  },
  'checkPolicy, by calls': (size) => {
    const { input, reads } = counted(
      many(size, () => ({ to: address, data: `0x00000001${'0'.repeat(128)}` }) as const),
    )
    expect(checkPolicy(policyOf(3), input).allowed).toBe(true)
    return reads()
  },
  'diffPolicies, by permissions': (size) => {
    const { input, reads } = counted(policyOf(size))
    diffPolicies(input, policyOf(3), { now })
    return reads()
  },
  'diffPolicies, both by permissions': (size) => {
    const { input, reads } = counted(policyOf(size))
    const after = counted({ ...policyOf(size), expiry: { expiresIn: 30 } })
    expect(diffPolicies(input, after.input, { now })).toMatchObject({ added: [], removed: [] })
    return reads() + after.reads()
  },
  'diffPolicies, nothing in common': (size) => {
    const { input, reads } = counted(policyOf(size))
    const other = policyOf(size)
    const after = counted({
      ...other,
      permissions: other.permissions.map((it) => ({ ...it, address: account }) as const),
    })
    diffPolicies(input, after.input, { now })
    return reads() + after.reads()
  },
  'diffPolicies, by rules': (size) => {
    const of = () =>
      counted({
        ...policyOf(1),
        permissions: [{ ...permission(1), rules: many(size, rule) } as Permission],
      })
    const [before, after] = [of(), of()]
    diffPolicies(before.input, after.input, { now })
    return before.reads() + after.reads()
  },
  'assertNarrower, both by permissions': (size) => {
    const of = () => {
      const policy = policyOf(size)
      const permissions = policy.permissions.map((it) => ({ ...it, required: true }))
      return counted({ ...policy, permissions })
    }
    const [requested, granted] = [of(), of()]
    assertNarrower(requested.input, granted.input, now)
    return requested.reads() + granted.reads()
  },
  'satisfies, both by leaves': (size) => {
    const { input, reads } = counted(many(size, (index) => leafOf(permission(index))))
    const policy = counted(policyOf(size))
    expect(satisfies(input, policy.input, now)).toBe(true)
    return reads() + policy.reads()
  },
  'findRisks, by leaves': (size) => {
    const { input, reads } = counted(many(size, (index) => leafOf(permission(index))))
    expect(findRisks(input, { now })).not.toEqual([])
    return reads()
  },
  'findRisks, all that is known by leaves': (size) => {
    const leaves = many(size, (index) =>
      leafOf({ ...permission(index), address: addressOf(index) }),
    )
    const { input, reads } = counted({
      now,
      liveLeaves: leaves,
      withoutCode: many(size, addressOf),
      modulesWithCode: many(size, addressOf),
      tokenBalances: many(size, (index) => ({ token: addressOf(index), balance: 0n })),
    })
    findRisks(leaves, input)
    return reads()
  },
  'matchCalls, by leaves': (size) => {
    const { input, reads } = counted(many(size, (id) => ({ id, leaf: leafOf(permission(id)) })))
    expect(matchCalls(input, [callOf(size - 1, size)], {}).matched).toBe(true)
    return reads()
  },
  'matchCalls, by calls': (size) => {
    const candidates = many(3, (id) => ({ id, leaf: leafOf(permission(id)) }))
    const { input, reads } = counted(many(size, () => callOf(1)))
    expect(matchCalls(candidates, input, {}).matched).toBe(true)
    return reads()
  },
  'neededPermission, what it asks for by words': (size) => {
    const call = { to: address, data: callOf(1, size).data } as const
    return text(neededPermission(call)).length
  },
  'suggestLimits, by calls': (size) => {
    const { input, reads } = counted(many(size, () => callOf(1)))
    expect(suggestLimits(policyOf(3), input).uses[1]?.calls).toBe(size)
    return reads()
  },
  'satisfies, by leaves': (size) => {
    const { input, reads } = counted(many(size, (index) => leafOf(permission(index))))
    satisfies(input, policyOf(3), now)
    return reads()
  },
  'describeLeaf, what it says by rules': (size) => {
    const leaf = leafOf({ ...permission(1), rules: many(size, rule) } as Permission)
    return text(describeLeaf(leaf)).length
  },
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? part.toString() : part,
  )
}

describe('work grows no faster than the input', () => {
  test.each(Object.entries(work))('%s', (_, run) => {
    const [once, twice, fourTimes] = [run(100), run(200), run(400)]
    expect(once).toBeGreaterThanOrEqual(100)
    expect(twice).toBeLessThan(once * 2.2)
    expect(fourTimes).toBeLessThan(twice * 2.2)
  })
})

test('tuples that share their parts are not written out', () => {
  const readsAt = (depth: number) => {
    let inner: object = { type: 'uint256', name: 'x' }
    for (let level = 0; level < depth; level++)
      inner = { type: 'tuple', name: 'a', components: [inner, inner] }
    const abiFunction = { type: 'function', name: 'f', inputs: [inner], outputs: [] }
    const { input, reads } = counted(abiFunction as unknown as AbiFunction)
    expect(() => contractCall({ address, abi: [input] as Abi, functionName: 'f' })).toThrow('f')
    const leaf = leafOf(permission(1))
    expect(describeLeaf(leaf, { abiFunction: input })).toMatchObject({ illegible: 'broken-abi' })
    return reads()
  }
  expect(readsAt(60)).toBeLessThan(100_000)
  expect(readsAt(30)).toBeLessThan(100_000)
})

test('a fixed array of any length becomes no more words than a rule can reach', () => {
  const abiFunction = {
    ...wide(1),
    inputs: [{ type: 'uint8[4294967295][4294967295]', name: 'x' }],
  }
  const { selector } = contractCall({ address, abi: [abiFunction] as Abi, functionName: 'f' })
  const leaf = leafOf({ ...permission(1), selector } as Permission)
  const described = describeLeaf(leaf, { abiFunction })
  expect('arguments' in described && described.arguments.length).toBeLessThanOrEqual(2_048)
})

import fc from 'fast-check'
import { type Address, encodeFunctionData, type Hex, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import {
  type BuiltInPermission,
  callArbitraryFor,
  permissionArbitrary,
} from '../../test/harness/policyArbitraries.ts'
import type { ArgumentRule, Call, Permission } from '../types/Policy.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { encodePermission } from './encodePermission.ts'
import { equals } from './equals.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { not } from './not.ts'
import { toWord } from './toWord.ts'

const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const target: Address = '0x2222222222222222222222222222222222222222'
const shop: Address = '0x3333333333333333333333333333333333333333'
const selector: Hex = '0x40d097c3'

function leafOf(permission: Permission, interval = { validAfter: 0, validUntil: 0 }) {
  return { ...interval, ...encodePermission(permission, sessionKey) }
}

function ruled(rules: readonly ArgumentRule[], valueLimit = 0n): Permission {
  return { type: 'contract-call', address: target, selector, rules, valueLimit }
}

const throwing = () => {
  throw new RangeError('a getter that throws')
}

function refusal(permission: Permission, call: Call) {
  const verdict = evaluateCall(leafOf(permission), call, { batch: false })
  return verdict.allowed ? undefined : verdict.rule.type
}

/** The contracts again, written from their source with numbers instead of strings. */
function byTheContracts(permission: BuiltInPermission, call: Call, batch: boolean): boolean {
  const data = Buffer.from((call.data ?? '0x').slice(2), 'hex')
  const value = call.value ?? 0n
  const wordAt = (start: number) => {
    if (data.length < start + 32) throw new Error('reverts')
    return BigInt(`0x${data.subarray(start, start + 32).toString('hex')}`)
  }
  try {
    if (permission.type === 'erc20-transfer') {
      if (BigInt(call.to) !== BigInt(permission.token) || value !== 0n) return false
      const [recipient, amount] = [wordAt(4), wordAt(36)]
      // only a call of a batch is decoded
      if (batch && recipient >> 160n) throw new Error('reverts')
      const address = BigInt.asUintN(160, recipient)
      return address === BigInt(permission.to) && amount <= permission.maxAmount
    }
    if (BigInt(call.to) !== BigInt(permission.address)) return false
    if (data.length < 4) throw new Error('reverts')
    if (`0x${data.subarray(0, 4).toString('hex')}` !== permission.selector) return false
    if (value > permission.valueLimit) return false
    return permission.rules.every(({ offset, condition, referenceValue }) => {
      const [word, reference] = [wordAt(4 + offset), BigInt(referenceValue)]
      return {
        equal: word === reference,
        atMost: word <= reference,
        below: word < reference,
        atLeast: word >= reference,
        above: word > reference,
        notEqual: word !== reference,
      }[condition]
    })
  } catch {
    return false
  }
}

describe('evaluateCall', () => {
  test(`decides as the contracts, for ${runs(20_000)} pairs of permission and call`, () => {
    const seen = { allowed: 0, refused: 0 }
    fc.assert(
      fc.property(
        permissionArbitrary.chain((permission) =>
          fc.tuple(fc.constant(permission), callArbitraryFor(permission), fc.boolean()),
        ),
        ([permission, call, batch]) => {
          const { allowed } = evaluateCall(leafOf(permission), call, { batch })
          expect(allowed).toBe(byTheContracts(permission, call, batch))
          seen[allowed ? 'allowed' : 'refused']++
        },
      ),
      { numRuns: runs(20_000) },
    )
    // A generator that only makes refused calls would prove nothing.
    expect(seen.allowed).toBeGreaterThan(isFull ? 1000 : 0)
    expect(seen.refused).toBeGreaterThan(isFull ? 1000 : 0)
  })

  const limit = 100n
  const max = (1n << 256n) - 1n

  test.each([
    ['equal', [limit], [limit - 1n, limit + 1n, 0n, max]],
    ['atMost', [limit, limit - 1n, 0n], [limit + 1n, max]],
    ['below', [limit - 1n, 0n], [limit, limit + 1n, max]],
    ['atLeast', [limit, limit + 1n, max], [limit - 1n, 0n]],
    ['above', [limit + 1n, max], [limit, limit - 1n, 0n]],
    ['notEqual', [limit - 1n, limit + 1n, 0n, max], [limit]],
  ] as const)('%s holds at its boundary as on the chain', (condition, passing, failing) => {
    const permission = ruled([{ offset: 32, condition, referenceValue: toWord(limit) }])
    const call = (word: bigint) => ({
      to: target,
      data: `${selector}${'00'.repeat(32)}${toWord(word).slice(2)}` as Hex,
    })
    for (const word of passing) expect(refusal(permission, call(word))).toBeUndefined()
    for (const word of failing) expect(refusal(permission, call(word))).toBe('argument')
  })

  test('names the first rule that forbids, in the order of the contract', () => {
    const permission = ruled([{ offset: 0, condition: 'equal', referenceValue: toWord(7n) }], 5n)
    const data = `${selector}${toWord(7n).slice(2)}` as Hex
    expect(refusal(permission, { to: shop, data: '0x', value: 9n })).toBe('target')
    expect(refusal(permission, { to: target })).toBe('short-calldata')
    expect(refusal(permission, { to: target, data: '0x112233', value: 9n })).toBe('short-calldata')
    expect(refusal(permission, { to: target, data: '0x11223344', value: 9n })).toBe('selector')
    expect(refusal(permission, { to: target, data, value: 6n })).toBe('value')
    expect(refusal(permission, { to: target, data: data.slice(0, -2) as Hex, value: 5n })).toBe(
      'short-calldata',
    )
    expect(
      refusal(permission, { to: target, data: `${selector}${toWord(8n).slice(2)}`, value: 5n }),
    ).toBe('argument')
    expect(refusal(permission, { to: target, data, value: 5n })).toBeUndefined()
    expect(
      refusal(permission, {
        to: target.toUpperCase().replace('X', 'x') as Address,
        data: data.toUpperCase().replace('X', 'x') as Hex,
      }),
    ).toBeUndefined()
  })

  const tokenAbi = parseAbi([
    'function transfer(address,uint256)',
    'function approve(address,uint256)',
    'function increaseAllowance(address,uint256)',
    'function burnFrom(address,uint256)',
  ])
  const shapedLikeTransfer = tokenAbi
    .filter(({ name }) => name !== 'transfer')
    .map(({ name }) => ({
      to: target,
      data: encodeFunctionData({ abi: tokenAbi, functionName: name, args: [shop, 100n] }),
    }))

  test('a transfer permission allows `transfer` up to its cap, to its recipient, and nothing else', () => {
    const permission = erc20Transfer({ token: target, to: shop, maxAmount: 100n })
    const transfer = (to: Address, amount: bigint): Call => ({
      to: target,
      data: encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [to, amount] }),
    })
    for (const amount of [0n, 1n, 100n]) {
      expect(refusal(permission, transfer(shop, amount))).toBeUndefined()
    }
    for (const amount of [101n, max]) {
      expect(refusal(permission, transfer(shop, amount))).toBe('argument')
    }
    expect(refusal(permission, transfer(target, 1n))).toBe('argument')
    expect(refusal(permission, { ...transfer(shop, 1n), value: 1n })).toBe('value')
    expect(refusal(permission, { ...transfer(shop, 1n), to: shop })).toBe('target')
    expect(shapedLikeTransfer).toHaveLength(3)
    for (const call of shapedLikeTransfer) expect(refusal(permission, call)).toBe('selector')
  })

  test('the ERC-20 module allows the transfer up to its cap, to its recipient', () => {
    const abi = tokenAbi
    const permission = erc20ModuleTransfer({ token: target, to: shop, maxAmount: 100n })
    const transfer = (to: Address, amount: bigint): Call => ({
      to: target,
      data: encodeFunctionData({ abi, functionName: 'transfer', args: [to, amount] }),
    })
    expect(refusal(permission, transfer(shop, 100n))).toBeUndefined()
    expect(refusal(permission, transfer(shop, 101n))).toBe('amount')
    expect(refusal(permission, transfer(target, 1n))).toBe('recipient')
    expect(refusal(permission, { ...transfer(shop, 1n), value: 1n })).toBe('value')
    expect(refusal(permission, { ...transfer(shop, 1n), to: shop })).toBe('target')
    expect(
      refusal(permission, {
        to: target,
        data: `0xa9059cbb${toWord(BigInt(shop)).slice(2)}${'00'.repeat(31)}`,
      }),
    ).toBe('short-calldata')
    // The published module does not look at the selector. The kit says so, and does not hide it.
    for (const call of shapedLikeTransfer) expect(refusal(permission, call)).toBeUndefined()
  })

  test('the ERC-20 module slices a single call and decodes a call of a batch', () => {
    const permission = erc20ModuleTransfer({ token: target, to: shop, maxAmount: 100n })
    const call = (recipient: bigint, amount: bigint, bytes = 68): Call => ({
      to: target,
      data: `0xa9059cbb${toWord(recipient).slice(2)}${toWord(amount).slice(2)}`.slice(
        0,
        2 + 2 * bytes,
      ) as Hex,
    })
    const answers = (it: Call) =>
      [false, true].map((batch) => {
        const verdict = evaluateCall(leafOf(permission), it, { batch })
        return verdict.allowed ? 'allowed' : verdict.rule
      })
    const dirty = (1n << 200n) | BigInt(shop)
    const stranger = BigInt(sessionKey)
    const toStranger = { type: 'recipient', allowed: shop, actual: sessionKey }
    const cut = (needed: number, actual: number) => ({ type: 'short-calldata', needed, actual })
    const notAnAddress = { type: 'dirty-address', offset: 0, actual: toWord(dirty) }
    const tooMuch = { type: 'amount', limit: 100n, actual: 101n }
    expect(answers(call(dirty, 100n))).toEqual(['allowed', notAnAddress])
    expect(answers(call(dirty, 101n))).toEqual([tooMuch, notAnAddress])
    expect(answers(call(stranger | (1n << 255n), 1n))).toMatchObject([
      toStranger,
      { type: 'dirty-address' },
    ])
    // alone, the recipient is compared before the amount is read
    expect(answers(call(stranger, 101n, 67))).toEqual([toStranger, cut(68, 67)])
    expect(answers(call(BigInt(shop), 101n, 67))).toEqual([cut(68, 67), cut(68, 67)])
    expect(answers(call(stranger, 1n, 36))).toEqual([toStranger, cut(68, 36)])
    expect(answers(call(stranger, 1n, 35))).toEqual([cut(36, 35), cut(68, 35)])
  })

  test('checks key and time where they are given, both ends inside', () => {
    const abi = parseAbi(['function safeMint(address to)'])
    const permission = contractCall({
      address: target,
      abi,
      functionName: 'safeMint',
      args: { to: shop },
    })
    const call = { to: target, data: encodeFunctionData({ abi, args: [shop] }) }
    const leaf = leafOf(permission, { validAfter: 100, validUntil: 200 })
    const at = (now: number) => {
      const verdict = evaluateCall(leaf, call, { batch: true, now, sessionKey })
      return verdict.allowed || verdict.rule.type
    }
    expect([99, 100, 200, 201].map(at)).toEqual(['not-yet-valid', true, true, 'expired'])
    expect(evaluateCall(leaf, call, { batch: false, sessionKey: shop, now: 150 })).toMatchObject({
      rule: { type: 'session-key', allowed: sessionKey, actual: shop },
    })
    const endless = leafOf(permission)
    expect(evaluateCall(endless, call, { batch: false, now: 2 ** 40 }).allowed).toBe(true)
  })

  test('a malformed call is refused, not thrown', () => {
    const permission = ruled([])
    for (const call of [
      { to: '0x12' },
      { to: target, data: '0x123' },
      { to: target, data: 'data' },
      { to: target, data: selector, value: -1n },
      { to: target, data: selector, value: 1n << 256n },
      { to: target, data: selector, value: 1 },
      { to: null },
    ]) {
      expect(refusal(permission, call as unknown as Call)).toBe('malformed-call')
    }
  })

  const valid = { leaf: leafOf(ruled([])), call: { to: target, data: selector } }

  test.each<[string, unknown, unknown]>([
    ['unreadable-leaf', null, valid.call],
    ['unreadable-leaf', undefined, valid.call],
    ['unreadable-leaf', {}, valid.call],
    ['unreadable-leaf', [valid.leaf], valid.call],
    ['unreadable-leaf', { ...valid.leaf, sessionKeyData: null }, valid.call],
    ['unreadable-leaf', { ...valid.leaf, validUntil: Number.NaN }, valid.call],
    ['malformed-call', valid.leaf, null],
    ['malformed-call', valid.leaf, undefined],
    ['malformed-call', valid.leaf, 'call'],
    ['malformed-call', valid.leaf, []],
    ['malformed-call', null, null],
  ])('%s, and nothing is thrown (%#)', (type, leaf, call) => {
    const verdict = evaluateCall(leaf as SessionLeaf, call as Call, { batch: false })
    expect(verdict).toMatchObject({ allowed: false, rule: { type } })
  })

  test.each<[string, unknown]>([
    ['NaN', { now: Number.NaN }],
    ['infinite', { now: Number.POSITIVE_INFINITY }],
    ['text', { now: '5' }],
    ['null', { now: null }],
    ['a Date', { now: new Date(5_000) }],
    ['a key that is null', { sessionKey: null }],
    ['a key that is no address', { sessionKey: '0x12' }],
    ['a getter that throws', Object.defineProperty({}, 'now', { get: throwing })],
  ])('a time or key that is none is refused, and not taken to fit: %s', (_, options) => {
    const { leaf, call } = valid
    expect(evaluateCall(leaf, call, { batch: false }).allowed).toBe(true)
    const given = Object.defineProperties(
      { batch: false },
      Object.getOwnPropertyDescriptors(options as object),
    )
    expect(evaluateCall(leaf, call, given)).toMatchObject({
      allowed: false,
      rule: { type: 'malformed-call' },
    })
  })

  test('says in English what forbids', () => {
    const abi = parseAbi(['function deposit(uint256 amount)'])
    const permission = contractCall({
      address: target,
      abi,
      functionName: 'deposit',
      args: { amount: atMost(5n) },
    })
    const call = { to: target, data: encodeFunctionData({ abi, args: [6n] }) }
    const { abiFunction } = permission
    expect(evaluateCall(leafOf(permission), call, { batch: false, abiFunction })).toEqual({
      allowed: false,
      message: '`amount` must be at most 5, and is 6.',
      rule: {
        type: 'argument',
        offset: 0,
        condition: 'atMost',
        referenceValue: toWord(5n),
        actual: toWord(6n),
        argument: { name: 'amount', type: 'uint256', reference: 5n, actual: 6n },
      },
    })
    // Nothing is known of the function: then the words are told as they are.
    const unnamed = evaluateCall(leafOf(permission), call, { batch: false })
    expect(unnamed).toMatchObject({
      message: `The word at offset 0 must be at most ${toWord(5n)}, and is ${toWord(6n)}.`,
    })
    // An ABI that is not the leaf's says nothing, as if there were none.
    for (const [stranger] of [
      parseAbi(['function deposit(int256 amount)']),
      parseAbi(['function withdraw(uint256 amount)']),
    ]) {
      const options = { batch: false, abiFunction: stranger }
      expect(evaluateCall(leafOf(permission), call, options)).toEqual(unnamed)
    }
    expect(equals(5n)).toEqual({ condition: 'equal', value: 5n })
    const stranger = { ...leafOf(permission), sessionValidationModule: moduleAddresses.entryPoint }
    expect(evaluateCall(stranger, call, { batch: false })).toMatchObject({
      rule: { type: 'unreadable-leaf', reason: 'unknown-module' },
    })
  })

  test('speaks of a transfer in its own words, without an ABI', () => {
    const permission = erc20Transfer({ token: target, to: shop, maxAmount: 1_000_000n })
    const message = (data: Hex) => {
      const verdict = evaluateCall(leafOf(permission), { to: target, data }, { batch: false })
      return verdict.allowed ? undefined : verdict.message
    }
    const transfer = (to: Address, amount: bigint) =>
      encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [to, amount] })
    const dirty = `0xa9059cbb01${toWord(BigInt(shop)).slice(4)}${toWord(1n).slice(2)}` as Hex
    expect([
      message(transfer(shop, 2_000_000n)),
      message(transfer(sessionKey, 1n)),
      message(dirty),
      ...shapedLikeTransfer.map(({ data }) => message(data)),
    ]).toMatchInlineSnapshot(`
      [
        "\`amount\` must be at most 1000000, and is 2000000.",
        "\`to\` must equal 0x3333333333333333333333333333333333333333, and is 0x1111111111111111111111111111111111111111.",
        "\`to\` must equal 0x3333333333333333333333333333333333333333, and is 0x0100000000000000000000003333333333333333333333333333333333333333.",
        "Only the function transfer(address,uint256) may be called, not approve(address,uint256).",
        "Only the function transfer(address,uint256) may be called, not increaseAllowance(address,uint256).",
        "Only the function transfer(address,uint256) may be called, not 0x79cc6790.",
      ]
    `)
  })

  test('names words of tuples, and what is no value of its type', () => {
    const abi = parseAbi([
      'struct Order { address maker; bool open; int24 tick; bytes4 tag; }',
      'function fill(Order order)',
    ])
    const permission = contractCall({
      address: target,
      abi,
      functionName: 'fill',
      args: { order: { maker: not(shop), open: true, tick: -5, tag: '0x12345678' } },
    })
    const message = (...words: bigint[]) => {
      const data = words.reduce<Hex>(
        (all, word) => `${all}${toWord(word).slice(2)}`,
        permission.selector,
      )
      const { abiFunction } = permission
      const options = { batch: false, abiFunction }
      const verdict = evaluateCall(leafOf(permission), { to: target, data }, options)
      return verdict.allowed ? undefined : verdict.message
    }
    const tag = 0x12345678n << 224n
    const minusFive = (1n << 256n) - 5n
    expect(message(1n, 1n, minusFive, tag)).toBeUndefined()
    expect([
      message(BigInt(shop), 1n, minusFive, tag),
      message(1n << 160n, 1n, minusFive, tag),
      message(1n, 0n, minusFive, tag),
      message(1n, 2n, minusFive, tag),
      message(1n, 1n, 7n, tag),
      message(1n, 1n, minusFive, tag + 1n),
    ]).toMatchInlineSnapshot(`
      [
        "\`order.maker\` must not equal 0x3333333333333333333333333333333333333333.",
        "\`order.maker\` is no address: 0x0000000000000000000000010000000000000000000000000000000000000000.",
        "\`order.open\` must equal true, and is false.",
        "\`order.open\` must equal true, and is 0x0000000000000000000000000000000000000000000000000000000000000002.",
        "\`order.tick\` must equal -5, and is 7.",
        "\`order.tag\` must equal 0x12345678, and is 0x1234567800000000000000000000000000000000000000000000000000000001.",
      ]
    `)
  })
})

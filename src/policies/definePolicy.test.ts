import { type Address, parseAbi, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { BaseError } from '../errors/BaseError.ts'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import type { Permission } from '../types/Policy.ts'
import { compilePolicy } from './compilePolicy.ts'
import { contractCall } from './contractCall.ts'
import { type DefinePolicyParameters, definePolicy } from './definePolicy.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { narrowPolicy } from './narrowPolicy.ts'
import { resolveInterval } from './resolveInterval.ts'

const token: Address = '0x2222222222222222222222222222222222222222'
const to: Address = '0x3333333333333333333333333333333333333333'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const transfer = erc20ModuleTransfer({ token, to, maxAmount: 5n })
const now = 1_700_000_000

function define(parameters: object) {
  return definePolicy({
    permissions: [transfer],
    now,
    ...parameters,
  } as unknown as DefinePolicyParameters)
}

function errorOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof BaseError) return `${error.name}: ${error.shortMessage}`
    throw error
  }
  return 'nothing thrown'
}

describe('definePolicy', () => {
  test('an expiry is a duration, seconds, a time, a Date, or never', () => {
    const expiry = (parameters: object) => define(parameters).expiry
    expect(expiry({ expiresIn: { hours: 2 } })).toEqual({ expiresIn: 7200 })
    expect(expiry({ expiresIn: { days: 1, hours: 1, minutes: 1, seconds: 1 } })).toEqual({
      expiresIn: 90_061,
    })
    expect(expiry({ expiresIn: { days: 0.1 } })).toEqual({ expiresIn: 8640 })
    expect(expiry({ expiresIn: 60 })).toEqual({ expiresIn: 60 })
    expect(expiry({ validUntil: now + 1 })).toEqual({ validUntil: now + 1 })
    expect(expiry({ validUntil: new Date((now + 1) * 1000 + 999) })).toEqual({
      validUntil: now + 1,
    })
    expect(expiry({ expiresIn: 'never' })).toEqual({ validUntil: 0 })
  })

  test('without an expiry it throws, and says how to write never', () => {
    expect(errorOf(() => define({}))).toBe(
      'MissingExpiryError: The policy does not say when it ends.',
    )
    expect(() => define({})).toThrow("`expiresIn: 'never'`")
    expect(errorOf(() => define({ expiresIn: undefined }))).toContain('MissingExpiryError')
  })

  const minute = 60_000
  test.each([
    ['5 minutes', 5 * minute],
    ['15 minutes', 15 * minute],
    ['half an hour', 30 * minute],
    ['an hour', 60 * minute],
    ['2 hours', 120 * minute],
    ['a day', 1440 * minute],
    ['a week', 7 * 1440 * minute],
    ['30 days', 30 * 1440 * minute],
    ['a point in time', now * 1000],
    ['a point in time in seconds', now + 3600],
  ])('says of `expiresIn` as %s in milliseconds what it is as seconds', (_, expiresIn) => {
    const attempt = () => define({ expiresIn })
    expect(attempt).toThrow(expect.objectContaining({ name: 'InvalidIntervalError' }))
    expect(attempt).toThrow(
      `\`expiresIn\` is ${expiresIn}, and as seconds that is ${Math.round(expiresIn / 86_400)} days.`,
    )
    expect(attempt).toThrow('divide milliseconds by 1000')
    expect(attempt).toThrow('`validUntil`')
    // and how to have it all the same
    expect(define({ expiresIn: { seconds: expiresIn } }).expiry).toEqual({ expiresIn })
  })

  test.each([1, 60, 3600, 60_000, 86_400, 7 * 86_400, 100 * 3600, 30 * 86_400, 90 * 86_400])(
    'takes %i for seconds',
    (expiresIn) => expect(define({ expiresIn }).expiry).toEqual({ expiresIn }),
  )
  test('takes a year for seconds, and longer where its unit is written', () => {
    expect(define({ expiresIn: 365 * 86_400 }).expiry).toEqual({ expiresIn: 365 * 86_400 })
    const long = define({ expiresIn: { days: 1000 } })
    expect(long.expiry).toEqual({ expiresIn: 86_400_000 })
    // such a policy can be narrowed, and asked for again, without its unit
    expect(narrowPolicy(long, { omit: [] }).expiry).toEqual(long.expiry)
    const shorter = { expiresIn: 3_600_000 }
    expect(narrowPolicy(long, { expiry: shorter }).expiry).toEqual(shorter)
  })

  test.each(['validUntil', 'validAfter'])(
    'says of `%s` in milliseconds to give seconds',
    (name) => {
      const attempt = () => define({ expiresIn: 60, [name]: now * 1000 + 60_000 })
      const alone = () => define({ [name]: now * 1000 + 60_000 })
      expect(name === 'validUntil' ? alone : attempt).toThrow('give seconds, not milliseconds')
    },
  )

  test.each([
    '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE',
    '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee',
    zeroAddress,
  ] as const)('says of the token %s that it is the coin, which no session can send', (token) => {
    for (const make of [erc20Transfer, erc20ModuleTransfer]) {
      const attempt = () => make({ token, to: token, maxAmount: 1n })
      expect(attempt).toThrow(InvalidPermissionError)
      expect(attempt).toThrow('cannot allow a plain transfer of the native coin')
    }
  })

  test.each([
    ['2^48 - 1, which is "for ever" elsewhere', { validUntil: 2 ** 48 - 1 }],
    ['what uint64 holds', { validUntil: Number.MAX_SAFE_INTEGER }],
    ['the first second that no Date holds', { validUntil: 8_640_000_000_001 }],
    ['a duration of 2^48 - 1 seconds', { expiresIn: 2 ** 48 - 1 }],
    ['a duration that ends beyond every Date', { expiresIn: { days: 100_000_000 } }],
  ])('explains how to write never for %s', (_, expiry) => {
    expect(errorOf(() => define(expiry))).toMatch('beyond every calendar')
    expect(() => define(expiry)).toThrow("`expiresIn: 'never'`")
  })

  test('still takes milliseconds for what they are', () => {
    expect(() => define({ validUntil: now * 1000 })).toThrow('give seconds, not milliseconds')
  })

  test.each([
    ['validUntil', { validUntil: now }],
    ['validUntil', { validUntil: now - 1 }],
    ['validUntil', { validUntil: 0 }],
    ['validUntil', { validUntil: now * 1000 }],
    ['validUntil', { validUntil: 2 ** 48 }],
    ['validUntil', { validUntil: Number.NaN }],
    ['validUntil', { validUntil: new Date(Number.NaN) }],
    ['validUntil', { validUntil: '2030-01-01' }],
    ['expiresIn', { expiresIn: 0 }],
    ['expiresIn', { expiresIn: -5 }],
    ['expiresIn', { expiresIn: 1.5 }],
    ['expiresIn', { expiresIn: {} }],
    ['expiresIn', { expiresIn: { hours: -1 } }],
    ['expiresIn', { expiresIn: 2 ** 48 }],
    ['expiresIn', { expiresIn: 'soon' }],
    ['expiresIn', { expiresIn: null }],
    ['expiresIn.hour', { expiresIn: { hour: 1 } }],
    ['expiresIn.hours', { expiresIn: { hours: '1' } }],
    ['expiresIn', { expiresIn: 60, validUntil: now + 60 }],
    ['validAfter', { expiresIn: 60, validAfter: now + 60 }],
    ['validAfter', { validUntil: now + 60, validAfter: now + 61 }],
    ['validAfter', { expiresIn: 60, validAfter: -1 }],
  ])('refuses a wrong %s: %o', (parameter, expiry) => {
    expect(errorOf(() => define(expiry))).toMatch(`InvalidIntervalError: \`${parameter}\``)
  })

  test('refuses permissions that no leaf can hold', () => {
    const withPermission = (part: object) => () =>
      define({ permissions: [{ ...transfer, ...part }], expiresIn: 60 })
    expect(errorOf(() => define({ permissions: [], expiresIn: 60 }))).toMatch('EmptyPolicyError')
    expect(errorOf(() => define({ permissions: undefined, expiresIn: 60 }))).toMatch(
      'EmptyPolicyError',
    )
    expect(errorOf(withPermission({ to: '0x12' }))).toBe(
      'InvalidAddressError: `permissions[0].to` is not an address: "0x12".',
    )
    expect(errorOf(withPermission({ maxAmount: -1n }))).toMatch(
      'InvalidLimitError: `permissions[0].maxAmount`',
    )
    expect(errorOf(withPermission({ maxAmount: 5 }))).toMatch('InvalidLimitError')
    expect(errorOf(withPermission({ maxAmount: 1n << 256n }))).toMatch('InvalidLimitError')
    expect(errorOf(withPermission({ type: 'anything' }))).toMatch('InvalidPermissionError')
    expect(errorOf(() => define({ permissions: [null], expiresIn: 60 }))).toMatch(
      'InvalidPermissionError',
    )
  })

  test('keeps a repeated permission once, and required if one of them is', () => {
    const shouted = {
      ...transfer,
      token: `0x${token.slice(2).toUpperCase()}` as Address,
      required: true,
    }
    const other = erc20ModuleTransfer({ token, to, maxAmount: 6n })
    const { permissions } = define({ permissions: [transfer, other, shouted], expiresIn: 60 })
    expect(permissions).toEqual([{ ...transfer, required: true }, other])
  })

  test('freezes what it returns, and neither freezes nor changes what it was given', () => {
    const abi = JSON.parse(JSON.stringify(parseAbi(['function safeMint(address to)'])))
    const call = { ...contractCall({ address: token, abi, functionName: 'safeMint' }) }
    const permissions: Permission[] = [call]
    const before = structuredClone({ abi, permissions })
    const policy = define({ permissions, expiresIn: 60 })
    expect({ abi, permissions }).toEqual(before)
    expect([permissions, call, abi[0], abi[0].inputs].some(Object.isFrozen)).toBe(false)
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen))
    expect(frozen(policy)).toBe(true)
    abi[0].name = 'burn'
    expect(policy.permissions[0]).toMatchObject({ abiFunction: { name: 'safeMint' } })
  })

  test('a policy compiles to one leaf per permission, in order', () => {
    const mint = contractCall({
      address: to,
      abi: parseAbi(['function mint()']),
      functionName: 'mint',
    })
    const pinned = erc20Transfer({ token, to, maxAmount: 5n })
    const permissions = [mint, transfer, pinned]
    const policy = define({ permissions, expiresIn: 60, validAfter: now + 5 })
    const leaves = compilePolicy(policy, { sessionKey, now })
    expect(leaves).toMatchObject([
      {
        validAfter: now + 5,
        validUntil: now + 60,
        sessionValidationModule: '0x000006bC2eCdAe38113929293d241Cf252D91861',
      },
      {
        validAfter: now + 5,
        validUntil: now + 60,
        sessionValidationModule: '0x000000D50C68705bd6897B2d17c7de32FB519fDA',
      },
      { sessionValidationModule: '0x000006bC2eCdAe38113929293d241Cf252D91861' },
    ])
  })

  test('what is required is said with true or false', () => {
    const permissions = [{ ...transfer, required: 'yes' as never }]
    expect(errorOf(() => define({ permissions, expiresIn: 60 }))).toMatch('InvalidPermissionError')
  })

  test('an interval counts from the approval, and a policy can come too late', () => {
    expect(resolveInterval(define({ expiresIn: 60 }), now + 1000)).toEqual({
      validAfter: 0,
      validUntil: now + 1060,
    })
    expect(resolveInterval(define({ expiresIn: 'never' }), now)).toEqual({
      validAfter: 0,
      validUntil: 0,
    })
    const absolute = define({ validUntil: now + 60 })
    expect(resolveInterval(absolute, now + 59)).toEqual({ validAfter: 0, validUntil: now + 60 })
    expect(errorOf(() => resolveInterval(absolute, now + 60))).toMatch(
      'InvalidIntervalError: `validUntil`',
    )
    const late = { expiry: { validUntil: 50 }, validAfter: 50 }
    expect(errorOf(() => resolveInterval(late, 10))).toMatch('InvalidIntervalError: `validAfter`')
    expect(errorOf(() => resolveInterval({ ...late, validAfter: -1 }, 10))).toMatch('uint48')
  })
})

import fc from 'fast-check'
import {
  type Address,
  decodeAbiParameters,
  encodeAbiParameters,
  parseAbi,
  parseAbiParameters,
} from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { permissionArbitrary } from '../../test/harness/policyArbitraries.ts'
import { PolicyJsonError } from '../errors/policyInputErrors.ts'
import type { Json } from '../types/Json.ts'
import type { Policy } from '../types/Policy.ts'
import { contractCall } from './contractCall.ts'
import { definePermissionModule } from './definePermissionModule.ts'
import { definePolicy } from './definePolicy.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { policyDigest } from './policyDigest.ts'
import { policyFromJson } from './policyFromJson.ts'
import { policyToJson } from './policyToJson.ts'
import { selectorCall } from './selectorCall.ts'

const token: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const to: Address = '0x3333333333333333333333333333333333333333'
const moduleAddress: Address = '0x4444444444444444444444444444444444444444'
const now = 1_700_000_000
const shape = parseAbiParameters('address, address, uint256')

const lottery = definePermissionModule<{ target: Address; rounds: bigint }>({
  name: 'lottery',
  address: moduleAddress,
  target: ({ target }) => target,
  encode: ({ target, rounds }, key) => encodeAbiParameters(shape, [key, target, rounds]),
  decode: (data) => {
    const [sessionKey, target, rounds] = decodeAbiParameters(shape, data)
    return { sessionKey, parameters: { target, rounds } }
  },
  evaluate: () => undefined,
  describe: ({ rounds }) => `draw up to ${rounds} rounds`,
})

const policies: fc.Arbitrary<Policy> = fc
  .record({
    permissions: fc.array(
      fc.oneof(
        { weight: 5, arbitrary: permissionArbitrary },
        {
          weight: 1,
          arbitrary: fc
            .bigInt({ min: 0n, max: 2n ** 256n - 1n })
            .map((rounds) => lottery({ target: to, rounds })),
        },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    required: fc.boolean(),
    batch: fc.boolean(),
    validAfter: fc.constantFrom(undefined, 1, now + 30),
    time: fc.oneof<
      fc.Arbitrary<{ expiresIn: { seconds: number } | 'never' } | { validUntil: number }>[]
    >(
      fc.constant({ expiresIn: 'never' as const }),
      fc.integer({ min: 60, max: 10 ** 9 }).map((seconds) => ({ expiresIn: { seconds } })),
      fc.integer({ min: now + 60, max: 10 ** 11 }).map((validUntil) => ({ validUntil })),
    ),
  })
  .map(({ permissions, required, batch, validAfter, time }) =>
    definePolicy({
      permissions: permissions.map((it, index) =>
        required && index === 0 ? { ...it, required } : it,
      ),
      batch,
      validAfter,
      now,
      // one of the two, which a spread union does not tell
      ...(time as { validUntil: number }),
    }),
  )

/** As it comes out of a text. */
const overText = (policy: Policy): unknown => JSON.parse(JSON.stringify(policyToJson(policy)))

test('a policy survives JSON: the same permissions, time, batches and digest', () => {
  fc.assert(
    fc.property(policies, (policy) => {
      const again = policyFromJson(overText(policy), { now })
      expect(policyDigest(again)).toBe(policyDigest(policy))
      expect(policyToJson(again)).toEqual(policyToJson(policy))
      expect(again.batch).toBe(policy.batch)
      expect(Object.isFrozen(again) && again.permissions.every(Object.isFrozen)).toBe(true)
    }),
    { numRuns: runs(10_000) },
  )
})

test('every kind of permission reads back as `definePolicy` made it', () => {
  const abi = parseAbi([
    'struct Order { address to; uint256[] ids; }',
    'function fill(Order order, uint256 price) payable returns (bool)',
  ])
  const policy = definePolicy({
    permissions: [
      contractCall({
        address: to,
        abi,
        functionName: 'fill',
        args: { price: 5n },
        valueLimit: 7n,
        required: true,
      }),
      erc20Transfer({ token, to, maxAmount: 2n ** 256n - 1n }),
      erc20ModuleTransfer({ token, to, maxAmount: 9n }),
      selectorCall({ address: to, selector: '0x12345678' }),
      lottery({ target: to, rounds: 3n }),
    ],
    expiresIn: 'never',
    batch: true,
  })
  expect(policyFromJson(overText(policy))).toEqual(policy)
})

test('the format of version 1', () => {
  const policy = definePolicy({
    permissions: [
      erc20ModuleTransfer({ token, to, maxAmount: 9n, required: true }),
      selectorCall({
        address: to,
        selector: '0x12345678',
        valueLimit: 1n,
        rules: [{ offset: 32, condition: 'atMost', referenceValue: `0x${'0'.repeat(63)}5` }],
      }),
      lottery({ target: to, rounds: 3n }),
    ],
    validAfter: now,
    validUntil: now + 60,
    batch: true,
    now,
  })
  expect(policyToJson(policy)).toMatchInlineSnapshot(`
    {
      "batch": true,
      "expiry": {
        "validUntil": 1700000060,
      },
      "permissions": [
        {
          "maxAmount": "9",
          "required": true,
          "to": "0x3333333333333333333333333333333333333333",
          "token": "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
          "type": "erc20-transfer",
        },
        {
          "address": "0x3333333333333333333333333333333333333333",
          "rules": [
            {
              "condition": "atMost",
              "offset": 32,
              "referenceValue": "0x0000000000000000000000000000000000000000000000000000000000000005",
            },
          ],
          "selector": "0x12345678",
          "type": "contract-call",
          "valueLimit": "1",
        },
        {
          "data": "0x000000000000000000000000000000000000000000000000000000000000000000000000000000000000000033333333333333333333333333333333333333330000000000000000000000000000000000000000000000000000000000000003",
          "module": "0x4444444444444444444444444444444444444444",
          "target": "0x3333333333333333333333333333333333333333",
          "type": "module",
        },
      ],
      "validAfter": 1700000000,
      "version": 1,
    }
  `)
})

describe('policyFromJson refuses', () => {
  let valid: Record<string, unknown>
  beforeAll(() => {
    const call = selectorCall({ address: to, selector: '0x12345678' })
    const policy = definePolicy({ permissions: [call], validUntil: now + 60, now })
    valid = overText(policy) as Record<string, unknown>
  })

  const refusal = (json: unknown): string => {
    try {
      policyFromJson(json, { now })
    } catch (error) {
      if (error instanceof PolicyJsonError) return error.message.replaceAll('\n', ' ')
      throw error
    }
    return 'accepted'
  }
  const changed = (path: string, value: unknown): unknown => {
    const copy: Record<string, unknown> = structuredClone(valid)
    const names = path.split('.')
    const last = names.pop() ?? ''
    let at: Record<string, unknown> = copy
    for (const name of names) at = at[name] as Record<string, unknown>
    Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true })
    return copy
  }

  test('nothing of a valid one', () => {
    expect(refusal(valid)).toBe('accepted')
  })

  test.each<[path: string, value: unknown, says: string]>([
    ['version', 2, '`version`'],
    ['version', '1', '`version`'],
    ['owner', 1, '`owner` is not a known field'],
    ['__proto__', { batch: true }, '`__proto__` is not a known field'],
    ['permissions.0.__proto__', {}, '`permissions[0].__proto__` is not a known field'],
    ['permissions.0.constructor', {}, '`permissions[0].constructor`'],
    ['permissions', {}, '`permissions` is not a list'],
    ['permissions', [], 'It is refused: '],
    ['permissions.0.type', 'anything', '`permissions[0].type`'],
    ['permissions.0.valueLimit', 1, '`permissions[0].valueLimit`'],
    ['permissions.0.valueLimit', '-1', '`permissions[0].valueLimit`'],
    ['permissions.0.valueLimit', '0x1', '`permissions[0].valueLimit`'],
    ['permissions.0.valueLimit', '9'.repeat(100_000), '`permissions[0].valueLimit`'],
    ['permissions.0.valueLimit', String(2n ** 128n), '`permissions[0].valueLimit`'],
    ['permissions.0.address', '0x12', '`permissions[0].address`'],
    ['permissions.0.selector', null, '`permissions[0].selector`'],
    ['permissions.0.rules', [null], '`permissions[0].rules[0]` is not an object'],
    [
      'permissions.0.rules',
      [{ offset: -1, condition: 'equal', referenceValue: '0x' }],
      '`permissions[0].rules[0].offset`',
    ],
    ['permissions.0.required', 'yes', '`permissions[0].required`'],
    [
      'permissions.0.abiFunction',
      { type: 'event' },
      '`permissions[0].abiFunction.name` is missing',
    ],
    [
      'permissions.0.abiFunction',
      { type: 'function', name: 'f', inputs: [{ type: 5 }] },
      '`permissions[0].abiFunction.inputs[0].type`',
    ],
    ['validAfter', -1, '`validAfter`'],
    ['validAfter', null, '`validAfter`'],
    ['expiry', {}, '`expiry`'],
    ['expiry', { expiresIn: 1, validUntil: 2 }, '`expiry`'],
    ['expiry', { validUntil: 0 }, 'in the past'],
    ['expiry', { validUntil: now - 1 }, 'in the past'],
    ['expiry', { validUntil: now * 1000 }, 'milliseconds'],
    ['batch', 1, '`batch`'],
    [
      'permissions.0',
      { type: 'module', module: to, target: to, data: '0x' },
      '`permissions[0].module` is a module that is not defined here',
    ],
    [
      'permissions.0',
      { type: 'module', module: moduleAddress, target: to, data: '0x1234' },
      '`permissions[0].data`',
    ],
  ])('%s: %j', (path, value, says) => {
    expect(refusal(changed(path, value))).toContain(says)
    expect(refusal(changed(path, value))).toContain('Fix: ')
    expect(({} as { batch?: unknown }).batch).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['a number', 1],
    ['the text itself', '{"version":1}'],
    ['a Date', new Date(0)],
    ['fields that it inherits', Object.create({ version: 1, permissions: [] })],
  ])('%s', (_, json) => {
    expect(refusal(json)).toContain('Fix: ')
  })

  test('any value in place of any part', () => {
    fc.assert(
      fc.property(policies, fc.nat(), fc.jsonValue(), (policy, at, value) => {
        const json = overText(policy)
        const places: [Record<string, unknown>, string][] = []
        const visit = (part: unknown): void => {
          if (typeof part !== 'object' || part === null) return
          for (const key of Object.keys(part)) {
            places.push([part as Record<string, unknown>, key])
            visit((part as Record<string, unknown>)[key])
          }
        }
        visit(json)
        const [part, key] = places[at % places.length] ?? []
        if (part && key) part[key] = value
        try {
          // what is accepted means the same when it is written again
          const read = policyFromJson(json, { now })
          expect(policyDigest(policyFromJson(policyToJson(read), { now }))).toBe(policyDigest(read))
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyJsonError)
        }
      }),
      { numRuns: runs(10_000) },
    )
  })
})

test('a length of more than a year is read as what it is, and not taken for milliseconds', () => {
  const policy = definePolicy({
    permissions: [erc20Transfer({ token, to, maxAmount: 1n })],
    expiresIn: { days: 900 },
  })
  expect(policyFromJson(overText(policy))).toEqual(policy)
})

test('a permission that is there twice is read once, as required as either', () => {
  const one = { ...erc20ModuleTransfer({ token, to, maxAmount: 9n }) }
  const json = (required: object) =>
    policyToJson({
      permissions: [one, { ...one, ...required }],
      validAfter: 0,
      expiry: { expiresIn: 60 },
    })
  expect(policyFromJson(json({})).permissions).toEqual([one])
  expect(policyFromJson(json({ required: true })).permissions).toEqual([{ ...one, required: true }])
})

test('amounts keep every digit, and a minus zero is a zero', () => {
  const policy = definePolicy({
    permissions: [
      erc20ModuleTransfer({ token, to, maxAmount: 2n ** 256n - 1n }),
      erc20ModuleTransfer({ token, to, maxAmount: 2n ** 53n + 1n }),
      erc20ModuleTransfer({ token, to, maxAmount: 0n }),
    ],
    validAfter: -0,
    expiresIn: 60,
  })
  const again = policyFromJson(overText(policy))
  expect(again.permissions).toEqual(policy.permissions)
  expect(Object.is(again.validAfter, 0)).toBe(true)
  expect(policyDigest(again)).toBe(policyDigest(policy))
})

test('JSON whose text was edited gives another policy with another digest, or none', () => {
  const policy = definePolicy({
    permissions: [erc20ModuleTransfer({ token, to, maxAmount: 9n })],
    expiresIn: 60,
  })
  const edited = (from: string, into: string) =>
    policyFromJson(JSON.parse(JSON.stringify(policyToJson(policy)).replace(from, into)))
  expect(policyDigest(edited('"9"', '"90"'))).not.toBe(policyDigest(policy))
  expect(policyDigest(edited('60', '61'))).not.toBe(policyDigest(policy))
  expect(() => edited('"9"', '"09"')).toThrow(PolicyJsonError)
  expect(() => edited('"9"', '9')).toThrow(PolicyJsonError)
  expect(() => edited('"9"', '"9n"')).toThrow(PolicyJsonError)
  expect(() => edited('60', '-0.5')).toThrow(PolicyJsonError)
  expect(() => edited('60', '1e999')).toThrow(PolicyJsonError)
})

test('a version from the future says to update, and is not half read', () => {
  for (const version of [2, 1.5, '1', null, [1]])
    expect(() => policyFromJson({ version, anything: 'new' })).toThrow(
      /`version` is not 1, the one that this release reads[\s\S]*Fix: update GrantKit/,
    )
})

test('parameters that share their parts are refused, and not written out', () => {
  let inputs: unknown = []
  for (let level = 0; level < 30; level++) {
    const inner = { type: 'tuple', components: inputs }
    inputs = [inner, inner]
  }
  const json = policyToJson(
    definePolicy({
      permissions: [selectorCall({ address: to, selector: '0x12345678' })],
      expiresIn: 60,
    }),
  ) as { permissions: object[] }
  const abiFunction = { type: 'function', name: 'f', inputs }
  const given = { ...json, permissions: [{ ...json.permissions[0], abiFunction }] }
  expect(() => policyFromJson(given)).toThrow('more than 4096 parameters')
})

test('what JSON cannot hold is not written', () => {
  const valid = definePolicy({
    permissions: [erc20Transfer({ token, to, maxAmount: 1n })],
    expiresIn: 60,
  })
  const written: Json = policyToJson(valid)
  expect(written).toMatchObject({ version: 1 })
  expect(() => policyToJson({ ...valid, validAfter: Number.NaN })).toThrow('validAfter')
  expect(() => policyToJson({ ...valid, expiry: { expiresIn: Infinity } })).toThrow('expiresIn')
})

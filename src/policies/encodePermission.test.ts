import fc from 'fast-check'
import { type Address, encodeAbiParameters, type Hex } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import {
  addressArbitrary,
  type BuiltInPermission,
  permissionArbitrary,
} from '../../test/harness/policyArbitraries.ts'
import type { Permission } from '../types/Policy.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { ruleConditions } from './ruleConditions.ts'

const sessionKey: Address = '0x1111111111111111111111111111111111111111'
let sdk: typeof import('@biconomy/account')

/** The same permission through the SDK's own functions. */
function bySdk(permission: BuiltInPermission, key: Address) {
  if (permission.type === 'erc20-transfer') {
    const { token, to, maxAmount } = permission
    return sdk.createERC20SessionDatum({
      interval: { validUntil: 0, validAfter: 0 },
      sessionKeyAddress: key,
      sessionKeyData: encodeAbiParameters(
        [{ type: 'address' }, { type: 'address' }, { type: 'address' }, { type: 'uint256' }],
        [key, token, to, maxAmount],
      ),
    })
  }
  const { address, selector, valueLimit, rules } = permission
  return sdk.createABISessionDatum({
    interval: { validUntil: 0, validAfter: 0 },
    sessionKeyAddress: key,
    contractAddress: address,
    functionSelector: { raw: selector } as never,
    rules: rules.map(({ offset, condition, referenceValue }) => ({
      offset,
      condition: ruleConditions.indexOf(condition),
      referenceValue,
    })),
    valueLimit,
  })
}

describe('encodePermission', () => {
  beforeAll(async () => {
    sdk = await import('@biconomy/account')
  }, 60_000)

  test(`gives the bytes of the SDK, for ${runs(1_000)} permissions`, () => {
    fc.assert(
      fc.property(permissionArbitrary, addressArbitrary, (permission, key) => {
        const ours = encodePermission(permission, key)
        const theirs = bySdk(permission, key)
        expect(ours.sessionKeyData).toBe(theirs.sessionKeyData.toLowerCase())
        expect(ours.sessionValidationModule.toLowerCase()).toBe(
          theirs.sessionValidationModule.toLowerCase(),
        )
      }),
      { numRuns: runs(1000) },
    )
  })

  test('an ERC-20 transfer goes to the module that pins the function, or to the SDK’s when named', () => {
    const limits = { token: sessionKey, to: sessionKey, maxAmount: 5n }
    for (const permission of [erc20Transfer(limits), erc20ModuleTransfer(limits)]) {
      const theirs = bySdk(permission, sessionKey)
      expect(encodePermission(permission, sessionKey)).toEqual({
        sessionValidationModule: theirs.sessionValidationModule,
        sessionKeyData: theirs.sessionKeyData.toLowerCase(),
      })
    }
    expect(encodePermission(erc20Transfer(limits), sessionKey).sessionValidationModule).toBe(
      moduleAddresses.abiSessionValidation,
    )
    expect(encodePermission(erc20ModuleTransfer(limits), sessionKey).sessionValidationModule).toBe(
      moduleAddresses.erc20SessionValidation,
    )
  })

  test('lays out the bytes as the ABI validation module reads them', () => {
    const { sessionKeyData } = encodePermission(
      {
        type: 'contract-call',
        address: '0x2222222222222222222222222222222222222222',
        selector: '0x40D097C3',
        valueLimit: 255n,
        rules: [{ offset: 32, condition: 'atMost', referenceValue: `0x${'0'.repeat(63)}A` }],
      },
      sessionKey,
    )
    const parts: Hex[] = []
    for (const [from, to] of [
      [0, 20],
      [20, 40],
      [40, 44],
      [44, 60],
      [60, 62],
      [62, 64],
      [64, 65],
      [65, 97],
    ] as const) {
      parts.push(`0x${sessionKeyData.slice(2 + from * 2, 2 + to * 2)}`)
    }
    expect(parts).toEqual([
      sessionKey,
      '0x2222222222222222222222222222222222222222',
      '0x40d097c3',
      '0x000000000000000000000000000000ff',
      '0x0001',
      '0x0020',
      '0x01',
      `0x${'0'.repeat(63)}a`,
    ])
  })

  test.each([
    ['a bad session key', {}, '0x12'],
    ['a bad address', { address: '0x12' }, sessionKey],
    ['a short selector', { selector: '0x1234' }, sessionKey],
    ['a negative value limit', { valueLimit: -1n }, sessionKey],
    ['a value limit above uint128', { valueLimit: 1n << 128n }, sessionKey],
    [
      'an offset above uint16',
      { rules: [{ offset: 65_536, condition: 'equal', referenceValue: `0x${'0'.repeat(64)}` }] },
      sessionKey,
    ],
    [
      'an unknown condition',
      { rules: [{ offset: 0, condition: 'like', referenceValue: `0x${'0'.repeat(64)}` }] },
      sessionKey,
    ],
    [
      'a short reference value',
      { rules: [{ offset: 0, condition: 'equal', referenceValue: '0x01' }] },
      sessionKey,
    ],
  ])('refuses %s', (_, part, key) => {
    const permission = {
      type: 'contract-call',
      address: sessionKey,
      selector: '0x12345678',
      rules: [],
      valueLimit: 0n,
      ...part,
    } as unknown as Permission
    expect(() => encodePermission(permission, key as Address)).toThrow(/is not|must be/)
  })
})

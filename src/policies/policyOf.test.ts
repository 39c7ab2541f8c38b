import { parseAbi, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { Permission } from '../types/Policy.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { policyOf } from './policyOf.ts'
import { satisfies } from './satisfies.ts'

const address = '0x1111111111111111111111111111111111111111'
const abi = parseAbi(['function buy(uint256 item, uint256 price) payable'])
const permissions: Permission[] = [
  contractCall({
    address,
    abi,
    functionName: 'buy',
    args: { price: atMost(9n) },
    valueLimit: 5n,
  }),
  erc20ModuleTransfer({ token: address, to: address, maxAmount: 7n }),
]
const createdAt = 1_700_000_000_123
const startedAt = 1_700_000_000

function sessionOf({ validAfter = 0, validUntil = startedAt + 7_200 } = {}) {
  return {
    createdAt,
    batch: false,
    validAfter,
    validUntil,
    permissions: permissions.map((permission, i) => ({
      id: String(i),
      leaf: { validAfter, validUntil, ...encodePermission(permission, zeroAddress) },
      abiFunction: permission.type === 'contract-call' ? permission.abiFunction : undefined,
    })),
  }
}

describe('policyOf', () => {
  test('asks for as long again, also where that is more than a year', () => {
    const long = sessionOf({ validUntil: startedAt + 1000 * 86_400 })
    expect(policyOf(long).expiry).toEqual({ expiresIn: 1000 * 86_400 })
  })

  test('asks for batches where the session can send them', () => {
    expect(policyOf(sessionOf()).batch).toBeUndefined()
    expect(policyOf({ ...sessionOf(), batch: true }).batch).toBe(true)
  })

  test('asks for what the session allows, for as long', () => {
    const policy = policyOf(sessionOf())
    expect(policy.expiry).toEqual({ expiresIn: 7_200 })
    expect(policy.permissions).toMatchObject([{ abiFunction: { name: 'buy' } }, { maxAmount: 7n }])
    const leaves = sessionOf().permissions.map(({ leaf }) => leaf)
    expect(satisfies(leaves, policy, startedAt + 1)).toBe(true)
  })

  test('counts from when the session began to be valid', () => {
    const policy = policyOf(sessionOf({ validAfter: startedAt + 7_000 }))
    expect(policy.expiry).toEqual({ expiresIn: 200 })
  })

  test('keeps a session without end endless, and takes another length', () => {
    expect(policyOf(sessionOf({ validUntil: 0 })).expiry).toEqual({ validUntil: 0 })
    expect(policyOf(sessionOf(), { expiresIn: { minutes: 1 } }).expiry).toEqual({ expiresIn: 60 })
  })

  test('refuses what it cannot know', () => {
    expect(() => policyOf(sessionOf({ validUntil: startedAt - 1 }))).toThrow(InvalidParameterError)
    const [first] = sessionOf().permissions
    if (!first) throw new Error('There is no permission.')
    const leaf = { ...first.leaf, sessionKeyData: '0x12' } as const
    expect(() => policyOf({ ...sessionOf(), permissions: [{ ...first, leaf }] })).toThrow(
      InvalidParameterError,
    )
  })
})

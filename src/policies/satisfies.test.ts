import { type Address, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import type { Policy } from '../types/Policy.ts'
import { compilePolicy } from './compilePolicy.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { satisfies } from './satisfies.ts'

const token: Address = '0x2222222222222222222222222222222222222222'
const to: Address = '0x3333333333333333333333333333333333333333'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const now = 1_700_000_000
const transfer = (maxAmount: bigint) => erc20Transfer({ token, to, maxAmount })
const mint = contractCall({ address: to, abi: parseAbi(['function mint()']), functionName: 'mint' })
const hour = definePolicy({ permissions: [transfer(5n), mint], expiresIn: 3600, now })
const granted = (policy: Policy = hour) => compilePolicy(policy, { sessionKey, now })

describe('satisfies', () => {
  test('what was granted does for the same request, and for less', () => {
    expect(satisfies(granted(), hour, now)).toBe(true)
    expect(satisfies(granted(), { ...hour, permissions: [transfer(4n)] }, now)).toBe(true)
    expect(satisfies([...granted()].reverse(), hour, now)).toBe(true)
  })

  test('it does not for more', () => {
    expect(satisfies(granted(), { ...hour, permissions: [transfer(6n)] }, now)).toBe(false)
    expect(satisfies(granted().slice(0, 1), hour, now)).toBe(false)
    expect(satisfies([], hour, now)).toBe(false)
  })

  test('a relative request is satisfied while the leaves are valid', () => {
    expect(satisfies(granted(), hour, now + 3600)).toBe(true)
    expect(satisfies(granted(), hour, now + 3601)).toBe(false)
    expect(satisfies(granted(), { ...hour, expiry: { expiresIn: 999_999 } }, now + 10)).toBe(true)
  })

  test('an absolute request is satisfied by leaves that last as long', () => {
    const until = (validUntil: number): Policy => ({ ...hour, expiry: { validUntil } })
    expect(satisfies(granted(), until(now + 3600), now)).toBe(true)
    expect(satisfies(granted(), until(now + 3601), now)).toBe(false)
    expect(satisfies(granted(), until(0), now)).toBe(false)
    const endless = granted(definePolicy({ permissions: hour.permissions, expiresIn: 'never' }))
    expect(satisfies(endless, until(0), now)).toBe(true)
    expect(satisfies(endless, until(now + 5), now)).toBe(true)
    expect(satisfies(endless, hour, now)).toBe(true)
  })

  test('leaves that start later do for a request that starts then', () => {
    const later = definePolicy({ permissions: [mint], expiresIn: 3600, validAfter: now + 60, now })
    expect(satisfies(granted(later), later, now)).toBe(true)
    expect(satisfies(granted(later), { ...later, validAfter: 0 }, now)).toBe(false)
    expect(satisfies(granted(later), { ...later, validAfter: 0 }, now + 60)).toBe(true)
    expect(satisfies(granted(), later, now)).toBe(true)
  })

  test('batches have to be said of the session, where they are asked for', () => {
    const batches: Policy = { ...hour, batch: true }
    expect(satisfies(granted(batches), batches, now, { batch: true })).toBe(true)
    expect(satisfies(granted(batches), batches, now, { batch: false })).toBe(false)
    expect(satisfies(granted(batches), batches, now)).toBe(false)
    expect(satisfies(granted(batches), hour, now, { batch: true })).toBe(true)
  })

  test('leaves that cannot be read count for nothing', () => {
    const broken = granted().map((leaf) => ({ ...leaf, sessionKeyData: '0x1234' as const }))
    expect(satisfies(broken, hour, now)).toBe(false)
    expect(satisfies([...broken, ...granted()], hour, now)).toBe(true)
  })
})

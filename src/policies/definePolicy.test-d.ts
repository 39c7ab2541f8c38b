import { expectTypeOf, test } from 'vitest'
import type { Permission, Policy } from '../types/Policy.ts'
import { definePolicy } from './definePolicy.ts'

declare const permissions: readonly Permission[]

test('a policy has one expiry, and never is written', () => {
  expectTypeOf(definePolicy({ permissions, expiresIn: { hours: 2 } })).toEqualTypeOf<Policy>()
  definePolicy({ permissions, expiresIn: 'never' })
  definePolicy({ permissions, validUntil: new Date(), validAfter: 5 })
  // @ts-expect-error no expiry
  definePolicy({ permissions })
  // @ts-expect-error two of them
  definePolicy({ permissions, expiresIn: 5, validUntil: 5 })
  // @ts-expect-error no such unit
  definePolicy({ permissions, expiresIn: { weeks: 1 } })
  // @ts-expect-error not a word for it
  definePolicy({ permissions, expiresIn: 'forever' })
})

test('a policy of nothing does not compile, where it is written', () => {
  const pay = { type: 'erc20-transfer', token: '0x', to: '0x', maxAmount: 5n } as const
  definePolicy({ permissions: [pay], expiresIn: 5 })
  definePolicy({ permissions: [...permissions, pay], expiresIn: 5 })
  definePolicy({ permissions: [...permissions], expiresIn: 5 })
  // written in line it is completed and checked as a permission
  definePolicy({
    permissions: [{ type: 'erc20-transfer', token: '0x', to: '0x', maxAmount: 5n, required: true }],
    expiresIn: 5,
  })
  // @ts-expect-error no permission
  definePolicy({ permissions: [], expiresIn: 5 })
  definePolicy({
    // @ts-expect-error a limit is missing
    permissions: [{ type: 'erc20-transfer', token: '0x', to: '0x' }],
    expiresIn: 5,
  })
})

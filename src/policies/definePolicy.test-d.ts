import { expectTypeOf, test } from 'vitest'
import type { Policy } from '../types/Policy.ts'
import { definePolicy } from './definePolicy.ts'

test('a policy has one expiry, and never is written', () => {
  expectTypeOf(definePolicy({ permissions: [], expiresIn: { hours: 2 } })).toEqualTypeOf<Policy>()
  definePolicy({ permissions: [], expiresIn: 'never' })
  definePolicy({ permissions: [], validUntil: new Date(), validAfter: 5 })
  // @ts-expect-error no expiry
  definePolicy({ permissions: [] })
  // @ts-expect-error two of them
  definePolicy({ permissions: [], expiresIn: 5, validUntil: 5 })
  // @ts-expect-error no such unit
  definePolicy({ permissions: [], expiresIn: { weeks: 1 } })
  // @ts-expect-error not a word for it
  definePolicy({ permissions: [], expiresIn: 'forever' })
})

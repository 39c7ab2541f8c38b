import { describe, expect, test } from 'vitest'
import type { SessionRecord } from '../types/AccountRecords.ts'
import type { Policy } from '../types/Policy.ts'
import { planRouter } from './planRouter.ts'

const record = (batch?: boolean) => ({ batch }) as SessionRecord
const policy: Policy = { permissions: [], validAfter: 0, expiry: { validUntil: 0 } }

describe('planRouter', () => {
  test('only a policy that is granted now enables it, whatever storage says', () => {
    expect(planRouter([], { ...policy, batch: true })).toBe('enable')
    expect(planRouter([record(true)], policy)).toBeUndefined()
    expect(planRouter([record(true)])).toBeUndefined()
  })

  test('it goes when no session needs it, and one of which nothing is said needs it', () => {
    expect(planRouter([], policy)).toBe('disable')
    expect(planRouter([record(false)])).toBe('disable')
    expect(planRouter([record(false), record()], policy)).toBeUndefined()
  })
})

import { describe, expect, test } from 'vitest'
import { describeUserOperationError } from './describeUserOperationError.ts'

describe('describeUserOperationError', () => {
  test('the revert of a module says more than the code around it', () => {
    const message =
      'UserOperation reverted during simulation with reason: AA23 reverted: SessionNotApproved'
    expect(describeUserOperationError({ code: -32500, message })).toMatchObject({
      code: 'AA23',
      reason: 'SessionNotApproved',
      meaning: expect.stringContaining('revoked, or never granted'),
      known: true,
    })
  })

  test('without a code of the entry point the one of JSON-RPC counts', () => {
    const told = describeUserOperationError({ code: -32521, message: 'execution reverted' })
    expect(told).toMatchObject({ code: undefined, meaning: 'the calls would revert', known: true })
  })

  test('an internal error names no cause', () => {
    const told = describeUserOperationError({ code: -32603, message: 'Internal error' })
    expect(told).toMatchObject({ meaning: 'it gave no reason that is known', known: false })
  })

  test('a code inside of other words is none', () => {
    const message = 'sender 0xAA2300000000000000000000000000000000AA21'
    expect(describeUserOperationError({ message }).code).toBeUndefined()
  })
})

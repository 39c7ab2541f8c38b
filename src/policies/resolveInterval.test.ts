import { expect, test } from 'vitest'
import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import { resolveInterval } from './resolveInterval.ts'

const now = 1_700_000_000

test('counts from the time of the approval', () => {
  const policy = { expiry: { expiresIn: 60 }, validAfter: 0 }
  expect(resolveInterval(policy, now)).toEqual({ validAfter: 0, validUntil: now + 60 })
})

// an end of 0 is none at all
test.each([-now, 0, -1, Number.NaN, '60', undefined])(
  'a hand-made policy for %s seconds is no session without end',
  (expiresIn) => {
    const policy = { expiry: { expiresIn: expiresIn as number }, validAfter: 0 }
    expect(() => resolveInterval(policy, now)).toThrow(InvalidIntervalError)
  },
)

test.each([Number.NaN, '0', undefined])('a time that is none is refused: %s', (time) => {
  const policy = { expiry: { expiresIn: 60 }, validAfter: 0 }
  expect(() => resolveInterval(policy, time as number)).toThrow(InvalidIntervalError)
})

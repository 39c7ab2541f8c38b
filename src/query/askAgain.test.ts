import { expect, test } from 'vitest'
import { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'
import { UnexpectedError } from '../errors/UnexpectedError.ts'
import { askAgain } from './askAgain.ts'

const unreachable = new ChainUnreachableError({ cause: new Error('503') })
const after = (error: Error | null, errorUpdateCount: number) =>
  askAgain({ state: { error, errorUpdateCount } })

test('a chain that cannot be reached is asked again, later each time', () => {
  expect([1, 2, 3, 5, 6, 60].map((count) => after(unreachable, count))).toEqual([
    2_000, 4_000, 8_000, 32_000, 60_000, 60_000,
  ])
})

test('what is known, or wrong for good, is not', () => {
  expect(after(null, 0)).toBe(false)
  expect(after(new UnexpectedError({ cause: new TypeError('x') }), 1)).toBe(false)
})

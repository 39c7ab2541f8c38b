import { expect, test } from 'vitest'
import { quoted } from './quoted.ts'

/** Written out it would be longer than any text can be. */
function withoutEnd(): unknown {
  let list: unknown = 'x'
  for (let level = 0; level < 60; level++) list = [list, list]
  return list
}

test.each<[unknown, string]>([
  ['short', '"short"'],
  ['"\n', '"\\"\\n"'],
  ['x'.repeat(81), 'a text of 81 characters'],
  [5n, '5n'],
  [-(2n ** 5_000n), 'a bigint of more than 80 digits'],
  [-0.5, '-0.5'],
  [Number.NaN, 'NaN'],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [Symbol('secret'), 'a symbol'],
  [() => 'secret', 'a function'],
  [{ toString: () => 'secret' }, 'an object'],
])('%o', (value, says) => {
  expect(quoted(value)).toBe(says)
})

test('a list that shares its parts is not written out', () => {
  expect(quoted(withoutEnd())).toBe('a list')
})

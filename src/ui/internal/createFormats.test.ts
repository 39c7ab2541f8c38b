import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { createFormats } from './createFormats.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

describe('createFormats', () => {
  const en = createFormats('en')

  test.each([
    [45, 'in 45 seconds'],
    [hour - 15, 'in 1 hour'],
    [75 * minute, 'in 75 minutes'],
    [2 * hour, 'in 2 hours'],
    [26 * hour, 'in 26 hours'],
    [day, 'in 1 day'],
    [2 * day - 10, 'in 2 days'],
    [45 * day, 'in 45 days'],
    [-10 * minute, '10 minutes ago'],
  ])('%s s from now is "%s"', (seconds, text) => {
    expect(en.relative(1_000_000_000 + seconds, 1_000_000_000)).toBe(text)
  })

  test.each([
    [15 * minute, '15 minutes'],
    [hour, '1 hour'],
    [day, '1 day'],
    [30 * day, '30 days'],
  ])('%s s last "%s"', (seconds, text) => {
    expect(en.duration(seconds)).toBe(text)
  })

  test('amounts are exact, to the last digit of the largest one', () => {
    expect(en.units(1_000_000n, 6)).toBe('1')
    expect(en.units(123_456_789_012_345_678n, 18)).toBe('0.123456789012345678')
    expect(en.units(123_456_789_000_000_000_000_000_001n, 18)).toBe(
      '123,456,789.000000000000000001',
    )
    expect(en.units(1n, 30)).toBe('0.000000000000000000000000000001')
    expect(en.integer(2n ** 256n - 1n).replaceAll(',', '')).toBe(String(2n ** 256n - 1n))
  })

  test('the language writes its own way', () => {
    const de = createFormats('de')
    expect(de.units(1_234_500_000n, 6)).toBe('1.234,5')
    expect(de.duration(2 * hour)).toBe('2 Stunden')
    expect(renderToStaticMarkup(de.list(['a', 'b', 'c']))).toBe('a, b und c')
  })

  test('a date has its zone, and a second that no calendar has is a number', () => {
    expect(en.dateTime(1_800_000_000)).toMatch(/2027.*[AP]M .+$/)
    expect(en.dateTime(2 ** 48 - 1)).toBe('281,474,976,710,655')
  })

  test('nothing throws for any second that a leaf can hold, nor for what is none', () => {
    const second = fc.oneof(
      fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      fc.constantFrom(0, 8_640_000_000_000, 8_640_000_000_001, 2 ** 48 - 1),
      fc.double(),
    )
    fc.assert(
      fc.property(second, second, (seconds, now) => {
        for (const text of [en.dateTime(seconds), en.relative(seconds, now), en.duration(seconds)])
          expect(text).not.toBe('')
      }),
    )
  })

  test.each(['en_US', '', 'not a locale', undefined as never, 5 as never])(
    'takes %j for English',
    (tag) => {
      expect(createFormats(tag).units(1_234_500_000n, 6)).toBe('1,234.5')
    },
  )
})

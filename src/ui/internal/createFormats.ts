import { createElement, Fragment, type ReactNode } from 'react'
import { formatUnits } from 'viem'
import type { Formats } from './Formats.ts'

// what every engine takes; more digits than this are written out without grouping
const mostFractionDigits = 20
// the last second that a Date can hold
const lastSecond = 8_640_000_000_000

/** @param locale A BCP 47 tag. */
export function createFormats(locale: string): Formats {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: mostFractionDigits })
  const date = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  const relative = new Intl.RelativeTimeFormat(locale)
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    integer: (value) => number.format(value),
    units(value, decimals) {
      const text = formatUnits(value, decimals)
      const fraction = text.split('.')[1] ?? ''
      return fraction.length > mostFractionDigits ? text : number.format(text as `${number}`)
    },
    dateTime: (seconds) =>
      seconds > lastSecond ? number.format(seconds) : date.format(new Date(seconds * 1000)),
    relative(seconds, now) {
      const { count, unit } = inUnit(seconds - now)
      return relative.format(count, unit)
    },
    duration(seconds) {
      const { count, unit } = inUnit(seconds)
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
        count,
      )
    },
    list: (items) =>
      createElement(
        Fragment,
        null,
        ...list
          .formatToParts(items.map((_, i) => String(i)))
          .map(
            (part): ReactNode => (part.type === 'element' ? items[Number(part.value)] : part.value),
          ),
      ),
  }
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** A length in the unit that people would use: small ones as long as they tell something. */
function inUnit(seconds: number): { count: number; unit: 'second' | 'minute' | 'hour' | 'day' } {
  const length = Math.abs(seconds)
  // a clock that has moved on by half a minute does not make 60 minutes of an hour
  const isAbout = (time: number) => Math.abs(length - time) <= minute / 2
  if (length < minute) return { count: Math.round(seconds), unit: 'second' }
  if (length < 100 * minute && !isAbout(hour))
    return { count: Math.round(seconds / minute), unit: 'minute' }
  if (length < 2 * day - hour && !isAbout(day))
    return { count: Math.round(seconds / hour), unit: 'hour' }
  return { count: Math.round(seconds / day), unit: 'day' }
}

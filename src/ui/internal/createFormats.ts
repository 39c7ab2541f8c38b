import { createElement, Fragment, type ReactNode } from 'react'
import { formatUnits } from 'viem'
import type { Formats } from './Formats.ts'
import { localeOf } from './localeOf.ts'

// what every engine takes; more digits than this are written out without grouping
const mostFractionDigits = 20

/**
 * Formats every number and every second that a leaf can hold; none of it throws.
 *
 * @param given A BCP 47 tag; what is none is taken for English.
 */
export function createFormats(given: string): Formats {
  const locale = localeOf(given)
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
    dateTime(seconds) {
      const time = new Date(seconds * 1000)
      return Number.isNaN(time.getTime()) ? number.format(seconds) : date.format(time)
    },
    relative(seconds, now) {
      if (!Number.isFinite(seconds - now)) return number.format(seconds)
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

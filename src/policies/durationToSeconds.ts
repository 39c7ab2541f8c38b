import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import type { Duration } from './Duration.ts'

const unitSeconds = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const

const [hour, day] = [3_600, 86_400]
// what lies beyond, no `Date` holds: that is no mistake of the unit
const lastDate = 8_640_000_000_000

/**
 * A duration in whole seconds; a number is seconds already.
 *
 * @throws InvalidIntervalError when it is not a positive whole number of seconds, or is a number that
 * looks like milliseconds or a point in time.
 * @example
 * durationToSeconds({ hours: 1, minutes: 30 }) // 5400
 */
export function durationToSeconds(duration: Duration | number, parameter = 'expiresIn'): number {
  const seconds = typeof duration === 'number' ? duration : sum(duration, parameter)
  if (!Number.isSafeInteger(seconds) || seconds <= 0 || seconds >= 2 ** 48) {
    throw new InvalidIntervalError({
      parameter,
      problem: `must be a positive whole number of seconds, and is ${seconds}`,
      fix: 'give seconds, or an object such as `{ hours: 2 }` or `{ days: 1, hours: 12 }`.',
    })
  }
  if (typeof duration === 'number' && looksLikeMilliseconds(duration)) {
    const point = parameter === 'expiresIn' ? ', and give a point in time as `validUntil`' : ''
    throw new InvalidIntervalError({
      parameter,
      problem: `is ${seconds}, and as seconds that is ${Math.round(seconds / day)} days`,
      fix: `divide milliseconds by 1000${point}. If you mean it, write \`{ seconds: ${seconds} }\`.`,
    })
  }
  return seconds
}

/**
 * More than a year is not written as a bare number of seconds, and a whole number of minutes in
 * milliseconds is hardly ever a round number of hours or days in seconds.
 */
function looksLikeMilliseconds(duration: number): boolean {
  if (duration > 366 * day) return duration <= lastDate
  const isWholeMinutes = duration > 4 * 60_000 && duration % 60_000 === 0
  return isWholeMinutes && duration % (duration < 10 * day ? hour : day) !== 0
}

function sum(duration: unknown, parameter: string): number {
  if (typeof duration !== 'object' || duration === null) return Number.NaN
  let total = 0
  for (const [unit, amount] of Object.entries(duration)) {
    if (amount === undefined) continue
    const factor = Object.hasOwn(unitSeconds, unit)
      ? unitSeconds[unit as keyof typeof unitSeconds]
      : undefined
    if (factor === undefined || typeof amount !== 'number') {
      throw new InvalidIntervalError({
        parameter: `${parameter}.${unit}`,
        problem: factor === undefined ? 'is not a unit of time' : 'is not a number',
        fix: 'the units are days, hours, minutes and seconds, as numbers.',
      })
    }
    total += amount * factor
  }
  // 0.1 days is 8640.000000000001 seconds in floating point.
  const whole = Math.round(total)
  return Math.abs(total - whole) < 1e-6 ? whole : total
}

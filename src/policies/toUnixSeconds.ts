import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import { neverEnds } from '../utils/neverEnds.ts'

// The year 5138. A larger "second" is a millisecond, and would make a session that never ends.
const latest = 100_000_000_000

/**
 * A point in time in Unix seconds; a `Date` is rounded down.
 *
 * @throws InvalidIntervalError when it is not a time, looks like milliseconds, or stands for "for
 * ever", such as 2^48 − 1.
 */
export function toUnixSeconds(time: number | Date, parameter: string): number {
  const seconds = time instanceof Date ? Math.floor(time.getTime() / 1000) : time
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds) || seconds < 0) {
    throw new InvalidIntervalError({
      parameter,
      problem: `must be a time in whole Unix seconds or a valid Date, and is ${typeof seconds === 'number' ? seconds : typeof time}`,
      fix: 'give `Math.floor(Date.now() / 1000) + 3600`, or a Date.',
    })
  }
  if (seconds > latest && neverEnds(seconds)) {
    throw new InvalidIntervalError({
      parameter,
      problem: `is beyond every calendar: ${seconds}`,
      fix: "for no end write `expiresIn: 'never'`. It has to be acknowledged in the approval.",
    })
  }
  if (seconds > latest) {
    throw new InvalidIntervalError({
      parameter,
      problem: `is too far in the future: ${seconds}`,
      fix: 'give seconds, not milliseconds; Date.now() has to be divided by 1000, or passed as a Date.',
    })
  }
  return seconds
}

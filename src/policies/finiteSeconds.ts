import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import { quoted } from '../errors/quoted.ts'

/**
 * A time or a length of time that is a number at least. Compared with what is none, every time would
 * fit; added to it, it would become a text.
 *
 * @throws InvalidIntervalError
 */
export function finiteSeconds(time: unknown, parameter: string): number {
  if (typeof time === 'number' && Number.isFinite(time)) return time
  throw new InvalidIntervalError({
    parameter,
    problem: `is ${quoted(time)}, and not a number of seconds`,
    fix: 'give Unix seconds, such as the time of the latest block or `Math.floor(Date.now() / 1000)`.',
  })
}

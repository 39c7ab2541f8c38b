/** The last second that a `Date` can hold: it is in the year 275760. */
export const lastSecond = 8_640_000_000_000

/**
 * Whether a session ends at no time that anybody will see: 0 is no end, and what other systems write
 * for "for ever", such as 2^48 − 1, lies beyond every calendar.
 */
export function neverEnds(
  /** Unix seconds. */
  validUntil: number,
): boolean {
  return validUntil === 0 || validUntil > lastSecond
}

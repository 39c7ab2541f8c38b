import type { ReactNode } from 'react'

/** Numbers, times and lists as the language writes them. */
export interface Formats {
  integer(value: bigint | number): string
  /** Base units as an exact decimal number; nothing is rounded away. */
  units(value: bigint, decimals: number): string
  /** Weekday, date, time and zone of a time in Unix seconds. */
  dateTime(seconds: number): string
  /** How far one time in Unix seconds is from another, such as "in 2 hours". */
  relative(seconds: number, now: number): string
  /** A length of time in seconds, such as "2 hours". */
  duration(seconds: number): string
  /** "a, b and c". */
  list(items: readonly ReactNode[]): ReactNode
}

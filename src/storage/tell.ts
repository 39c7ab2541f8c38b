import { reportListenerError } from './reportListenerError.ts'

/** Calls a caller's listener. What it throws stops neither what it was told of nor other listeners. */
export function tell<value>(listener: ((value: value) => void) | undefined, value: value): void {
  try {
    listener?.(value)
  } catch (error) {
    reportListenerError(error)
  }
}

import { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'

/** Asks again when the network may have been the cause; what is wrong for good is said at once. */
export function retryTransient(failureCount: number, error: Error): boolean {
  return failureCount < 3 && error instanceof ChainUnreachableError
}

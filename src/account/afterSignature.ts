import { UserOperationUnderpricedError } from '../errors/UserOperationUnderpricedError.ts'
import type { BundlerClient } from './createBundlerClient.ts'

/**
 * What is thrown when an operation fails that its owner signed. Where its fees are too low, the next
 * one offers what the bundler asks for; this one is not built anew, because its fees are part of the
 * hash that the wallet showed.
 *
 * @returns UserOperationUnderpricedError or FeeFloorError for fees that were refused, and every other
 * error as it is.
 */
export async function afterSignature(bundler: BundlerClient, error: unknown): Promise<unknown> {
  if (!(error instanceof UserOperationUnderpricedError)) return error
  try {
    return (await bundler.raiseFees(error)) ? error.afterSignature() : error
  } catch (tooHigh) {
    return tooHigh
  }
}

import type { BundlerClient } from './createBundlerClient.ts'

/** Whether an operation that was refused can be built anew with fees that are not. */
export type FeeRaise = (refusal: unknown) => Promise<boolean>

/** Raises the fees of one operation, and not twice: a floor that rises with each offer has no end. */
export function createFeeRaise(bundler: BundlerClient): FeeRaise {
  let isRaised = false
  return async (refusal) => {
    // also where it is too late for this operation, the next one is to offer enough
    const canRaise = await bundler.raiseFees(refusal)
    const mayTry = canRaise && !isRaised
    isRaised ||= canRaise
    return mayTry
  }
}

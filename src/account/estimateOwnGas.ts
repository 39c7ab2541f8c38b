import { InsufficientFundsError } from '../errors/InsufficientFundsError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import type { BundlerClient, GasLimits, RequestOptions } from './createBundlerClient.ts'

/**
 * The gas limits of an operation that its account pays for, once it is certain that it can.
 *
 * @throws InsufficientFundsError with what the gas may cost and what the account has.
 */
export async function estimateOwnGas(
  bundler: BundlerClient,
  operation: UserOperation,
  options: RequestOptions = {},
): Promise<GasLimits> {
  const { sender: account, maxFeePerGas } = operation
  let refusal: InsufficientFundsError | undefined
  const [limits, held] = await Promise.all([
    bundler.estimateGas(operation, options).catch((error: unknown) => {
      if (!(error instanceof InsufficientFundsError)) throw error
      refusal = error
      // at no price there is nothing to pay, so that the limits can be learnt all the same
      const free = { ...operation, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }
      return bundler.estimateGas(free, options).catch(() => undefined)
    }),
    bundler.getFunds(account),
  ])
  const gas =
    limits && limits.callGasLimit + limits.verificationGasLimit + limits.preVerificationGas
  // as EntryPoint v0.6 asks for it in advance
  const needed = gas && gas * maxFeePerGas
  if (refusal || !limits || (needed ?? 0n) > held)
    throw new InsufficientFundsError({ account, needed, held, cause: refusal?.cause })
  return limits
}

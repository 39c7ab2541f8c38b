import type { UserOperation } from '../types/UserOperation.ts'
import type { BundlerClient, RequestOptions } from './createBundlerClient.ts'
import { createFeeRaise, type FeeRaise } from './createFeeRaise.ts'
import type { PaymasterClient } from './createPaymasterClient.ts'
import { estimateOwnGas } from './estimateOwnGas.ts'

type Draft = Pick<UserOperation, 'sender' | 'nonce' | 'initCode' | 'callData' | 'signature'>

interface Services {
  bundler: BundlerClient
  paymaster: PaymasterClient | undefined
}

/**
 * Completes an operation with fees, gas limits and sponsorship. Its `signature` must be a dummy of
 * the real one's length. Whoever estimates is asked once, or once more with higher fees where the
 * first ones are refused.
 *
 * @throws AbortedError when `signal` ends the wait for any of the answers; nothing was sent.
 * @throws UserOperationUnderpricedError, FeeFloorError when the fees are refused for good.
 */
export async function fillUserOperation(
  draft: Draft,
  services: Services,
  options: RequestOptions & { raiseFees?: FeeRaise | undefined } = {},
): Promise<UserOperation> {
  const { raiseFees = createFeeRaise(services.bundler), ...rest } = options
  try {
    return await fill(draft, services, rest)
  } catch (error) {
    if (!(await raiseFees(error))) throw error
    return await fill(draft, services, rest)
  }
}

async function fill(
  draft: Draft,
  { bundler, paymaster }: Services,
  options: RequestOptions,
): Promise<UserOperation> {
  const fees = await bundler.getGasFees(options)
  const operation: UserOperation = {
    ...draft,
    ...fees,
    callGasLimit: 0n,
    verificationGasLimit: 0n,
    preVerificationGas: 0n,
    paymasterAndData: '0x',
  }
  if (!paymaster) return { ...operation, ...(await estimateOwnGas(bundler, operation, options)) }
  const estimateGas = (it: UserOperation) => bundler.estimateGas(it, options)
  return { ...operation, ...(await paymaster.sponsor(operation, { ...options, estimateGas })) }
}

import type { UserOperation } from '../types/UserOperation.ts'
import type { BundlerClient, RequestOptions } from './createBundlerClient.ts'
import type { PaymasterClient } from './createPaymasterClient.ts'
import { estimateOwnGas } from './estimateOwnGas.ts'

/**
 * Completes an operation with fees, gas limits and sponsorship. Its `signature` must be a dummy of
 * the real one's length. Whoever estimates is asked once.
 *
 * @throws AbortedError when `signal` ends the wait for any of the answers; nothing was sent.
 */
export async function fillUserOperation(
  draft: Pick<UserOperation, 'sender' | 'nonce' | 'initCode' | 'callData' | 'signature'>,
  services: { bundler: BundlerClient; paymaster: PaymasterClient | undefined },
  options: RequestOptions = {},
): Promise<UserOperation> {
  const { bundler, paymaster } = services
  const fees = await bundler.getGasFees(options)
  const operation: UserOperation = {
    ...draft,
    ...fees,
    callGasLimit: 0n,
    verificationGasLimit: 0n,
    preVerificationGas: 0n,
    paymasterAndData: '0x',
  }
  if (paymaster?.estimates) {
    const sponsorship = await paymaster.sponsor(operation, options)
    const filled = { ...operation, ...sponsorship }
    if (filled.callGasLimit > 0n && filled.verificationGasLimit > 0n) return filled
  }
  if (!paymaster) return { ...operation, ...(await estimateOwnGas(bundler, operation, options)) }
  const stub = await paymaster.stub(operation, options)
  const limits = await bundler.estimateGas({ ...operation, paymasterAndData: stub }, options)
  const estimated = { ...operation, ...limits }
  return { ...estimated, ...(await paymaster.sponsor(estimated, options)) }
}

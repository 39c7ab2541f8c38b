import type { UserOperation } from '../types/UserOperation.ts'
import type { BundlerClient } from './createBundlerClient.ts'
import type { PaymasterClient } from './createPaymasterClient.ts'

/**
 * Completes an operation with fees, gas limits and sponsorship. Its `signature` must be a dummy of
 * the real one's length. Whoever estimates is asked once.
 */
export async function fillUserOperation(
  draft: Pick<UserOperation, 'sender' | 'nonce' | 'initCode' | 'callData' | 'signature'>,
  services: { bundler: BundlerClient; paymaster: PaymasterClient | undefined },
): Promise<UserOperation> {
  const { bundler, paymaster } = services
  const fees = await bundler.getGasFees()
  const operation: UserOperation = {
    ...draft,
    ...fees,
    callGasLimit: 0n,
    verificationGasLimit: 0n,
    preVerificationGas: 0n,
    paymasterAndData: '0x',
  }
  if (paymaster?.estimates) {
    const sponsorship = await paymaster.sponsor(operation)
    const filled = { ...operation, ...sponsorship }
    if (filled.callGasLimit > 0n && filled.verificationGasLimit > 0n) return filled
  }
  const stub = paymaster ? await paymaster.stub(operation) : '0x'
  const limits = await bundler.estimateGas({ ...operation, paymasterAndData: stub })
  const estimated = { ...operation, ...limits }
  return paymaster ? { ...estimated, ...(await paymaster.sponsor(estimated)) } : estimated
}

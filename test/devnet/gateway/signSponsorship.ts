import { type Address, concat, encodeAbiParameters, type Hex, keccak256 } from 'viem'
import { signMessage } from 'viem/accounts'
import { devnetAccounts } from '../devnetAccounts.ts'
import type { UserOperation } from './UserOperation.ts'

type SignSponsorshipParameters = {
  chainId: number
  paymaster: Address
  userOperation: UserOperation
  /** In seconds of the chain's time. */
  validUntil: number
}

/** The `paymasterAndData` that makes `DevnetPaymaster` pay: see its `getHash`. */
export async function signSponsorship({
  chainId,
  paymaster,
  userOperation,
  validUntil,
}: SignSponsorshipParameters): Promise<Hex> {
  const validAfter = 0
  const hash = keccak256(
    encodeAbiParameters(
      [
        { type: 'address' },
        { type: 'uint256' },
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'uint256' },
        { type: 'uint256' },
        { type: 'uint256' },
        { type: 'uint256' },
        { type: 'uint256' },
        { type: 'uint256' },
        { type: 'address' },
        { type: 'uint48' },
        { type: 'uint48' },
      ],
      [
        userOperation.sender,
        BigInt(userOperation.nonce),
        keccak256(userOperation.initCode),
        keccak256(userOperation.callData),
        BigInt(userOperation.callGasLimit),
        BigInt(userOperation.verificationGasLimit),
        BigInt(userOperation.preVerificationGas),
        BigInt(userOperation.maxFeePerGas),
        BigInt(userOperation.maxPriorityFeePerGas),
        BigInt(chainId),
        paymaster,
        validUntil,
        validAfter,
      ],
    ),
  )
  const signature = await signMessage({
    message: { raw: hash },
    privateKey: devnetAccounts.paymasterSigner.privateKey,
  })
  const window = encodeAbiParameters(
    [{ type: 'uint48' }, { type: 'uint48' }],
    [validUntil, validAfter],
  )
  return concat([paymaster, window, signature])
}

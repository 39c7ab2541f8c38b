import {
  type Address,
  type Client,
  ContractFunctionRevertedError,
  type Hex,
  parseAbi,
  BaseError as ViemBaseError,
  zeroAddress,
} from 'viem'
import { entryPoint06Address } from 'viem/account-abstraction'
import { privateKeyToAccount } from 'viem/accounts'
import { readContract, simulateContract } from 'viem/actions'
import type { UserOperation } from '../types/UserOperation.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { encodeCalls } from './encodeCalls.ts'
import { encodeSessionSignature, type ProvenLeaf } from './encodeSessionSignature.ts'
import { hashUserOperation } from './hashUserOperation.ts'
import { placeholderSignature } from './placeholderSignature.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

/** What the chain would say to an operation that is signed with a session key. */
export interface SimulatedSessionKey {
  /** Whether the leaf counts as approved. */
  approved: boolean
  /** Why not, in the words of the module. */
  reason?: string | undefined
}

/** `simulateValidation` of EntryPoint v0.6 always reverts; with the first of these when it passes. */
const abi = parseAbi([
  'function simulateValidation((address sender, uint256 nonce, bytes initCode, bytes callData, uint256 callGasLimit, uint256 verificationGasLimit, uint256 preVerificationGas, uint256 maxFeePerGas, uint256 maxPriorityFeePerGas, bytes paymasterAndData, bytes signature) userOp)',
  'error ValidationResult((uint256 preOpGas, uint256 prefund, bool sigFailed, uint48 validAfter, uint48 validUntil, bytes paymasterContext) returnInfo, (uint256 stake, uint256 unstakeDelaySec) senderInfo, (uint256 stake, uint256 unstakeDelaySec) factoryInfo, (uint256 stake, uint256 unstakeDelaySec) paymasterInfo)',
  'error FailedOp(uint256 opIndex, string reason)',
])

/**
 * Asks the entry point, without sending anything, whether a session key could still act by a leaf:
 * it validates an operation with the leaf and the proof that it once had. `SessionKeyManager` checks
 * the proof before anything else, so that `SessionNotApproved` is the answer to a revoked leaf
 * whatever the operation does. An account that does not ask the module any more refuses before that.
 *
 * @throws what the client throws when the chain could not be asked.
 */
export async function simulateSessionKey(
  client: Client,
  parameters: {
    chainId: number
    account: Address
    proven: ProvenLeaf
    /** A placeholder signs where the key is not at hand. */
    privateKey?: Hex | undefined
  },
): Promise<SimulatedSessionKey> {
  const { chainId, account, proven, privateKey } = parameters
  const operation = {
    sender: account,
    // a lane that nobody uses; the account is asked before its nonce is
    nonce: 2n ** 255n,
    initCode: '0x',
    callData: encodeCalls([{ to: zeroAddress }], { batch: false }),
    callGasLimit: 100_000n,
    verificationGasLimit: 1_000_000n,
    preVerificationGas: 0n,
    // free of charge, so that it fails for no lack of funds
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    paymasterAndData: '0x',
    signature: '0x',
  } satisfies UserOperation
  const userOpHash = hashUserOperation(operation, chainId)
  const signed = privateKey
    ? await privateKeyToAccount(privateKey).signMessage({ message: { raw: userOpHash } })
    : placeholderSignature
  const signature = encodeSessionSignature([proven], signed, { batch: false })
  try {
    await simulateContract(client, {
      address: entryPoint06Address,
      abi,
      functionName: 'simulateValidation',
      args: [{ ...operation, signature }],
    })
    return { approved: true }
  } catch (error) {
    const revert =
      error instanceof ViemBaseError
        ? error.walk((it) => it instanceof ContractFunctionRevertedError)
        : null
    if (!(revert instanceof ContractFunctionRevertedError) || !revert.data) throw error
    if (revert.data.errorName !== 'FailedOp') return { approved: true }
    const reason = String(revert.data.args?.[1] ?? '')
    // an account that is not on the chain yet has approved nothing (AA20), nor has one that does not
    // ask the module any more; any other failure says nothing of the leaf
    if (/SessionNotApproved|AA20/.test(reason)) return { approved: false, reason }
    const isAsked = await readContract(client, {
      address: account,
      abi: smartAccountAbi,
      functionName: 'isModuleEnabled',
      args: [moduleAddresses.sessionKeyManager],
    })
    return { approved: isAsked, reason }
  }
}

import {
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  numberToHex,
  type PublicClient,
  parseAbi,
} from 'viem'
import {
  entryPoint06Abi,
  entryPoint06Address,
  getUserOperationHash,
  type UserOperation,
} from 'viem/account-abstraction'
import { privateKeyToAccount } from 'viem/accounts'
import { encodeCalls } from '../../src/account/encodeCalls.ts'
import { encodeSessionSignature } from '../../src/account/encodeSessionSignature.ts'
import { readNonce } from '../../src/account/readNonce.ts'
import type { Call } from '../../src/types/Policy.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import { canonicalAddresses } from '../devnet/canonicalAddresses.ts'
import type { TestDapp } from './createTestDapp.ts'

/** A user operation with any leaf and any proof, signed by a session key, past all of our checks. */
export async function buildByHand(
  dapp: TestDapp,
  parameters: {
    call: Call
    leaf: SessionLeaf
    proof: readonly Hex[]
    privateKey: Hex
    batch?: boolean
    /** Fields to be signed as given instead. */
    fields?: Partial<UserOperation<'0.6'>>
    /** Adds what pays for it, before it is signed. */
    sponsor?: (unsigned: UserOperation<'0.6'>) => Promise<Hex>
  },
): Promise<UserOperation<'0.6'>> {
  const { call, leaf, proof, privateKey, batch = false, fields, sponsor } = parameters
  const { client, account, config, chainId } = dapp
  const lane = BigInt(numberToHex(Math.floor(Math.random() * 2 ** 32)))
  const unpaid: UserOperation<'0.6'> = {
    sender: account.address,
    nonce: await readNonce(client, account.address, lane),
    initCode: '0x',
    callData: encodeCalls([call], { batch }),
    ...(await config.getBundler(chainId).getGasFees()),
    callGasLimit: 300_000n,
    verificationGasLimit: 500_000n,
    preVerificationGas: 100_000n,
    paymasterAndData: '0x',
    signature: '0x',
    ...fields,
  }
  const unsigned = sponsor ? { ...unpaid, paymasterAndData: await sponsor(unpaid) } : unpaid
  const userOpHash = getUserOperationHash({
    chainId,
    entryPointAddress: entryPoint06Address,
    entryPointVersion: '0.6',
    userOperation: unsigned,
  })
  const signed = await privateKeyToAccount(privateKey).signMessage({ message: { raw: userOpHash } })
  return { ...unsigned, signature: encodeSessionSignature([{ leaf, proof }], signed, { batch }) }
}

/** What the entry point says of an operation: `valid`, or why not. */
export async function simulateValidation(
  client: PublicClient,
  operation: UserOperation<'0.6'>,
): Promise<string> {
  try {
    await client.simulateContract({
      address: entryPoint06Address,
      abi: entryPoint06Abi,
      functionName: 'simulateValidation',
      args: [operation as never],
    })
  } catch (error) {
    const revert =
      error instanceof BaseError
        ? error.walk((it) => it instanceof ContractFunctionRevertedError)
        : undefined
    if (!(revert instanceof ContractFunctionRevertedError)) throw error
    if (revert.data?.errorName === 'ValidationResult') return 'valid'
    // some of its checks are plain ones
    if (revert.data?.errorName === 'Error') return String(revert.data.args?.[0])
    if (revert.data?.errorName === 'FailedOp') return String(revert.data.args?.[1])
    throw error
  }
  throw new Error('simulateValidation always reverts.')
}

const managerAbi = parseAbi([
  'function validateSessionKey(address smartAccount, uint48 validUntil, uint48 validAfter, address sessionValidationModule, bytes sessionKeyData, bytes32[] merkleProof)',
])

/** Which of the proofs the chain accepts for a leaf of an account. */
export async function acceptedProofs(
  client: PublicClient,
  account: Hex,
  leaf: SessionLeaf,
  proofs: readonly (readonly Hex[])[],
): Promise<(readonly Hex[])[]> {
  const results = await client.multicall({
    multicallAddress: canonicalAddresses.multicall3,
    batchSize: 0,
    contracts: proofs.map((proof) => ({
      address: canonicalAddresses.sessionKeyManager,
      abi: managerAbi,
      functionName: 'validateSessionKey' as const,
      args: [
        account,
        leaf.validUntil,
        leaf.validAfter,
        leaf.sessionValidationModule,
        leaf.sessionKeyData,
        proof,
      ] as const,
    })),
  })
  return proofs.filter((_, i) => results[i]?.status === 'success')
}

import {
  type Address,
  createWalletClient,
  encodeAbiParameters,
  http,
  parseAbiParameters,
  type TransactionReceipt,
} from 'viem'
import { entryPoint06Abi, entryPoint06Address, type UserOperation } from 'viem/account-abstraction'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { inject } from 'vitest'
import { encodeCalls } from '../../src/account/encodeCalls.ts'
import { readNonce } from '../../src/account/readNonce.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import type { TestDapp } from './createTestDapp.ts'

const price = 100_000_000_000n

/** Gas fields that ask for all the coin of an account as the fee of one operation. */
export function feesOfAll(funds: bigint) {
  const limits = { callGasLimit: 200_000n, verificationGasLimit: 300_000n }
  const fees = { maxFeePerGas: price, maxPriorityFeePerGas: price }
  return { ...limits, ...fees, preVerificationGas: funds / price - 500_000n }
}

const moduleShape = parseAbiParameters('bytes moduleSignature, address module')
const batchShape = parseAbiParameters([
  'address sessionKeyManager, SessionData[] sessions, bytes sessionKeySignature',
  'struct SessionData { uint48 validUntil; uint48 validAfter; address sessionValidationModule; bytes sessionKeyData; bytes32[] proof; bytes callSpecificData; }',
])

/**
 * What anybody can make for an account with an enabled router: no call, no leaf, signed by nobody
 * who counts. The router takes any enabled module for the key manager, so that of the owner does.
 */
export async function emptyBatch(dapp: TestDapp, funds: bigint): Promise<UserOperation<'0.6'>> {
  const stranger = privateKeyToAccount(generatePrivateKey())
  const signature = await stranger.signMessage({ message: 'anything' })
  return {
    sender: dapp.account.address,
    nonce: await readNonce(dapp.client, dapp.account.address, 77n),
    initCode: '0x',
    callData: encodeCalls([], { batch: true }),
    ...feesOfAll(funds),
    paymasterAndData: '0x',
    signature: encodeAbiParameters(moduleShape, [
      encodeAbiParameters(batchShape, [moduleAddresses.ecdsaOwnership, [], signature]),
      moduleAddresses.batchedSessionRouter,
    ]),
  }
}

/** Brings an operation to the chain without a bundler; its fees go to the beneficiary. */
export async function handleOperation(
  dapp: TestDapp,
  operation: UserOperation<'0.6'>,
  beneficiary: Address,
): Promise<TransactionReceipt> {
  const devnet = inject('devnet')
  const [, , , , sender] = devnet.accounts
  if (!sender) throw new Error('The devnet has too few accounts.')
  const wallet = createWalletClient({
    account: privateKeyToAccount(sender.privateKey),
    transport: http(devnet.rpcUrl),
  })
  const hash = await wallet.writeContract({
    chain: null,
    address: entryPoint06Address,
    abi: entryPoint06Abi,
    functionName: 'handleOps',
    args: [[operation as never], beneficiary],
    gas: 3_000_000n,
  })
  return dapp.client.waitForTransactionReceipt({ hash })
}

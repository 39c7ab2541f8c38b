import {
  type Address,
  createTestClient,
  createWalletClient,
  custom,
  type Hex,
  http,
  toHex,
} from 'viem'
import {
  entryPoint06Abi,
  entryPoint06Address,
  getUserOperationHash,
} from 'viem/account-abstraction'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { parseUserOperation } from '../../src/account/parseUserOperation.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { getSmartAccount } from '../../src/actions/getSmartAccount.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { createSessionConfig } from '../../src/config/createSessionConfig.ts'
import type { Json } from '../../src/types/Json.ts'
import type { Session } from '../../src/types/Session.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { type MatrixDevnet, openPage } from './openPage.ts'
import { mintPolicy, payPolicy } from './verbs.ts'

export interface MatrixUser {
  ownerKey: Hex
  account: Address
  /** The sessions that live, oldest first. */
  sessions: readonly Session[]
}

/**
 * A user with an account and live sessions of their own. They are granted as any other, but for the
 * bundler: hundreds of them have to be made, and it is not what is tested.
 */
export async function setUpUser(
  devnet: MatrixDevnet,
  storage: SessionStorageDriver,
  live: 0 | 1 | 2,
): Promise<MatrixUser> {
  const ownerKey = generatePrivateKey()
  const owner = privateKeyToAccount(ownerKey)
  const { client } = openPage({ devnet, ownerKey, storage })
  const { chain } = client
  const test = createTestClient({ chain, mode: 'anvil', transport: http(devnet.rpcUrl) })
  const { chainId } = devnet
  // of this user alone: two that send at once would take each other's nonces
  const executor = privateKeyToAccount(generatePrivateKey()).address
  const { vault } = openPage({ devnet, ownerKey, storage }).config
  const config = createSessionConfig({
    storage,
    vault,
    bundler: { [chainId]: custom({ request: bundle }, { retryCount: 0 }) },
    clients: { [chainId]: client },
    pollingInterval: 20,
  })

  async function bundle({ method, params }: { method: string; params: readonly unknown[] }) {
    if (method === 'biconomy_getGasFeeValues')
      return { maxFeePerGas: toHex(10n ** 9n), maxPriorityFeePerGas: toHex(10n ** 9n) }
    if (method === 'eth_estimateUserOperationGas')
      return {
        callGasLimit: toHex(1_000_000),
        verificationGasLimit: toHex(1_500_000),
        preVerificationGas: toHex(100_000),
      }
    if (method !== 'eth_sendUserOperation') return null
    const operation = parseUserOperation(params[0] as Json)
    const { initCode = '0x', paymasterAndData = '0x' } = operation
    await createWalletClient({ chain, transport: http(devnet.rpcUrl) }).writeContract({
      account: executor,
      address: entryPoint06Address,
      abi: entryPoint06Abi,
      functionName: 'handleOps',
      args: [[{ ...operation, initCode, paymasterAndData }], executor],
      gas: 5_000_000n,
      chain,
    })
    return getUserOperationHash({
      chainId,
      entryPointAddress: entryPoint06Address,
      entryPointVersion: '0.6',
      userOperation: operation,
    })
  }

  const { address: account } = await getSmartAccount(config, { chainId, owner: owner.address })
  await test.setBalance({ address: account, value: 10n ** 18n })
  await test.setBalance({ address: executor, value: 10n ** 20n })
  await test.impersonateAccount({ address: executor })
  const wallet = createWalletClient({ account: owner, chain, transport: http(devnet.rpcUrl) })
  const policies = [mintPolicy(devnet, account), payPolicy(devnet)].slice(0, live)
  for (const policy of policies) await grantSession(config, { policy, chainId, wallet })
  return { ownerKey, account, sessions: await getSessions(config, { chainId, account }) }
}

import { encodeFunctionData, type WalletClient } from 'viem'
import { readRoot } from '../account/readRoot.ts'
import { smartAccountAbi } from '../account/smartAccountAbi.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { AccountUpgradedError } from '../errors/accountModuleErrors.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { type OwnerSendProgress, sendOwnerTransaction } from './sendOwnerTransaction.ts'

export interface EnableSessionModulesParameters {
  chainId: number
  /** The owner's wallet, as viem has it. It is asked for one signature. */
  wallet: WalletClient
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  /**
   * Whether to enable the batch router, too: while it is on, anybody can make the account spend its
   * coin on fees. @default false
   */
  batch?: boolean | undefined
  onProgress?: ((progress: OwnerSendProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Enables the session key manager again, where the owner disabled it: sessions that are
 * `INACTIVE` for `module-disabled` live on. A new grant does that, too.
 *
 * @returns the receipt; `undefined` when all that was asked for is enabled.
 * @throws AccountUpgradedError when the account runs other code than Biconomy V2.
 * @throws UserRejectedError when the owner says no; then nothing was sent.
 *
 * @example
 * if (session.reason === 'module-disabled') await enableSessionModules(config, { chainId, wallet })
 */
export async function enableSessionModules(
  config: SessionConfig,
  parameters: EnableSessionModulesParameters,
): Promise<UserOperationReceipt | undefined> {
  const { chainId, wallet, index, batch = false, onProgress, signal } = parameters
  try {
    if (!wallet.account) throw new WalletNotConnectedError()
    const account = await getSmartAccount(config, { chainId, owner: wallet.account.address, index })
    const scope = { chainId, account: account.address }
    const read = () => readRoot(config.getClient(chainId), account.address)
    const seen = await read()
    config.views.set(scope, seen)
    if (seen.isUpgraded) throw new AccountUpgradedError({ account: account.address })
    const missing = [
      ...(seen.keyManagerEnabled ? [] : [moduleAddresses.sessionKeyManager]),
      ...(batch && !seen.batchRouterEnabled ? [moduleAddresses.batchedSessionRouter] : []),
    ]
    if (missing.length === 0) return undefined
    const calls = missing.map((module) => ({
      to: account.address,
      data: encodeFunctionData({
        abi: smartAccountAbi,
        functionName: 'enableModule',
        args: [module],
      }),
    }))
    const options = { chainId, wallet, index, calls, onProgress, signal }
    const receipt = await sendOwnerTransaction(config, options)
    config.views.set(scope, await read())
    return receipt
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

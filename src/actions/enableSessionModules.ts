import { type Address, type WalletClient, zeroHash } from 'viem'
import { encodeEnableModule } from '../account/encodeRootCalls.ts'
import { readAccountState } from '../account/readAccountState.ts'
import { readRoot } from '../account/readRoot.ts'
import { untilBlock } from '../account/untilBlock.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { AccountUpgradedError } from '../errors/moduleErrors.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { type OwnerSendProgress, sendOwnerTransaction } from './sendOwnerTransaction.ts'

export interface EnableSessionModulesParameters {
  chainId: number
  /** The owner's wallet, as viem has it. It is asked for one signature. */
  wallet: WalletClient
  /**
   * Also enable the batch router, where a live session was granted for batches. While it is enabled,
   * anybody can make the account spend its coin on fees: see `docs/custody.md`.
   * @default false
   */
  batch?: boolean | undefined
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  onProgress?: ((progress: OwnerSendProgress) => void) | undefined
  /** Gives up waiting. What was sent by then can still be mined. */
  signal?: AbortSignal | undefined
}

/**
 * Enables the session module of an account again, for sessions that are `INACTIVE` with the reason
 * `module-disabled`. They can be used again once this resolves. A new grant does the same by itself.
 *
 * @returns the receipt; `undefined` when there is nothing to enable, or no session to enable it for.
 * @throws AccountUpgradedError when the account runs other code than Biconomy V2's.
 * @throws UserRejectedError when the owner says no; and what `sendOwnerTransaction` throws.
 *
 * @example
 * await enableSessionModules(config, { chainId: polygonAmoy.id, wallet })
 */
export async function enableSessionModules(
  config: SessionConfig,
  parameters: EnableSessionModulesParameters,
): Promise<UserOperationReceipt | undefined> {
  const { batch = false, ...rest } = parameters
  const { chainId, wallet, index } = rest
  try {
    if (!wallet.account) throw new WalletNotConnectedError()
    const account = await getSmartAccount(config, { chainId, owner: wallet.account.address, index })
    const scope = { chainId, account: account.address }
    const client = config.getClient(chainId)
    const [state, records] = await Promise.all([
      readAccountState(client, account.address),
      readAccountRecords(config.storage, scope),
    ])
    config.views.set(scope, state)
    if (state.upgraded) throw new AccountUpgradedError({ account: account.address })
    if (state.root === zeroHash) return undefined
    const modules: Address[] = []
    if (!state.keyManagerEnabled) modules.push(moduleAddresses.sessionKeyManager)
    if (batch && !state.batchRouterEnabled && needsBatches(records, state))
      modules.push(moduleAddresses.batchedSessionRouter)
    if (modules.length === 0) return undefined
    const receipt = await sendOwnerTransaction(config, {
      ...rest,
      calls: modules.map((module) => ({ to: account.address, data: encodeEnableModule(module) })),
    })
    const seen = await untilBlock(() => readRoot(client, account.address), {
      block: receipt.blockNumber,
      pollingInterval: config.pollingInterval,
      timeout: config.timeout,
    })
    config.views.set(scope, seen)
    return receipt
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

/** Whether a session that the chain has was granted for batches. */
function needsBatches(
  { root, sessions }: AccountRecords,
  state: { root: string; chainTime: number },
): boolean {
  return (
    root.root === state.root &&
    sessions.some(
      ({ inRoot, batch, validUntil }) =>
        inRoot && batch !== false && (validUntil === 0 || validUntil >= state.chainTime),
    )
  )
}

import { type WalletClient, zeroHash } from 'viem'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { type ChangeProgress, changeRoot } from './changeRoot.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { reconcileSessions } from './reconcileSessions.ts'

export interface RevokeAllSessionsParameters {
  chainId: number
  /** The owner's wallet, as viem has it. */
  wallet: WalletClient
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  onProgress?: ((progress: ChangeProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Ends every session of an account on a chain at once, whoever granted it and wherever: the root
 * becomes empty, and the key manager and the batch router are disabled. Needs no local data and no
 * session key; where storage cannot be read or written, it goes on without.
 *
 * @returns the receipt; `undefined` when the chain has no session of this account, and both modules
 * are off.
 *
 * @example
 * await revokeAllSessions(config, { chainId: polygonAmoy.id, wallet })
 */
export async function revokeAllSessions(
  config: SessionConfig,
  parameters: RevokeAllSessionsParameters,
): Promise<UserOperationReceipt | undefined> {
  const { chainId, wallet, index, onProgress, signal } = parameters
  if (!wallet.account) throw new WalletNotConnectedError()
  const account = await getSmartAccount(config, { chainId, owner: wallet.account.address, index })
  const receipt = await changeRoot(config, {
    account,
    wallet,
    onProgress,
    signal,
    evenWithoutRecords: true,
    plan: (records, state) => {
      const { root, keyManagerEnabled, batchRouterEnabled } = state
      if (root === zeroHash && !keyManagerEnabled && !batchRouterEnabled) return undefined
      const revoked = records.sessions.filter(({ inRoot }) => inRoot).map(({ id }) => id)
      return { kind: 'revoke', leaves: [], router: 'off', grants: [], revokes: revoked, drops: [] }
    },
  })
  if (!receipt) await reconcileSessions(config, { chainId, account: account.address })
  return receipt
}

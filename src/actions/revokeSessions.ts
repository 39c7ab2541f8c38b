import type { WalletClient } from 'viem'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { SessionNotFoundError } from '../errors/SessionNotFoundError.ts'
import { UnknownRootError } from '../errors/UnknownRootError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { type ChangeProgress, changeRoot } from './changeRoot.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { leavesOf, planKept, withoutLeavesOf } from './planKept.ts'
import { planRouter } from './planRouter.ts'
import { reconcileSessions } from './reconcileSessions.ts'

export interface RevokeSessionsParameters {
  /** Which sessions. Those that are over already are passed over. */
  sessionIds: readonly string[]
  chainId: number
  /** The owner's wallet, as viem has it. It is asked for one signature, however many sessions. */
  wallet: WalletClient
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  onProgress?: ((progress: ChangeProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Revokes sessions: their leaves leave the root, and they are dead on the chain once this resolves.
 * The account's other sessions keep working, but for those that cannot be read or would let their key
 * take over the account: those end with it. Needs neither the session key nor its vault.
 *
 * @returns the receipt; `undefined` when all of them were over already.
 * @throws SessionNotFoundError when this device does not know one of them.
 * @throws UnknownRootError when the chain has sessions unknown here, and those named may be among
 * them; see `revokeAllSessions`.
 * @throws UserRejectedError when the owner says no; then every session is as before.
 *
 * @example
 * await revokeSessions(config, { sessionIds: [session.id], chainId: session.chainId, wallet })
 */
export async function revokeSessions(
  config: SessionConfig,
  parameters: RevokeSessionsParameters,
): Promise<UserOperationReceipt | undefined> {
  const { sessionIds, chainId, wallet, index, onProgress, signal } = parameters
  if (!wallet.account) throw new WalletNotConnectedError()
  const account = await getSmartAccount(config, { chainId, owner: wallet.account.address, index })
  const receipt = await changeRoot(config, {
    account,
    wallet,
    onProgress,
    signal,
    plan: async (records, state) => {
      const named = records.sessions.filter(({ id }) => sessionIds.includes(id))
      const unknown = sessionIds.find((id) => !named.some((it) => it.id === id))
      if (unknown !== undefined) throw new SessionNotFoundError({ sessionId: unknown })
      const contents = await planKept(config.getClient(chainId), records, state)
      // storage may say that they are over, or show other leaves than those that the chain has
      if (!contents) throw new UnknownRootError({ root: state.root, change: 'revoke' })
      const { kept, unfit, over, absent, hidden } = contents
      // what expired is dead on the chain already: no signature for that
      const live = [...kept, ...unfit, ...hidden]
      if (!named.some((it) => live.includes(it))) {
        if (contents.unknown > 0 || unfit.length > 0)
          throw new UnknownRootError({ root: state.root, change: 'revoke' })
        return undefined
      }
      const rest = withoutLeavesOf(kept, named)
      const leaving = [...kept, ...unfit].filter((it) => !rest.includes(it))
      return {
        kind: 'revoke',
        leaves: leavesOf(rest),
        router: planRouter(rest),
        grants: [],
        revokes: [...leaving, ...absent].map(({ id }) => id),
        drops: over.map(({ id }) => id),
      }
    },
  })
  if (!receipt) await reconcileSessions(config, { chainId, account: account.address })
  return receipt
}

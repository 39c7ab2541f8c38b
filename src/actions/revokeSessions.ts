import { type WalletClient, zeroHash } from 'viem'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { SessionNotFoundError } from '../errors/SessionNotFoundError.ts'
import { UnknownRootError } from '../errors/UnknownRootError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { SessionRecord } from '../types/AccountRecords.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { type ChangeProgress, changeRoot } from './changeRoot.ts'
import { getSmartAccount } from './getSmartAccount.ts'
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
 * The account's other sessions keep working. Needs neither the session key nor its vault. With the
 * last session the account's session modules are disabled, and the batch router with the last one
 * that needs it.
 *
 * @returns the receipt; `undefined` when all of them were over already.
 * @throws SessionNotFoundError when this device does not know one of them.
 * @throws UnknownRootError when the chain has sessions unknown here; see `revokeAllSessions`.
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
    plan: (records, state) => {
      const unknown = sessionIds.find((id) => !records.sessions.some((it) => it.id === id))
      if (unknown !== undefined) throw new SessionNotFoundError({ sessionId: unknown })
      const inRoot = records.sessions.filter((session) => session.inRoot)
      const isOver = ({ validUntil }: SessionRecord) =>
        validUntil !== 0 && validUntil < state.chainTime
      const isNamed = ({ id }: SessionRecord) => sessionIds.includes(id)
      // what expired is dead on the chain already: no signature for that
      const revoked = inRoot.filter((it) => isNamed(it) && !isOver(it)).map(({ id }) => id)
      // another device ended them all: those that are not named here must not come back
      if (revoked.length === 0 || state.root === zeroHash) return undefined
      if (state.root !== records.root.root)
        throw new UnknownRootError({ root: state.root, change: 'revoke' })
      const rest = inRoot.filter(({ id }) => !revoked.includes(id))
      const live = rest.filter((it) => !isOver(it))
      const leaves = live.flatMap(({ permissions }) => permissions)
      return {
        kind: 'revoke',
        root: createMerkleTree(leaves.map(({ leaf }) => hashLeaf(leaf))).root,
        grants: [],
        revokes: revoked,
        drops: rest.filter((session) => !live.includes(session)).map(({ id }) => id),
        router: planRouter(live),
      }
    },
  })
  if (!receipt) await reconcileSessions(config, { chainId, account: account.address })
  return receipt
}

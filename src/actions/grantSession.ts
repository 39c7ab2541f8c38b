import { type Hex, type WalletClient, zeroHash } from 'viem'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { AccountUpgradedError } from '../errors/moduleErrors.ts'
import { PolicyWidenedError } from '../errors/PolicyWidenedError.ts'
import { UnknownRootError } from '../errors/UnknownRootError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import { policyDigest } from '../policies/policyDigest.ts'
import { resolveInterval } from '../policies/resolveInterval.ts'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import { type ChangeProgress, changeRoot, type PlannedChange } from './changeRoot.ts'
import { getSession } from './getSession.ts'
import { narrowGrant } from './narrowGrant.ts'
import { planRouter } from './planRouter.ts'
import { type PreparedGrant, prepareGrant } from './prepareGrant.ts'

export type GrantSessionParameters = {
  /** The owner's wallet, as viem has it. It is asked for one signature. */
  wallet: WalletClient
  /**
   * Accept that sessions end which this device does not know.
   * @default false
   */
  replaceUnknownRoot?: boolean | undefined
  onProgress?: ((progress: ChangeProgress) => void) | undefined
  /** Gives up waiting. What was sent by then can still be mined. */
  signal?: AbortSignal | undefined
} & (
  | { grant: PreparedGrant }
  | {
      policy: Policy
      chainId: number
      /** Several accounts of one owner. @default 0 */
      index?: number | undefined
      origin?: string | undefined
      /** The session that this one was made from. */
      parentId?: string | undefined
      /** A renewal: the parent leaves the root with the same signature. @default false */
      replacesParent?: boolean | undefined
    }
)

/**
 * Grants a session: the owner signs once, and the session key may then act within the policy.
 * Resolves when the new root was read back from the chain, and the session is `ACTIVE`.
 *
 * A grant that is rejected or fails leaves no leaf, no root and no key. One that was signed and sent,
 * and that the bundler then forgot, keeps its public leaf until another change takes its nonce: it
 * may be mined all the same, and is then shown without its key, to be revoked.
 *
 * @throws UserRejectedError when the owner says no in the wallet.
 * @throws EscalationError when the policy would let the key take over the account.
 * @throws AccountUpgradedError when the account runs other code than Biconomy V2's.
 * @throws UnknownRootError when it would end sessions that this device does not know.
 * @throws OwnerMismatchError, ChainMismatchError when the wallet is another one, or elsewhere.
 * @throws InsufficientFundsError, PaymasterRefusedError when nobody pays for the gas.
 *
 * @example
 * const session = await grantSession(config, { policy, chainId: polygonAmoy.id, wallet })
 */
export async function grantSession(
  config: SessionConfig,
  parameters: GrantSessionParameters,
): Promise<Session> {
  const { wallet, onProgress, signal, replaceUnknownRoot = false } = parameters
  if (!wallet.account) throw new WalletNotConnectedError()
  const prepared =
    'grant' in parameters
      ? parameters.grant
      : await prepareGrant(config, { ...parameters, owner: wallet.account.address })
  const { grant, wrappedKey } = checkedGrant(config, prepared)

  await changeRoot(config, {
    account: grant.account,
    wallet,
    onProgress,
    signal,
    plan: (records, state) => {
      if (state.upgraded) throw new AccountUpgradedError({ account: grant.account.address })
      const isUnknown = state.root !== records.root.root && state.root !== zeroHash
      if (isUnknown && !replaceUnknownRoot) throw new UnknownRootError({ root: state.root })
      // the user may have taken long to read
      resolveInterval({ ...grant.policy, expiry: grant }, state.chainTime)
      return planGrant(records, grant, state, wrappedKey)
    },
  })
  config.drafts.delete(grant.key)
  const scope = { chainId: grant.account.chainId, account: grant.account.address }
  return getSession(config, { ...scope, sessionId: grant.sessionId })
}

/**
 * Makes sure that the leaves are those of its policy, and the policy is what was prepared or less:
 * whatever shows a grant can only narrow it.
 */
function checkedGrant(config: SessionConfig, given: PreparedGrant) {
  const draft = config.drafts.get(given.key)
  if (!draft)
    throw new InvalidParameterError({
      parameter: 'grant',
      problem: 'was not prepared here, or was granted already',
      fix: 'Pass what prepareGrant() or narrowGrant() returned, with the same config and once.',
    })
  const { wrappedKey, requested, chainTime } = draft
  const grant = narrowGrant({ ...given, requested, chainTime }, given.policy)
  const leavesOf = ({ permissions }: PreparedGrant) =>
    permissions.map(({ leaf }) => hashLeaf(leaf)).join()
  if (leavesOf(grant) !== leavesOf(given))
    throw new PolicyWidenedError({ problem: 'its leaves are not those of its policy' })
  return { grant, wrappedKey }
}

/** The tree with the new leaves: behind what is live, without what expired or is replaced. */
function planGrant(
  records: AccountRecords,
  grant: PreparedGrant,
  state: { root: Hex; chainTime: number },
  wrappedKey: WrappedKey,
): PlannedChange {
  const inRoot = records.sessions.filter((session) => session.inRoot)
  const isOurs = state.root === records.root.root
  const isOver = ({ validUntil }: SessionRecord) => validUntil !== 0 && validUntil < state.chainTime
  const live = inRoot.filter((session) => !isOver(session))
  const isReplaced = ({ id }: SessionRecord) => grant.replacesParent && id === grant.parentId
  const kept = isOurs ? live.filter((session) => !isReplaced(session)) : []
  const session: SessionRecord = {
    id: grant.sessionId,
    owner: grant.account.owner,
    keyAddress: grant.key.address,
    keyLocation: grant.key.location,
    permissions: grant.permissions,
    validAfter: grant.validAfter,
    validUntil: grant.validUntil,
    status: 'PENDING',
    inRoot: false,
    position: records.root.nextPosition,
    createdAt: Date.now(),
    requestDigest: policyDigest(grant.requested),
    batch: grant.policy.batch === true,
    origin: grant.origin,
    parentId: grant.parentId,
  }
  const leaves = [...kept, session].flatMap(({ permissions }) => permissions)
  return {
    kind: 'grant',
    root: createMerkleTree(leaves.map(({ leaf }) => hashLeaf(leaf))).root,
    grants: [session.id],
    // sessions that another device's root ended are over; they never enter a root again
    revokes: (isOurs ? live.filter(isReplaced) : live).map(({ id }) => id),
    drops: inRoot.filter(isOver).map(({ id }) => id),
    sessions: [session],
    keys: [[grant.key.address, wrappedKey]],
    router: planRouter(kept, grant.policy),
  }
}

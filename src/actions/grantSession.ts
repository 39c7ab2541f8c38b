import type { WalletClient } from 'viem'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { PolicyWidenedError } from '../errors/PolicyWidenedError.ts'
import { UnknownRootError } from '../errors/UnknownRootError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { assertNoEscalation } from '../policies/assertNoEscalation.ts'
import { copyPolicy } from '../policies/copyPolicy.ts'
import { policyDigest } from '../policies/policyDigest.ts'
import { resolveInterval } from '../policies/resolveInterval.ts'
import { targetsOf } from '../policies/targetsOf.ts'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { Policy } from '../types/Policy.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'
import type { Session } from '../types/Session.ts'
import { type ChangeProgress, changeRoot, type PlannedChange } from './changeRoot.ts'
import { getSession } from './getSession.ts'
import { narrowGrant } from './narrowGrant.ts'
import { type KeptSessions, leavesOf, planKept, routerFor, withoutLeavesOf } from './planKept.ts'
import { prepareGrant } from './prepareGrant.ts'

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
  const { chainId, address } = grant.account
  const client = config.getClient(chainId)

  await changeRoot(config, {
    account: grant.account,
    wallet,
    onProgress,
    signal,
    targets: targetsOf(grant.policy),
    plan: async (records, state, targets) => {
      // the user may have taken long to read
      resolveInterval({ ...grant.policy, expiry: grant }, state.chainTime)
      const context = { account: address, forbidden: state.modules, proxies: targets }
      assertNoEscalation(grant.policy, context)
      const kept = await planKept(client, records, state)
      if ((!kept || kept.unknown > 0) && !replaceUnknownRoot)
        throw new UnknownRootError({ root: state.root })
      return planGrant(records, grant, { kept, state }, wrappedKey)
    },
  })
  config.drafts.delete(grant.key)
  return getSession(config, { chainId, account: address, sessionId: grant.sessionId })
}

/**
 * What was prepared, for the policy that came back: nothing else is taken from an object that others
 * had in their hands. Whatever shows a grant can only narrow it.
 */
function checkedGrant(config: SessionConfig, given: PreparedGrant) {
  const draft = config.drafts.get(given.key)
  if (!draft)
    throw new InvalidParameterError({
      parameter: 'grant',
      problem: 'was not prepared here, or was granted already',
      fix: 'Pass what prepareGrant() or narrowGrant() returned, with the same config and once.',
    })
  const grant = narrowGrant(draft.prepared, copyPolicy(given.policy))
  const hashesOf = ({ permissions }: PreparedGrant) => leavesOf([{ permissions }]).join()
  if (hashesOf(grant) !== hashesOf(given))
    throw new PolicyWidenedError({ problem: 'its leaves are not those of its policy' })
  return { grant, wrappedKey: draft.wrappedKey }
}

/** The tree with the new leaves: behind what is live, without what expired, ends or is replaced. */
function planGrant(
  records: AccountRecords,
  grant: PreparedGrant,
  { kept, state }: { kept: KeptSessions | undefined; state: { chainTime: number } },
  wrappedKey: WrappedKey,
): PlannedChange {
  const inRoot = records.sessions.filter((session) => session.inRoot)
  const replaced = inRoot.filter(({ id }) => grant.replacesParent && id === grant.parentId)
  const rest = withoutLeavesOf(kept?.kept ?? [], replaced)
  const isOver = ({ validUntil }: SessionRecord) => validUntil !== 0 && validUntil < state.chainTime
  const leaving = inRoot.filter((session) => !rest.includes(session))
  const session: SessionRecord = {
    id: grant.sessionId,
    owner: grant.account.owner,
    keyAddress: grant.key.address,
    keyLocation: grant.key.location,
    permissions: grant.permissions,
    batch: grant.policy.batch === true,
    validAfter: grant.validAfter,
    validUntil: grant.validUntil,
    status: 'PENDING',
    inRoot: false,
    position: records.root.nextPosition,
    createdAt: Date.now(),
    requestDigest: policyDigest(grant.requested),
    origin: grant.origin,
    parentId: grant.parentId,
  }
  return {
    kind: 'grant',
    leaves: leavesOf([...rest, session]),
    router: session.batch ? 'on' : routerFor(rest),
    grants: [session.id],
    // whatever else was said to be in the root is over; it never enters one again
    revokes: leaving.filter((it) => !isOver(it)).map(({ id }) => id),
    drops: leaving.filter(isOver).map(({ id }) => id),
    sessions: [session],
    keys: [[grant.key.address, wrappedKey]],
  }
}

import type { WalletClient } from 'viem'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { DefinePolicyParameters } from '../policies/definePolicy.ts'
import { policyOf } from '../policies/policyOf.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import type { Policy } from '../types/Policy.ts'
import type { PartialAccountScope, Session } from '../types/Session.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import type { ChangeProgress } from './changeRoot.ts'
import { findSessionsOnChain } from './findSessionsOnChain.ts'
import { getSession } from './getSession.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { grantSession } from './grantSession.ts'

export interface RenewSessionParameters extends PartialAccountScope {
  /** The session to renew: a live one, or one that is over. */
  sessionId: string
  /** The owner's wallet, as viem has it. It is asked for one signature. */
  wallet: WalletClient
  /**
   * What to ask for. Needed for a session whose leaves the chain does not have any more: what it
   * allowed is then known from storage alone, which is not believed.
   * @default what the session allows
   */
  policy?: Policy | undefined
  /** How long from the approval on, without a `policy`. @default as long as the session was granted for */
  expiresIn?: DefinePolicyParameters['expiresIn']
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  /** Accept that sessions end which this device does not know. @default false */
  replaceUnknownRoot?: boolean | undefined
  onProgress?: ((progress: ChangeProgress) => void) | undefined
  /** Gives up waiting. What was sent by then can still be mined. */
  signal?: AbortSignal | undefined
}

/**
 * Renews a session: grants a new one for the same, or for a given policy, with a new key and
 * `parentId` set. The old one leaves the root with the same signature, so that no moment is without
 * a session, and no key lives on that nobody uses. What was sent with the old key and is not mined
 * by then is refused by the chain, and can be sent with the new one. A renewal that is rejected or
 * fails leaves the old session as it was.
 *
 * @returns the new session.
 * @throws SessionNotFoundError when this device does not know the session.
 * @throws OwnerMismatchError when it belongs to another owner.
 * @throws InvalidParameterError without a policy for a session that the chain does not have.
 * @throws UserRejectedError when the owner says no; and what `grantSession` throws.
 *
 * @example
 * const renewed = await renewSession(config, { sessionId: session.id, wallet })
 */
export async function renewSession(
  config: SessionConfig,
  parameters: RenewSessionParameters,
): Promise<Session> {
  const { sessionId, wallet, index, expiresIn, policy, replaceUnknownRoot } = parameters
  if (!wallet.account) throw new WalletNotConnectedError()
  const { chainId, account } = parameters
  const session = await getSession(config, { sessionId, chainId, account })
  const owner = wallet.account.address
  if (session.owner && !isSameAddress(session.owner, owner))
    throw new OwnerMismatchError({ owner: session.owner, actual: owner })
  const derived = await getSmartAccount(config, { chainId: session.chainId, owner, index })
  if (!isSameAddress(derived.address, session.account))
    throw new InvalidParameterError({
      parameter: 'index',
      problem: `names the account ${derived.address}, and the session belongs to ${session.account}`,
      fix: "Give the index of the session's account, and its owner's wallet.",
    })
  return grantSession(config, {
    policy: policy ?? (await policyOnChain(config, session, { expiresIn })),
    chainId: session.chainId,
    wallet,
    index,
    parentId: session.id,
    replacesParent: true,
    replaceUnknownRoot,
    onProgress: parameters.onProgress,
    signal: parameters.signal,
  })
}

/**
 * What a session allows, by leaves that are on the chain: their owner approved them once. Nobody may
 * have approved what storage says of others.
 */
async function policyOnChain(
  config: SessionConfig,
  session: Session,
  { expiresIn }: Pick<RenewSessionParameters, 'expiresIn'>,
): Promise<Policy> {
  const records = await readAccountRecords(config.storage, session)
  const onChain = findSessionsOnChain(config, records)?.present ?? []
  const record = [...onChain].find(({ id }) => id === session.id)
  if (!record)
    throw new InvalidParameterError({
      parameter: 'policy',
      problem: 'is missing, and what the session allowed cannot be read from the chain any more',
      fix: 'Give the policy to ask for, as definePolicy() makes it.',
    })
  const { batch } = session
  return policyOf({ ...record, batch }, expiresIn === undefined ? {} : { expiresIn })
}

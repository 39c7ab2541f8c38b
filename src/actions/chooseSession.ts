import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { CallNotAllowedError } from '../errors/CallNotAllowedError.ts'
import { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import { matchCalls } from '../policies/matchCalls.ts'
import { neededPermission } from '../policies/neededPermission.ts'
import { createLockedError } from '../storage/vaults/createLockedError.ts'
import type { Call } from '../types/Policy.ts'
import type {
  AccountScope,
  PartialAccountScope,
  Session,
  SessionPermission,
} from '../types/Session.ts'
import { getSession } from './getSession.ts'
import { getSessions } from './getSessions.ts'
import { isLockedAway } from './isLockedAway.ts'
import { reconcileSessions } from './reconcileSessions.ts'

export interface ChosenSession {
  session: Session
  /** One for each call. */
  permissions: readonly SessionPermission[]
}

/**
 * Finds the session for calls, and the permission for each, by evaluating the leaves as the chain
 * would. Of several sessions the newest that allows them is taken.
 *
 * @throws CallNotAllowedError, SessionNotUsableError, NoLiveSessionError, SessionNotFoundError
 * @throws KeyUnavailableError when the vault is locked.
 */
export async function chooseSession(
  config: SessionConfig,
  parameters: { calls: readonly Call[]; batch?: boolean | undefined } & (
    | ({ sessionId: string } & PartialAccountScope)
    | ({ sessionId?: undefined } & AccountScope)
  ),
): Promise<ChosenSession> {
  const { calls, batch, sessionId } = parameters
  if (sessionId !== undefined) {
    let session = await getSession(config, { ...parameters, sessionId })
    if (session.status === 'PENDING') {
      // it may have been confirmed since: granted through the SDK, or before a reload
      await reconcileSessions(config, session)
      session = await getSession(config, { ...session, sessionId })
    }
    if (session.status !== 'ACTIVE') throw await notUsable(config, session, session.status)
    return matchOrThrow(config, session, calls, batch)
  }

  const { chainId, account } = parameters
  const scope = { chainId, account }
  let sessions = await getSessions(config, scope)
  if (sessions.some(({ status }) => status === 'PENDING')) {
    await reconcileSessions(config, scope)
    sessions = await getSessions(config, scope)
  }
  const live = sessions.filter(({ status }) => status === 'ACTIVE').reverse()
  let refusal: unknown
  for (const session of live) {
    try {
      return matchOrThrow(config, session, calls, batch)
    } catch (error) {
      refusal ??= error
    }
  }
  if (refusal) throw refusal
  // of what cannot be used now, that which would have done is what the dapp thought of
  const newestFirst = [...sessions].reverse()
  const over =
    newestFirst.find(({ permissions }) => matchCalls(permissions, calls, { batch }).matched) ??
    newestFirst[0]
  if (over && over.status !== 'ACTIVE') throw await notUsable(config, over, over.status)
  throw new NoLiveSessionError({ chainId, account })
}

/** A session that only waits for its vault to be opened says that. */
async function notUsable(
  config: SessionConfig,
  session: Session,
  status: Exclude<Session['status'], 'ACTIVE'>,
): Promise<BaseError> {
  if (await isLockedAway(config, session)) return createLockedError(config.vault)
  return new SessionNotUsableError({ sessionId: session.id, status, reason: session.reason })
}

function matchOrThrow(
  config: SessionConfig,
  session: Session,
  calls: readonly Call[],
  batch: boolean | undefined,
): ChosenSession {
  const match = matchCalls(session.permissions, calls, {
    now: config.views.now(session),
    sessionKey: session.keyAddress,
    batch,
  })
  if (match.matched) return { session, permissions: match.assignments }
  const { callIndex, closest } = match
  const call = calls[callIndex]
  throw new CallNotAllowedError({
    callIndex,
    callCount: calls.length,
    why: closest?.message ?? 'The session has no permission.',
    sessionId: session.id,
    refused: call && {
      call,
      rule: closest?.rule,
      needed: neededPermission(call, closest?.candidate),
    },
  })
}

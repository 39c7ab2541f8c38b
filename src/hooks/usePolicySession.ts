'use client'
import { useCallback, useMemo, useState } from 'react'
import { useConnection } from 'wagmi'
import { findPolicySession } from '../actions/findPolicySession.ts'
import { getSessions } from '../actions/getSessions.ts'
import { isLockedAway } from '../actions/isLockedAway.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { Duration } from '../policies/Duration.ts'
import { durationToSeconds } from '../policies/durationToSeconds.ts'
import { createLockedError } from '../storage/vaults/createLockedError.ts'
import type { OnUnavailable } from '../types/OnUnavailable.ts'
import type { Policy } from '../types/Policy.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import type { SessionStatus } from '../types/SessionStatus.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useAutoRenewal } from './useAutoRenewal.ts'
import { useExpiry } from './useExpiry.ts'
import { type SendWithPolicy, usePolicySend } from './usePolicySend.ts'
import { useRevokeSessions } from './useRevokeSessions.ts'
import { useSamePolicy } from './useSamePolicy.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'
import { useSessions } from './useSessions.ts'
import { useSmartAccount } from './useSmartAccount.ts'
import { useSmartAccountGetter } from './useSmartAccountGetter.ts'

export interface UsePolicySessionParameters extends ConfigParameter {
  /** What is needed. `undefined` while the dapp does not know yet, such as before connecting. */
  policy: Policy | undefined
  /** @default the connected chain */
  chainId?: number | undefined
  /**
   * What a `send` does when the session is absent, over, out of sync, without its key here, or does
   * not allow the calls: fail, ask for a renewal, ask the owner to sign the calls, or what a function
   * decides for the case. Failures of the bundler or the network are not its business.
   * @default 'throw'
   */
  onUnavailable?: OnUnavailable | undefined
  /**
   * How long before its end the session counts as expiring: a duration, or seconds. At most half of
   * its length.
   * @default { minutes: 5 }
   */
  renewBefore?: Duration | number | undefined
  /**
   * Whether the approval opens by itself when the session is expiring and the page is visible. Once
   * for each session, and never again after the user declined. Without it no prompt opens that
   * nobody asked for.
   * @default false
   */
  autoRenew?: boolean | undefined
}

/**
 * How it stands with the session for a policy: a session's status, or
 *
 * - `disconnected`: no wallet is connected.
 * - `loading`: the wallet is being reconnected, or the sessions are being read.
 * - `unknown`: they could not be read; see `error`. There may be some.
 * - `absent`: there is none; `request()` asks for it.
 */
export type PolicySessionStatus = 'disconnected' | 'loading' | 'unknown' | 'absent' | SessionStatus

export interface UsePolicySessionReturnType {
  /**
   * The live session that satisfies the policy, or that the user granted when asked for it and
   * narrowed; otherwise the last one that was either.
   */
  session: Session | undefined
  status: PolicySessionStatus
  /** Why an `INACTIVE` session cannot be used. */
  reason: Session['reason']
  /**
   * The live session, if it answers the policy already; otherwise the approval opens. The user may
   * grant less than was asked for: that is an answer too, and what is missing, `send` names. Asked
   * again while it is open, it is the same request.
   * @throws UserRejectedError when the user declines.
   * @throws KeyUnavailableError when the vault is locked, before the user is asked.
   */
  request(): Promise<Session>
  /**
   * Opens the approval of a new session for the policy, also while the present one is live. That one
   * leaves the root with the same signature, and stays as it is when the user declines.
   * @throws UserRejectedError when the user declines.
   * @throws KeyUnavailableError when the vault is locked, before the user is asked.
   */
  renew(): Promise<Session>
  /**
   * Sends calls with the session, without a prompt; see `onUnavailable` for when it cannot.
   * @throws NoLiveSessionError, SessionNotUsableError, CallNotAllowedError before anything is sent.
   * @throws KeyUnavailableError when the vault is locked, before anything is sent.
   */
  send: SendWithPolicy
  /** Revokes the session on the chain, with the owner's signature. Resolves with nothing when there is none to revoke. */
  revoke(): Promise<UserOperationReceipt | undefined>
  /** When the live session ends, Unix seconds by the chain's clock. Nothing without an end. */
  expiresAt: number | undefined
  /** Whether the live session ends within `renewBefore`. */
  isExpiring: boolean
  /** Whether the approval was asked for and is not answered. */
  isRequesting: boolean
  isRevoking: boolean
  /** How many sends are in flight. */
  sending: number
  /** Why the sessions could not be read. */
  error: BaseError | null
}

/** The session for a policy: what `useSessionKey` and `useBatchSession` have in common. */
export function usePolicySession(
  parameters: UsePolicySessionParameters,
): UsePolicySessionReturnType {
  const { chainId } = parameters
  const config = useSessionConfig(parameters)
  const policy = useSamePolicy(parameters.policy)
  const connection = useConnection()
  const getAccount = useSmartAccountGetter({ config, chainId })
  const { data: account, error: accountError } = useSmartAccount({ config, chainId })
  const sessions = useSessions({ config, chainId })
  const { mutateAsync: revokeAsync, isPending: isRevoking } = useRevokeSessions({ config })
  const [requests, setRequests] = useState(0)

  const session = useMemo(
    () =>
      policy && account && sessions.data
        ? findPolicySession(config, sessions.data, policy, scopeOf(account))
        : undefined,
    [config, policy, account, sessions.data],
  )

  // read when it is needed: what is rendered is older than what another tab granted, and than what
  // `await request()` granted a line above
  const look = useCallback(async () => {
    const account = await getAccount()
    if (!policy)
      throw new InvalidParameterError({
        parameter: 'policy',
        problem: 'is not known yet',
        fix: 'Give the hook a policy before calling request(), send() or revoke().',
      })
    const scope = scopeOf(account)
    const sessions = await getSessions(config, scope)
    return {
      account,
      scope,
      policy,
      session: findPolicySession(config, sessions, policy, scope),
    }
  }, [config, policy, getAccount])

  /** Opens the approval for what `find` found, unless it says that there is a session already. */
  const ask = useCallback(
    async (find: (found: Awaited<ReturnType<typeof look>>) => Session | { renews?: string }) => {
      setRequests((count) => count + 1)
      try {
        const found = await look()
        const answer = find(found)
        if ('id' in answer) return answer
        // before the user is asked: what was granted is there once the vault is opened, and a new
        // key would have no place
        const { vault } = config
        const isWaiting = !answer.renews && (await isLockedAway(config, found.session))
        if (isWaiting || vault.canWrap?.() === false) throw createLockedError(vault)
        const { chainId, owner } = found.account
        return await config.approvals.open({ ...answer, policy: found.policy, chainId, owner })
      } catch (error) {
        throw toTypedError(error, 'none')
      } finally {
        setRequests((count) => count - 1)
      }
    },
    [config, look],
  )
  const request = useCallback(
    () => ask(({ session }) => (session?.status === 'ACTIVE' ? session : {})),
    [ask],
  )
  const renew = useCallback(
    () => ask(({ session }) => (session ? { renews: session.id } : {})),
    [ask],
  )
  const { send, sending } = usePolicySend({
    config,
    look,
    renew,
    onUnavailable: parameters.onUnavailable,
  })

  const revoke = useCallback(async () => {
    const { scope, session } = await look()
    if (!session || session.status === 'REVOKED') return undefined
    return revokeAsync({ sessionIds: [session.id], chainId: scope.chainId })
  }, [look, revokeAsync])

  const before = durationToSeconds(parameters.renewBefore ?? { minutes: 5 }, 'renewBefore')
  const { expiresAt, isExpiring } = useExpiry({ config, session, policy, before })
  const offers = parameters.autoRenew && isExpiring && session && outlasts(policy, session)
  useAutoRenewal({ config, session: offers ? session : undefined, renew })

  const error = accountError ?? sessions.error
  return {
    session,
    status: statusOf({
      connected: connection.status === 'connected' || connection.status === 'reconnecting',
      failed: error !== null && sessions.data === undefined,
      loaded: sessions.data !== undefined,
      session,
    }),
    reason: session?.reason,
    request,
    renew,
    send,
    revoke,
    expiresAt,
    isExpiring,
    isRequesting: requests > 0,
    isRevoking,
    sending,
    error,
  }
}

/** Whether a new session for the policy would last longer than this one. */
function outlasts(policy: Policy | undefined, session: Session): boolean {
  if (!policy) return false
  const { expiry } = policy
  if ('expiresIn' in expiry) return true
  return expiry.validUntil === 0 || expiry.validUntil > session.validUntil
}

function scopeOf({ chainId, address }: SmartAccount): AccountScope {
  return { chainId, account: address }
}

function statusOf(parameters: {
  connected: boolean
  failed: boolean
  loaded: boolean
  session: Session | undefined
}): PolicySessionStatus {
  const { connected, failed, loaded, session } = parameters
  if (!connected) return 'disconnected'
  if (failed) return 'unknown'
  if (!loaded) return 'loading'
  return session?.status ?? 'absent'
}

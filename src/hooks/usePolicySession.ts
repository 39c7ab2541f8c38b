'use client'
import { useCallback, useMemo, useState } from 'react'
import { useConnection } from 'wagmi'
import { findSession } from '../actions/findSession.ts'
import { getSessions } from '../actions/getSessions.ts'
import {
  type SendSessionTransactionParameters,
  type SendSessionTransactionReturnType,
  sendSessionTransaction,
} from '../actions/sendSessionTransaction.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { Call, Policy } from '../types/Policy.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import type { SessionStatus } from '../types/SessionStatus.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
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
   */
  request(): Promise<Session>
  /**
   * Sends calls with the session, without a prompt.
   * @throws NoLiveSessionError, SessionNotUsableError, CallNotAllowedError before anything is sent.
   */
  send(
    calls: readonly Call[],
    options?: Pick<SendSessionTransactionParameters, 'onProgress' | 'signal' | 'batch'>,
  ): Promise<SendSessionTransactionReturnType>
  /** Revokes the session on the chain, with the owner's signature. Resolves with nothing when there is none to revoke. */
  revoke(): Promise<UserOperationReceipt | undefined>
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
  const [sending, setSending] = useState(0)

  const session = useMemo(
    () =>
      policy && account && sessions.data
        ? findSession(sessions.data, policy, config.views.now(scopeOf(account)))
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
      session: findSession(sessions, policy, config.views.now(scope)),
    }
  }, [config, policy, getAccount])

  const request = useCallback(async () => {
    setRequests((count) => count + 1)
    try {
      const { account, policy, session } = await look()
      if (session?.status === 'ACTIVE') return session
      const { chainId, owner } = account
      return await config.approvals.open({ policy, chainId, owner })
    } catch (error) {
      throw toTypedError(error, 'none')
    } finally {
      setRequests((count) => count - 1)
    }
  }, [config, look])

  const send = useCallback<UsePolicySessionReturnType['send']>(
    async (calls, options) => {
      setSending((count) => count + 1)
      try {
        const { scope, session } = await look()
        if (!session) throw new NoLiveSessionError(scope)
        const { id: sessionId } = session
        return await sendSessionTransaction(config, { ...options, ...scope, sessionId, calls })
      } finally {
        setSending((count) => count - 1)
      }
    },
    [config, look],
  )

  const revoke = useCallback(async () => {
    const { scope, session } = await look()
    if (!session || session.status === 'REVOKED') return undefined
    return revokeAsync({ sessionIds: [session.id], chainId: scope.chainId })
  }, [look, revokeAsync])

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
    send,
    revoke,
    isRequesting: requests > 0,
    isRevoking,
    sending,
    error,
  }
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

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
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { Call, Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import type { SessionStatus } from '../types/SessionStatus.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useRevokeSessions } from './useRevokeSessions.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'
import { useSessions } from './useSessions.ts'
import { useSmartAccount } from './useSmartAccount.ts'

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
 * - `loading`: the sessions are being read.
 * - `unknown`: they could not be read; see `error`. There may be some.
 * - `absent`: there is none; `request()` asks for it.
 */
export type PolicySessionStatus = 'disconnected' | 'loading' | 'unknown' | 'absent' | SessionStatus

export interface UsePolicySessionReturnType {
  /** The live session that satisfies the policy, or the last one that did. */
  session: Session | undefined
  status: PolicySessionStatus
  /** Why an `INACTIVE` session cannot be used. */
  reason: Session['reason']
  /**
   * The live session, if it satisfies the policy already; otherwise the approval opens.
   * @throws UserRejectedError when the user declines.
   */
  request(): Promise<Session>
  /**
   * Sends calls with the session, without a prompt.
   * @throws CallNotAllowedError, SessionNotUsableError before anything is sent.
   */
  send(
    calls: readonly Call[],
    options?: Pick<SendSessionTransactionParameters, 'onProgress' | 'signal' | 'batch'>,
  ): Promise<SendSessionTransactionReturnType>
  /** Revokes the session on the chain. Resolves with nothing when there is none to revoke. */
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
  const { policy, chainId } = parameters
  const config = useSessionConfig(parameters)
  const connection = useConnection()
  const { data: account, error: accountError } = useSmartAccount({ config, chainId })
  const sessions = useSessions({ config, chainId })
  const { mutateAsync: revokeAsync, isPending: isRevoking } = useRevokeSessions({ config })
  const [requests, setRequests] = useState(0)
  const [sending, setSending] = useState(0)

  const session = useMemo(
    () =>
      policy && account && sessions.data
        ? findSession(sessions.data, policy, chainTime(config, account))
        : undefined,
    [config, policy, account, sessions.data],
  )

  const request = useCallback(async () => {
    if (!account) throw accountError ?? new WalletNotConnectedError()
    if (!policy)
      throw new InvalidParameterError({
        parameter: 'policy',
        problem: 'is not known yet',
        fix: 'Give the hook a policy before calling request().',
      })
    setRequests((count) => count + 1)
    try {
      // read again: what is rendered may be older than what another tab granted
      const scope = { chainId: account.chainId, account: account.address }
      const known = findSession(
        await getSessions(config, scope),
        policy,
        chainTime(config, account),
      )
      if (known?.status === 'ACTIVE') return known
      return await config.approvals.open({
        policy,
        chainId: account.chainId,
        owner: account.owner,
      })
    } catch (error) {
      throw toTypedError(error, 'none')
    } finally {
      setRequests((count) => count - 1)
    }
  }, [config, policy, account, accountError])

  const send = useCallback<UsePolicySessionReturnType['send']>(
    async (calls, options) => {
      if (!account) throw accountError ?? new WalletNotConnectedError()
      const scope = { chainId: account.chainId, account: account.address }
      if (!session) throw new NoLiveSessionError(scope)
      const { id: sessionId, status, reason } = session
      if (status !== 'ACTIVE') throw new SessionNotUsableError({ sessionId, status, reason })
      setSending((count) => count + 1)
      try {
        return await sendSessionTransaction(config, { ...options, ...scope, sessionId, calls })
      } finally {
        setSending((count) => count - 1)
      }
    },
    [config, account, accountError, session],
  )

  const revoke = useCallback(async () => {
    if (!session || session.status === 'REVOKED') return undefined
    return revokeAsync({ sessionIds: [session.id], chainId: session.chainId })
  }, [session, revokeAsync])

  const error = accountError ?? sessions.error
  return {
    session,
    status: statusOf({
      connected: connection.status === 'connected',
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

function chainTime(
  config: ReturnType<typeof useSessionConfig>,
  account: { chainId: number; address: `0x${string}` },
): number {
  return config.views.now({ chainId: account.chainId, account: account.address })
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

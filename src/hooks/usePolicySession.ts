'use client'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useConnection } from 'wagmi'
import { findPolicySession } from '../actions/findPolicySession.ts'
import type { BaseError } from '../errors/BaseError.ts'
import type { Duration } from '../policies/Duration.ts'
import { durationToSeconds } from '../policies/durationToSeconds.ts'
import { revokeSessionsMutationOptions } from '../query/revokeSessionsMutationOptions.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { HookCallbacks, MutateCallbacks } from '../types/HookParameters.ts'
import type { OnUnavailable } from '../types/OnUnavailable.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import type { SessionStatus } from '../types/SessionStatus.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useActionCalls } from './useActionCalls.ts'
import { useAutoRenewal } from './useAutoRenewal.ts'
import { useExpiry } from './useExpiry.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import { scopeOf, usePolicyRequest } from './usePolicyRequest.ts'
import {
  type PolicySendOptions,
  type PolicySendReturnType,
  type PolicySendVariables,
  usePolicySend,
} from './usePolicySend.ts'
import { useSamePolicy } from './useSamePolicy.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'
import { useSessions } from './useSessions.ts'
import { useSmartAccount } from './useSmartAccount.ts'

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
  /**
   * Callbacks for every call of an action, as TanStack Query's `mutation` takes them. Unlike those of
   * a single call they are also called when the component is gone by then.
   */
  mutations?: PolicySessionMutations | undefined
}

export interface PolicySessionMutations {
  request?: HookCallbacks<Session, void> | undefined
  renew?: HookCallbacks<Session, void> | undefined
  send?: HookCallbacks<PolicySendReturnType, PolicySendVariables> | undefined
  revoke?: HookCallbacks<UserOperationReceipt | undefined, void> | undefined
}

/**
 * How it stands with the session for a policy: a session's status, or
 *
 * - `disconnected`: no wallet is connected.
 * - `loading`: the wallet is being connected or reconnected, or the sessions are being read.
 * - `unknown`: they could not be read; see `error`. There may be some.
 * - `absent`: there is none; `request()` asks for it.
 */
export type PolicySessionStatus = 'disconnected' | 'loading' | 'unknown' | 'absent' | SessionStatus

/** Callbacks of one `request` or `renew`; they are not called once the component is gone. */
export type PolicyRequestOptions = MutateCallbacks<Session, void>

/** Callbacks of one `revoke`; they are not called once the component is gone. */
export type PolicyRevokeOptions = MutateCallbacks<UserOperationReceipt | undefined, void>

/** How to send, and callbacks of this send; they are not called once the component is gone. */
export type PolicySendCallOptions = PolicySendOptions &
  MutateCallbacks<PolicySendReturnType, PolicySendVariables>

/**
 * `request`, `renew`, `send` and `revoke` are for event handlers: as `mutate` of TanStack Query they
 * return nothing and never reject. What became of them is in the state (`error`, `isPending`, …) and
 * told to their callbacks. `requestAsync`, `renewAsync`, `sendAsync` and `revokeAsync` are the same
 * as promises that reject with a typed error.
 */
export interface UsePolicySessionReturnType {
  /**
   * The live session that satisfies the policy, or that the user granted when asked for it and
   * narrowed; otherwise the last one that was either.
   */
  session: Session | undefined
  /** The session's status; what became of a call is in `error` and `isPending`. */
  status: PolicySessionStatus
  /** Why an `INACTIVE` session cannot be used. */
  reason: Session['reason']
  /**
   * Whether policy, account and sessions are known, so that a click can work: to enable buttons. A
   * click before is no harm; it fails with what is missing, in `error`.
   */
  isReady: boolean
  /**
   * Opens the approval, or succeeds at once with the live session that answers the policy already.
   * The user may grant less than was asked for: that is an answer too, and what is missing, `send`
   * names. Asked again while it is open, it is the same request.
   */
  request(options?: PolicyRequestOptions): void
  /**
   * `request`, as a promise.
   * @throws UserRejectedError when the user declines.
   * @throws KeyUnavailableError when the vault is locked, before the user is asked.
   * @throws WalletNotConnectedError, ApprovalUnavailableError
   * @throws InvalidParameterError when the policy is not known yet.
   */
  requestAsync(options?: PolicyRequestOptions): Promise<Session>
  /**
   * Opens the approval of a new session for the policy, also while the present one is live. That one
   * leaves the root with the same signature, and stays as it is when the user declines.
   */
  renew(options?: PolicyRequestOptions): void
  /** `renew`, as a promise. @throws what `requestAsync` throws. */
  renewAsync(options?: PolicyRequestOptions): Promise<Session>
  /**
   * Sends one call, or several in one user operation, with the session and without a prompt; see
   * `onUnavailable` for when it cannot. Any number of sends may be in flight at once.
   */
  send(calls: AnyCall | readonly AnyCall[], options?: PolicySendCallOptions): void
  /**
   * `send`, as a promise.
   * @throws InvalidParameterError, InvalidAddressError when a call is none, or cannot be encoded.
   * @throws NoLiveSessionError, SessionNotUsableError, CallNotAllowedError before anything is sent.
   * @throws KeyUnavailableError when the vault is locked, before anything is sent.
   */
  sendAsync(
    calls: AnyCall | readonly AnyCall[],
    options?: PolicySendCallOptions,
  ): Promise<PolicySendReturnType>
  /**
   * Revokes the session on the chain, with the owner's signature. Succeeds with nothing when there is
   * none to revoke.
   */
  revoke(options?: PolicyRevokeOptions): void
  /** `revoke`, as a promise. @throws UserRejectedError when the user declines. */
  revokeAsync(options?: PolicyRevokeOptions): Promise<UserOperationReceipt | undefined>
  /** When the live session ends, Unix seconds by the chain's clock. Nothing without an end. */
  expiresAt: number | undefined
  /** Whether the live session ends within `renewBefore`. */
  isExpiring: boolean
  /** Whether the approval was asked for and is not answered. */
  isRequesting: boolean
  isRevoking: boolean
  /** How many sends are in flight. */
  sending: number
  /** Whether any request, renewal, send or revocation is in flight. */
  isPending: boolean
  /**
   * What to show: why the call that failed last did, until another one is made or `reset()`;
   * otherwise why the sessions could not be read. A `UserRejectedError` means that the user declined.
   */
  error: BaseError | null
  /** Why the last `request` failed, until it is called again. */
  requestError: BaseError | null
  /** Why the last `renew` failed, until it is called again. */
  renewError: BaseError | null
  /** Why a `send` failed, the newest that did, until another one is called. */
  sendError: BaseError | null
  /** Why the last `revoke` failed, until it is called again. */
  revokeError: BaseError | null
  /** Forgets the failures. What is in flight goes on. */
  reset(): void
}

/** The session for a policy: what `useSessionKey` and `useBatchSession` have in common. */
export function usePolicySession(
  parameters: UsePolicySessionParameters,
  { batch }: { batch?: true } = {},
): UsePolicySessionReturnType {
  const { chainId } = parameters
  const config = useSessionConfig(parameters)
  const policy = useSamePolicy(parameters.policy)
  const connection = useConnection()
  const { data: account, error: accountError } = useSmartAccount({ config, chainId })
  const sessions = useSessions({ config, chainId })
  const getOwnerWallet = useOwnerWallet()
  const asking = usePolicyRequest({ config, chainId, policy })
  const { find } = asking
  const sendCalls = usePolicySend({
    config,
    find,
    renew: asking.renew,
    onUnavailable: parameters.onUnavailable,
  })
  const { call, reset, pending, errors, error: failure } = useActionCalls<ActionName>()
  // callbacks that each render makes anew must not make the actions other ones
  const latest = useRef(parameters.mutations)
  useEffect(() => {
    latest.current = parameters.mutations
  }, [parameters.mutations])

  const session = useMemo(
    () =>
      policy && account && sessions.data
        ? findPolicySession(config, sessions.data, policy, scopeOf(account))
        : undefined,
    [config, policy, account, sessions.data],
  )

  const requestAsync = useCallback(
    (callbacks?: PolicyRequestOptions) =>
      call({
        name: 'request',
        variables: undefined,
        action: asking.request,
        getHookCallbacks: () => latest.current?.request,
        callbacks,
      }),
    [call, asking.request],
  )
  const renewAsync = useCallback(
    (callbacks?: PolicyRequestOptions) =>
      call({
        name: 'renew',
        variables: undefined,
        action: asking.renew,
        getHookCallbacks: () => latest.current?.renew,
        callbacks,
      }),
    [call, asking.renew],
  )
  const sendAsync = useCallback(
    (calls: AnyCall | readonly AnyCall[], options: PolicySendCallOptions = {}) => {
      const { onSuccess, onError, onSettled, ...rest } = options
      const variables = { ...rest, ...(batch && { batch }), calls: isList(calls) ? calls : [calls] }
      return call({
        name: 'send',
        variables,
        action: () => sendCalls(variables),
        getHookCallbacks: () => latest.current?.send,
        callbacks: {
          ...(onSuccess && { onSuccess }),
          ...(onError && { onError }),
          ...(onSettled && { onSettled }),
        },
      })
    },
    [call, sendCalls, batch],
  )
  const revokeAsync = useCallback(
    (callbacks?: PolicyRevokeOptions) =>
      call({
        name: 'revoke',
        variables: undefined,
        action: async () => {
          const { scope, session } = await find()
          if (!session || session.status === 'REVOKED') return undefined
          const { mutationFn: revoke } = revokeSessionsMutationOptions(config)
          const wallet = await getOwnerWallet()
          return revoke({ sessionIds: [session.id], chainId: scope.chainId, wallet })
        },
        getHookCallbacks: () => latest.current?.revoke,
        callbacks,
      }),
    [call, config, find, getOwnerWallet],
  )
  const request = useMutate(requestAsync)
  const renew = useMutate(renewAsync)
  const send = useMutate(sendAsync)
  const revoke = useMutate(revokeAsync)

  const before = durationToSeconds(parameters.renewBefore ?? { minutes: 5 }, 'renewBefore')
  const { expiresAt, isExpiring } = useExpiry({ config, session, policy, before })
  const offers = parameters.autoRenew && isExpiring && session && outlasts(policy, session)
  // nobody called it: that it was declined is no failure to show
  useAutoRenewal({ config, session: offers ? session : undefined, renew: asking.renew })

  const readError = accountError ?? sessions.error
  const isConnected = connection.status === 'connected' || connection.status === 'reconnecting'
  const { isRequesting } = asking
  const sending = pending.send ?? 0
  const isRevoking = (pending.revoke ?? 0) > 0
  return {
    session,
    status: statusOf({
      // also while it is connecting: so a page comes back to its wallet when it is loaded
      connected: connection.status !== 'disconnected',
      failed: readError !== null && sessions.data === undefined,
      loaded: sessions.data !== undefined,
      session,
    }),
    reason: session?.reason,
    isReady: isConnected && !!policy && !!account && sessions.data !== undefined,
    request,
    requestAsync,
    renew,
    renewAsync,
    send,
    sendAsync,
    revoke,
    revokeAsync,
    expiresAt,
    isExpiring,
    isRequesting,
    isRevoking,
    sending,
    isPending:
      isRequesting ||
      isRevoking ||
      sending > 0 ||
      (pending.request ?? 0) > 0 ||
      (pending.renew ?? 0) > 0,
    error: failure ?? readError,
    requestError: errors.request ?? null,
    renewError: errors.renew ?? null,
    sendError: errors.send ?? null,
    revokeError: errors.revoke ?? null,
    reset,
  }
}

type ActionName = 'request' | 'renew' | 'send' | 'revoke'

/** The same for event handlers: a failure is in the state, and its callbacks were told. */
function useMutate<parameters extends unknown[]>(
  action: (...parameters: parameters) => Promise<unknown>,
): (...parameters: parameters) => void {
  return useCallback(
    (...parameters: parameters) => {
      action(...parameters).catch(() => undefined)
    },
    [action],
  )
}

function isList(calls: AnyCall | readonly AnyCall[]): calls is readonly AnyCall[] {
  return Array.isArray(calls)
}

/** Whether a new session for the policy would last longer than this one. */
function outlasts(policy: Policy | undefined, session: Session): boolean {
  if (!policy) return false
  const { expiry } = policy
  if ('expiresIn' in expiry) return true
  return expiry.validUntil === 0 || expiry.validUntil > session.validUntil
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

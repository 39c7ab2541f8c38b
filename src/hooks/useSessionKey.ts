'use client'
import type { CallOrCalls } from '../types/Calls.ts'
import type { PolicySendReturnType } from './usePolicySend.ts'
import {
  type PolicySendCallOptions,
  type UsePolicySessionParameters,
  type UsePolicySessionReturnType,
  usePolicySession,
} from './usePolicySession.ts'

export type UseSessionKeyParameters = UsePolicySessionParameters
export interface UseSessionKeyReturnType
  extends Omit<UsePolicySessionReturnType, 'send' | 'sendAsync'> {
  /**
   * Sends one call, or several in one user operation, with the session and without a prompt; see
   * `onUnavailable` for when it cannot. Calls are encoded, or by function as in viem. Any number of
   * sends may be in flight at once.
   */
  send<const calls>(calls: CallOrCalls<calls>, options?: PolicySendCallOptions): void
  /**
   * `send`, as a promise.
   * @throws InvalidParameterError, InvalidAddressError when a call is none, or cannot be encoded.
   * @throws NoLiveSessionError, SessionNotUsableError, CallNotAllowedError before anything is sent.
   * @throws KeyUnavailableError when the vault is locked, before anything is sent.
   */
  sendAsync<const calls>(
    calls: CallOrCalls<calls>,
    options?: PolicySendCallOptions,
  ): Promise<PolicySendReturnType>
}

/**
 * A session for a policy, from asking to revoking: the user approves once, then `send` acts within
 * the policy without a prompt. `request`, `renew`, `send` and `revoke` are for event handlers and
 * never reject; `requestAsync`, `sendAsync`, … are the same as promises.
 *
 * @example
 * const { status, isReady, isPending, error, request, send } = useSessionKey({ policy })
 * const mint = () => send({ to: nft, abi, functionName: 'safeMint', args: [account] })
 * return (
 *   <>
 *     <button disabled={!isReady || isPending} onClick={() => (status === 'ACTIVE' ? mint() : request())}>
 *       Mint
 *     </button>
 *     {error && <p role="alert">{error.shortMessage}</p>}
 *   </>
 * )
 *
 * @example
 * // one after the other, in code of your own
 * await requestAsync()
 * const { transactionHash } = await sendAsync({ to: nft, data })
 *
 * @example
 * // asks for a renewal five minutes before the end, and when a send finds no session
 * useSessionKey({ policy, autoRenew: true, renewBefore: { minutes: 5 }, onUnavailable: 'renew' })
 *
 * @example
 * // the owner signs what the user left out of the session
 * useSessionKey({
 *   policy,
 *   onUnavailable: ({ reason }) => (reason === 'insufficient' ? 'owner' : 'renew'),
 * })
 */
export function useSessionKey(parameters: UseSessionKeyParameters): UseSessionKeyReturnType {
  return usePolicySession(parameters) as UseSessionKeyReturnType
}

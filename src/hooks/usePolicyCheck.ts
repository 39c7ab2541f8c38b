'use client'
import { useMemo } from 'react'
import { checkPolicy } from '../policies/checkPolicy.ts'
import type { PolicyCheck } from '../policies/PolicyCheck.ts'
import { unixNow } from '../policies/unixNow.ts'
import type { AnyCall, CallOrCalls } from '../types/Calls.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

export interface UsePolicyCheckParameters<calls = AnyCall | readonly AnyCall[]>
  extends ConfigParameter {
  /** The session that would send the calls; counts while it is `ACTIVE`, or where there is no policy. */
  session?: Session | undefined
  /** The policy that would be asked for: what counts while there is no live session. */
  policy?: Policy | undefined
  /**
   * Encoded, or by function as in viem. `undefined` while they are not known. Keep them in a `useMemo`
   * when there are many.
   */
  calls: CallOrCalls<calls> | undefined
}

export interface UsePolicyCheckReturnType {
  /** Whether all calls are allowed. `false` while that is not known. */
  allowed: boolean
  /** What forbids the first call that is not allowed, in English. */
  reason: string | undefined
  /** The whole answer, for words of one's own. Nothing while calls, or both session and policy, are missing. */
  check: PolicyCheck | undefined
}

/**
 * Whether calls are within a session, or a policy that is to be asked for; to disable a button and
 * say why. Decided here, as the chain would, without a request.
 *
 * @example
 * const { session, send } = useSessionKey({ policy })
 * const { allowed, reason } = usePolicyCheck({ session, policy, calls: [pay] })
 * return <button disabled={!allowed} title={reason} onClick={() => send([pay])}>Pay</button>
 */
export function usePolicyCheck<const calls>(
  parameters: UsePolicyCheckParameters<calls>,
): UsePolicyCheckReturnType
export function usePolicyCheck(parameters: UsePolicyCheckParameters): UsePolicyCheckReturnType {
  const { session, policy, calls } = parameters
  const config = useSessionConfig(parameters)
  const check = useMemo(() => {
    if (!calls) return undefined
    if (session && (session.status === 'ACTIVE' || !policy)) {
      return checkPolicy(session, calls, { now: config.views.now(session) })
    }
    return policy && checkPolicy(policy, calls, { now: unixNow() })
  }, [config, session, policy, calls])
  return {
    allowed: check?.allowed ?? false,
    reason: check && !check.allowed ? check.message : undefined,
    check,
  }
}

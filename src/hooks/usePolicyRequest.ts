'use client'
import { useCallback, useState } from 'react'
import { findPolicySession } from '../actions/findPolicySession.ts'
import { getSessions } from '../actions/getSessions.ts'
import { isLockedAway } from '../actions/isLockedAway.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { createLockedError } from '../storage/vaults/createLockedError.ts'
import type { Policy } from '../types/Policy.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { useSmartAccountGetter } from './useSmartAccountGetter.ts'

/** What there is for a policy at this moment. */
export interface FoundSession {
  account: SmartAccount
  scope: AccountScope
  policy: Policy
  session: Session | undefined
}

export interface UsePolicyRequestReturnType {
  find(): Promise<FoundSession>
  request(): Promise<Session>
  renew(): Promise<Session>
  /** Whether an approval was asked for and is not answered. */
  isRequesting: boolean
}

/** Asks for the session for a policy. */
export function usePolicyRequest(parameters: {
  config: SessionConfig
  chainId: number | undefined
  policy: Policy | undefined
}): UsePolicyRequestReturnType {
  const { config, chainId, policy } = parameters
  const getAccount = useSmartAccountGetter({ config, chainId })
  const [requests, setRequests] = useState(0)

  // read when it is needed: what is rendered is older than what another tab granted, and than what
  // `await requestAsync()` granted a line above
  const find = useCallback(async () => {
    const account = await getAccount()
    if (!policy)
      throw new InvalidParameterError({
        parameter: 'policy',
        problem: 'is not known yet',
        fix: 'Give the hook a policy before calling request(), send() or revoke(); `isReady` says when.',
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

  /** Opens the approval for what was found, unless `choose` says that there is a session already. */
  const ask = useCallback(
    async (choose: (found: FoundSession) => Session | { renews?: string }) => {
      setRequests((count) => count + 1)
      try {
        const found = await find()
        const answer = choose(found)
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
    [config, find],
  )
  const request = useCallback(
    () => ask(({ session }) => (session?.status === 'ACTIVE' ? session : {})),
    [ask],
  )
  const renew = useCallback(
    () => ask(({ session }) => (session ? { renews: session.id } : {})),
    [ask],
  )
  return { find, request, renew, isRequesting: requests > 0 }
}

export function scopeOf({ chainId, address }: SmartAccount): AccountScope {
  return { chainId, account: address }
}

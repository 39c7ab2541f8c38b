'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { describeUnavailable } from '../actions/describeUnavailable.ts'
import { type OwnerSendProgress, sendOwnerTransaction } from '../actions/sendOwnerTransaction.ts'
import {
  type SendProgress,
  type SendSessionTransactionParameters,
  sendSessionTransaction,
} from '../actions/sendSessionTransaction.ts'
import { toEncodedCalls } from '../actions/toEncodedCalls.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { OnUnavailable } from '../types/OnUnavailable.ts'
import type { Call, Policy } from '../types/Policy.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'

export interface PolicySendOptions
  extends Pick<SendSessionTransactionParameters, 'batch' | 'signal'> {
  /** `awaiting-wallet` and `queued` come when the owner signs instead of the session key. */
  onProgress?: ((progress: SendProgress | OwnerSendProgress) => void) | undefined
  /** @default what the hook was given */
  onUnavailable?: OnUnavailable | undefined
}

export type PolicySendReturnType = UserOperationReceipt & {
  /** The session that sent it; nothing when the owner did. */
  sessionId: string | undefined
}

export type SendWithPolicy = (
  calls: readonly AnyCall[],
  options?: PolicySendOptions,
) => Promise<PolicySendReturnType>

/** What there is for a policy at this moment. */
interface Found {
  account: SmartAccount
  scope: AccountScope
  policy: Policy
  session: Session | undefined
}

/** Sends with the session for a policy, and does what the dapp chose where none can. */
export function usePolicySend(parameters: {
  config: SessionConfig
  look: () => Promise<Found>
  renew: () => Promise<Session>
  onUnavailable: OnUnavailable | undefined
}): { send: SendWithPolicy; sending: number } {
  const { config, look, renew, onUnavailable } = parameters
  const getOwnerWallet = useOwnerWallet()
  const [sending, setSending] = useState(0)
  // a function that each render makes anew must not make `send` another one
  const latest = useRef(onUnavailable)
  useEffect(() => {
    latest.current = onUnavailable
  }, [onUnavailable])

  const send = useCallback<SendWithPolicy>(
    async (given, { onUnavailable = latest.current ?? 'throw', ...options } = {}) => {
      let calls: readonly Call[] = []
      const sendWith = ({ scope, session }: Found) => {
        if (!session) throw new NoLiveSessionError(scope)
        return sendSessionTransaction(config, {
          ...options,
          ...scope,
          sessionId: session.id,
          calls,
        })
      }
      const sendAsOwner = async ({ account }: Found) => {
        const wallet = await getOwnerWallet()
        if (!wallet.account) throw new WalletNotConnectedError()
        // the calls are for this account, and the wallet may have been switched meanwhile
        if (!isSameAddress(wallet.account.address, account.owner))
          throw new OwnerMismatchError({ owner: account.owner, actual: wallet.account.address })
        const { chainId } = account
        const { batch, ...rest } = options
        const receipt = await sendOwnerTransaction(config, { ...rest, wallet, chainId, calls })
        return { ...receipt, sessionId: undefined }
      }

      setSending((count) => count + 1)
      try {
        let found = await look()
        calls = toEncodedCalls(given)
        for (let isRenewed = false; ; ) {
          try {
            return await sendWith(found)
          } catch (error) {
            const unavailable = describeUnavailable(config, { ...found, error, calls })
            if (!unavailable || isRenewed) throw error
            const { session } = await look()
            const isOther = session?.status === 'ACTIVE' && session.id !== found.session?.id
            if (isOther) {
              // renewed meanwhile: by another send, or in another tab
              found = { ...found, session }
              continue
            }
            const action =
              typeof onUnavailable === 'function' ? await onUnavailable(unavailable) : onUnavailable
            if (action === 'owner') return await sendAsOwner(found)
            if (action !== 'renew' || !unavailable.canRenew) throw error
            found = { ...found, session: await renewed(found) }
            isRenewed = true
          }
        }
      } catch (error) {
        throw toTypedError(error, 'none')
      } finally {
        setSending((count) => count - 1)
      }

      /** The session that was asked for, or one that was granted while the dapp decided. */
      async function renewed(before: Found): Promise<Session> {
        const { session } = await look()
        const isNew = session?.status === 'ACTIVE' && session.id !== before.session?.id
        return isNew ? session : await renew()
      }
    },
    [config, look, renew, getOwnerWallet],
  )
  return { send, sending }
}

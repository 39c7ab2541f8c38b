'use client'
import { useCallback, useEffect, useRef } from 'react'
import { actionsChunk } from '../actions/actionsChunk.ts'
import type { OwnerSendProgress } from '../actions/sendOwnerTransaction.ts'
import type {
  SendProgress,
  SendSessionTransactionParameters,
} from '../actions/sendSessionTransaction.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { sendOwnerTransactionMutationOptions } from '../query/sendOwnerTransactionMutationOptions.ts'
import { sendSessionTransactionMutationOptions } from '../query/sendSessionTransactionMutationOptions.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { OnUnavailable } from '../types/OnUnavailable.ts'
import type { Call } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import type { FoundSession } from './usePolicyRequest.ts'

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

/** What the callbacks of a send are told of it. */
export interface PolicySendVariables extends PolicySendOptions {
  calls: readonly AnyCall[]
}

/** Sends with the session for a policy, and does what the dapp chose where none can. */
export function usePolicySend(parameters: {
  config: SessionConfig
  find: () => Promise<FoundSession>
  renew: () => Promise<Session>
  onUnavailable: OnUnavailable | undefined
}): (variables: PolicySendVariables) => Promise<PolicySendReturnType> {
  const { config, find, renew, onUnavailable } = parameters
  const getOwnerWallet = useOwnerWallet()
  // a function that each render makes anew must not make `send` another one
  const latest = useRef(onUnavailable)
  useEffect(() => {
    latest.current = onUnavailable
  }, [onUnavailable])

  return useCallback(
    async ({ calls: given, onUnavailable = latest.current ?? 'throw', ...options }) => {
      let found = await find()
      const { describeUnavailable, toEncodedCalls } = await actionsChunk.load()
      const calls: readonly Call[] = toEncodedCalls(given)
      for (let isRenewed = false; ; ) {
        try {
          return await sendWith(found)
        } catch (error) {
          const unavailable = describeUnavailable(config, { ...found, error, calls })
          if (!unavailable || isRenewed) throw error
          const { session } = await find()
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

      async function sendWith({ scope, session }: FoundSession): Promise<PolicySendReturnType> {
        if (!session) throw new NoLiveSessionError(scope)
        const { mutationFn: send } = sendSessionTransactionMutationOptions(config)
        return send({ ...options, ...scope, sessionId: session.id, calls })
      }

      async function sendAsOwner({ account }: FoundSession): Promise<PolicySendReturnType> {
        const wallet = await getOwnerWallet()
        if (!wallet.account) throw new WalletNotConnectedError()
        // the calls are for this account, and the wallet may have been switched meanwhile
        if (!isSameAddress(wallet.account.address, account.owner))
          throw new OwnerMismatchError({ owner: account.owner, actual: wallet.account.address })
        const { chainId } = account
        const { batch, ...rest } = options
        const { mutationFn: send } = sendOwnerTransactionMutationOptions(config)
        const receipt = await send({ ...rest, wallet, chainId, calls })
        return { ...receipt, sessionId: undefined }
      }

      /** The session that was asked for, or one that was granted while the dapp decided. */
      async function renewed(before: FoundSession): Promise<Session> {
        const { session } = await find()
        const isNew = session?.status === 'ACTIVE' && session.id !== before.session?.id
        return isNew ? session : await renew()
      }
    },
    [config, find, renew, getOwnerWallet],
  )
}

'use client'
import { useCallback, useEffect, useReducer, useRef, useState, useSyncExternalStore } from 'react'
import { useConnection } from 'wagmi'
import { grantSession } from '../actions/grantSession.ts'
import { narrowGrant } from '../actions/narrowGrant.ts'
import { type PreparedGrant, prepareGrant } from '../actions/prepareGrant.ts'
import type { ApprovalRequest } from '../config/createApprovals.ts'
import { AbortedError } from '../errors/AbortedError.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { narrowPolicy, type PolicyEdit } from '../policies/narrowPolicy.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { type ApprovalState, approvalReducer } from './approvalReducer.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

export interface UseSessionApprovalParameters extends ConfigParameter {}

export interface UseSessionApprovalReturnType {
  /** Where it stands, and what there is to show. */
  state: ApprovalState
  /** Whether to show it. A grant that was submitted goes on when it is closed. */
  isOpen: boolean
  /** Asks the wallet. Only from `reviewing`. */
  approve(options?: {
    /** Accept that sessions unknown to this device end. */
    replaceUnknownRoot?: boolean
  }): void
  /**
   * Narrows what is granted.
   * @returns why it cannot be, for the field that was edited; `undefined` when it was done.
   */
  edit(edit: PolicyEdit): BaseError | undefined
  /** What the user changed so far. */
  edits: PolicyEdit
  /** Takes every change back. */
  reset(): void
  /** Says no, or closes what is over. Ignored while the wallet is asked. */
  close(): void
  /** Gives up on a wallet that does not answer; its prompt may still be open. */
  stopWaiting(): void
  /** Back to the review after a rejection or a failure, or loads again. */
  retry(): void
}

/**
 * The state machine of an approval, without any looks: it takes the requests of `useSessionKey` and
 * `useBatchSession` one by one. Mount it once; `SessionApprovalModal` does.
 *
 * @example
 * const approval = useSessionApproval()
 * if (approval.state.status === 'reviewing') …
 */
export function useSessionApproval(
  parameters: UseSessionApprovalParameters = {},
): UseSessionApprovalReturnType {
  const config = useSessionConfig(parameters)
  const { approvals } = config
  const connection = useConnection()
  const getOwnerWallet = useOwnerWallet()
  const request = useSyncExternalStore(approvals.subscribe, approvals.get, () => undefined)
  const [state, dispatch] = useReducer(approvalReducer, { status: 'idle' })
  const [hidden, setHidden] = useState(false)
  const [edits, setEdits] = useState<PolicyEdit>({})
  const abort = useRef<AbortController>(undefined)

  useEffect(() => approvals.mount(), [approvals])

  const load = useCallback(
    async (next: ApprovalRequest) => {
      dispatch({ type: 'requested', request: next })
      setHidden(false)
      setEdits({})
      try {
        const { policy, chainId, owner } = next
        const grant = await prepareGrant(config, { policy, chainId, owner })
        if (approvals.get() === next) dispatch({ type: 'prepared', grant })
      } catch (error) {
        if (approvals.get() === next)
          dispatch({ type: 'failed', error: toTypedError(error, 'none') })
      }
    },
    [config, approvals],
  )

  useEffect(() => {
    if (request) void load(request)
    else dispatch({ type: 'ended' })
  }, [request, load])

  // a request was for one wallet: another one must not find it on its screen
  const { address } = connection
  useEffect(() => {
    if (!request || (address && isSameAddress(address, request.owner))) return
    abort.current?.abort()
    request.reject(
      address
        ? new OwnerMismatchError({ owner: request.owner, actual: address })
        : new UserRejectedError({ where: 'approval' }),
    )
    request.close()
  }, [request, address])

  const approve = useCallback<UseSessionApprovalReturnType['approve']>(
    (options = {}) => {
      if (state.status !== 'reviewing') return
      void submit(state.request, state.grant)

      async function submit(current: ApprovalRequest, grant: PreparedGrant) {
        const controller = new AbortController()
        abort.current = controller
        dispatch({ type: 'approved' })
        const isCurrent = () => approvals.get() === current
        try {
          const session = await grantSession(config, {
            grant,
            wallet: await getOwnerWallet(),
            replaceUnknownRoot: options.replaceUnknownRoot,
            signal: controller.signal,
            onProgress: (progress) => {
              if (!isCurrent()) return
              if (progress.phase === 'awaiting-wallet')
                dispatch({ type: 'asked-wallet', userOpHash: progress.userOpHash })
              if (progress.phase === 'submitted')
                dispatch({ type: 'submitted', userOpHash: progress.userOpHash })
            },
          })
          current.resolve(session)
          if (isCurrent()) dispatch({ type: 'confirmed', session })
        } catch (error) {
          if (!isCurrent()) return
          if (error instanceof UserRejectedError || isBeforeSending(error))
            dispatch({ type: 'wallet-rejected' })
          else dispatch({ type: 'failed', error: toTypedError(error, 'none') })
        }
      }
    },
    [state, config, approvals, getOwnerWallet],
  )

  const edit = useCallback<UseSessionApprovalReturnType['edit']>(
    (change) => {
      if (state.status !== 'reviewing') return undefined
      const next = { ...edits, ...change }
      try {
        const { grant } = state
        const policy = narrowPolicy(grant.requested, next, { now: grant.chainTime })
        dispatch({ type: 'edited', grant: narrowGrant(grant, policy) })
        setEdits(next)
        return undefined
      } catch (error) {
        return toTypedError(error, 'none')
      }
    },
    [state, edits],
  )

  const reset = useCallback(() => {
    if (state.status !== 'reviewing') return
    setEdits({})
    dispatch({ type: 'edited', grant: narrowGrant(state.grant, state.grant.requested) })
  }, [state])

  const close = useCallback(() => {
    if (state.status === 'idle' || state.status === 'awaiting-wallet') return
    if (state.status === 'submitted') setHidden(true)
    else if (state.status === 'failed') {
      state.request.reject(state.error)
      state.request.close()
    } else state.request.close()
  }, [state])

  const stopWaiting = useCallback(() => {
    if (state.status === 'awaiting-wallet') abort.current?.abort()
  }, [state.status])

  const retry = useCallback(() => {
    if (state.status === 'rejected') dispatch({ type: 'reviewed-again' })
    // what failed is prepared anew: the chain, or the clock, may have moved on
    if (state.status === 'failed') void load(state.request)
  }, [state, load])

  // a grant that was hidden while it was on its way has nothing left to say
  useEffect(() => {
    if (hidden && state.status === 'confirmed') state.request.close()
  }, [hidden, state])

  const isOver = state.status === 'failed'
  return {
    state,
    isOpen: state.status !== 'idle' && (!hidden || isOver),
    approve,
    edit,
    edits,
    reset,
    close,
    stopWaiting,
    retry,
  }
}

/** The user gave up waiting before anything was sent: that is a no, not a failure. */
function isBeforeSending(error: unknown): boolean {
  return error instanceof AbortedError && error.chainEffect === 'none'
}

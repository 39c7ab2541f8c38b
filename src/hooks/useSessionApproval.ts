'use client'
import { useCallback, useEffect, useReducer, useRef, useState, useSyncExternalStore } from 'react'
import { useConnection } from 'wagmi'
import { isWithinGrant } from '../actions/isWithinGrant.ts'
import type { ApprovalRequest } from '../config/createApprovals.ts'
import { AbortedError } from '../errors/AbortedError.ts'
import { ApprovalUnavailableError } from '../errors/ApprovalUnavailableError.ts'
import { BaseError } from '../errors/BaseError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { PolicyEdit } from '../policies/narrowPolicy.ts'
import { grantSessionMutationOptions } from '../query/grantSessionMutationOptions.ts'
import { prepareGrantMutationOptions } from '../query/prepareGrantMutationOptions.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { type ApprovalState, approvalReducer } from './approvalReducer.ts'
import { type EditedGrant, editGrant } from './editGrant.ts'
import { keepEdits } from './keepEdits.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

export interface UseSessionApprovalParameters extends ConfigParameter {}

export interface UseSessionApprovalReturnType {
  /** Where it stands, and what there is to show. */
  state: ApprovalState
  /** Whether to show it. A grant that was submitted goes on when it is closed. */
  isOpen: boolean
  /**
   * Asks the wallet for what is shown, as it was edited last: an `edit` that narrows counts at once,
   * also before the next render. What an `edit` or `reset` gives back has to be shown first; until
   * then this does nothing. Only from `reviewing`.
   */
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
  /**
   * Back to the review: after a rejection, after a failure, or with a fresh look at account and
   * clock from the review itself. What the user changed is kept as far as it still fits.
   */
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
  /** What is being edited, ahead of the next render. */
  const draft = useRef<EditedGrant>(undefined)
  const submission = useRef<Submission>(undefined)
  const lastLoad = useRef(0)

  useEffect(() => approvals.mount(), [approvals])

  const load = useCallback(
    async (next: ApprovalRequest, kept: PolicyEdit = {}) => {
      const thisLoad = ++lastLoad.current
      const isCurrent = () => approvals.get() === next && lastLoad.current === thisLoad
      dispatch({ type: 'requested', request: next })
      setHidden(false)
      setEdits({})
      draft.current = undefined
      try {
        const { policy, chainId, owner, renews: parentId } = next
        const { mutationFn: prepareGrant } = prepareGrantMutationOptions(config)
        const grant = await prepareGrant({
          policy,
          chainId,
          owner,
          parentId,
          replacesParent: parentId !== undefined,
        })
        if (!isCurrent()) return
        draft.current = keepEdits(grant, kept)
        setEdits(draft.current.edits)
        dispatch({ type: 'prepared', grant: draft.current.grant })
      } catch (error) {
        if (isCurrent()) dispatch({ type: 'failed', error: toTypedError(error, 'none') })
      }
    },
    [config, approvals],
  )

  useEffect(() => {
    if (!request) {
      dispatch({ type: 'ended' })
      return
    }
    let ended = false
    // strict mode runs this twice in one go where a request was there first: it is one key all the same
    queueMicrotask(() => {
      if (!ended) void load(request)
    })
    return () => {
      ended = true
    }
  }, [request, load])

  // a request was for one wallet: another one must not find it on its screen
  const { address } = connection
  useEffect(() => {
    if (!request || (address && isSameAddress(address, request.owner))) return
    const why = address
      ? new OwnerMismatchError({ owner: request.owner, actual: address })
      : new WalletNotConnectedError()
    const submitting = submission.current?.request === request ? submission.current : undefined
    if (submitting?.isSent) setHidden(true)
    // the wallet may be signing: whether anything was sent is the submission's to say
    else if (submitting) submitting.controller.abort(why)
    else {
      request.reject(why)
      request.close()
    }
  }, [request, address])

  // nobody is left to see what the wallet is asked for
  useEffect(
    () => () => {
      if (!submission.current?.isSent)
        submission.current?.controller.abort(new ApprovalUnavailableError())
    },
    [],
  )

  /**
   * What the user has before them, as it was edited last. Nothing once it was approved, closed or
   * begun again, which the last render does not know: what is newer was not shown.
   */
  const getReviewed = useCallback(() => {
    if (state.status !== 'reviewing' || submission.current) return undefined
    const { current } = draft
    const isShown =
      approvals.get() === state.request && current?.grant.sessionId === state.grant.sessionId
    return isShown ? current : undefined
  }, [state, approvals])

  const approve = useCallback<UseSessionApprovalReturnType['approve']>(
    (options = {}) => {
      // one approval is one signature, however often this is called before the next render
      const reviewed = getReviewed()
      if (state.status !== 'reviewing' || !reviewed) return
      if (!isWithinGrant(reviewed.grant, state.grant)) return
      void submit(state.request, reviewed.grant)

      async function submit(current: ApprovalRequest, grant: PreparedGrant) {
        const controller = new AbortController()
        const mine: Submission = { request: current, controller, isSent: false }
        submission.current = mine
        dispatch({ type: 'approved' })
        const isCurrent = () => approvals.get() === current
        try {
          const { mutationFn: grantSession } = grantSessionMutationOptions(config)
          const session = await grantSession({
            grant,
            wallet: await getOwnerWallet(controller),
            replaceUnknownRoot: options.replaceUnknownRoot,
            signal: controller.signal,
            onProgress: (progress) => {
              if (progress.phase === 'submitted') {
                mine.isSent = true
                current.keep()
              }
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
          const { reason } = controller.signal
          if (reason instanceof BaseError || !isCurrent()) {
            // given up on from outside: who asked is told, and nothing is left to show
            current.reject(
              reason instanceof BaseError && isBeforeSending(error)
                ? reason
                : toTypedError(error, 'none'),
            )
            current.close()
          } else if (error instanceof UserRejectedError) dispatch({ type: 'wallet-rejected' })
          else if (isBeforeSending(error)) dispatch({ type: 'gave-up' })
          else dispatch({ type: 'failed', error: toTypedError(error, 'none') })
        } finally {
          submission.current = undefined
        }
      }
    },
    [state, config, approvals, getOwnerWallet, getReviewed],
  )

  const edit = useCallback<UseSessionApprovalReturnType['edit']>(
    (change) => {
      const reviewed = getReviewed()
      if (!reviewed) return undefined
      try {
        const next = editGrant(reviewed.grant, { ...reviewed.edits, ...change })
        draft.current = next
        setEdits(next.edits)
        dispatch({ type: 'edited', grant: next.grant })
        return undefined
      } catch (error) {
        return toTypedError(error, 'none')
      }
    },
    [getReviewed],
  )

  const reset = useCallback(() => {
    const reviewed = getReviewed()
    if (!reviewed) return
    const next = editGrant(reviewed.grant, {})
    draft.current = next
    setEdits({})
    dispatch({ type: 'edited', grant: next.grant })
  }, [getReviewed])

  const close = useCallback(() => {
    if (state.status === 'idle' || state.status === 'awaiting-wallet') return
    // approved before the next render: the wallet is asked
    if (state.status === 'reviewing' && submission.current) return
    if (state.status === 'submitted') setHidden(true)
    else if (state.status === 'failed') {
      state.request.reject(state.error)
      state.request.close()
    } else state.request.close()
  }, [state])

  const stopWaiting = useCallback(() => {
    if (state.status === 'awaiting-wallet') submission.current?.controller.abort()
  }, [state.status])

  const retry = useCallback(() => {
    if (state.status === 'rejected') dispatch({ type: 'reviewed-again' })
    // what failed is prepared anew: the chain, or the clock, may have moved on
    if (state.status === 'failed' || (state.status === 'reviewing' && !submission.current))
      void load(state.request, draft.current?.edits ?? edits)
  }, [state, load, edits])

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

/** A grant between the user's approval and its end. */
interface Submission {
  request: ApprovalRequest
  controller: AbortController
  /** The bundler took it: it can no longer be stopped. */
  isSent: boolean
}

/** The user gave up waiting before anything was sent: that is a no, not a failure. */
function isBeforeSending(error: unknown): boolean {
  return error instanceof AbortedError && error.chainEffect === 'none'
}

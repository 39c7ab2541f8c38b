import type { Hash } from 'viem'
import type { ApprovalRequest } from '../config/createApprovals.ts'
import type { BaseError } from '../errors/BaseError.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'
import type { Session } from '../types/Session.ts'

interface WithRequest {
  request: ApprovalRequest
}
interface WithGrant extends WithRequest {
  /** What would be granted, as it would be signed. */
  grant: PreparedGrant
}

/** Where an approval stands. */
export type ApprovalState =
  /** Nothing was asked for. */
  | { status: 'idle' }
  /** The account is looked at and the leaves are built. */
  | ({ status: 'loading' } & WithRequest)
  | ({ status: 'reviewing' } & WithGrant)
  /** The user approved; the operation is built, and the wallet is asked. */
  | ({ status: 'awaiting-wallet'; userOpHash: Hash | undefined } & WithGrant)
  /** Signed and on its way. */
  | ({ status: 'submitted'; userOpHash: Hash } & WithGrant)
  /** The root was read back. */
  | ({ status: 'confirmed'; session: Session } & WithGrant)
  /** The user said no in the wallet, or gave up waiting for it. Nothing changed. */
  | ({ status: 'rejected'; gaveUp: boolean } & WithGrant)
  /** `grant` is missing when it could not even be shown. */
  | ({
      status: 'failed'
      error: BaseError
      grant: PreparedGrant | undefined
      /** Present when the wallet was asked. */
      userOpHash?: Hash | undefined
    } & WithRequest)

export type ApprovalEvent =
  | { type: 'requested'; request: ApprovalRequest }
  | { type: 'prepared'; grant: PreparedGrant }
  | { type: 'edited'; grant: PreparedGrant }
  | { type: 'approved' }
  | { type: 'asked-wallet'; userOpHash: Hash }
  | { type: 'submitted'; userOpHash: Hash }
  | { type: 'confirmed'; session: Session }
  | { type: 'wallet-rejected' }
  | { type: 'gave-up' }
  | { type: 'failed'; error: BaseError }
  | { type: 'reviewed-again' }
  | { type: 'ended' }

/** The transitions of an approval. An event that does not fit the state changes nothing. */
export function approvalReducer(state: ApprovalState, event: ApprovalEvent): ApprovalState {
  if (event.type === 'requested') return { status: 'loading', request: event.request }
  if (event.type === 'ended') return { status: 'idle' }
  if (state.status === 'idle') return state
  const { request } = state

  switch (event.type) {
    case 'prepared':
      return state.status === 'loading'
        ? { status: 'reviewing', request, grant: event.grant }
        : state
    case 'failed':
      return {
        status: 'failed',
        request,
        error: event.error,
        grant: 'grant' in state ? state.grant : undefined,
        userOpHash: 'userOpHash' in state ? state.userOpHash : undefined,
      }
  }
  if (!('grant' in state) || !state.grant) return state
  const { grant } = state

  switch (event.type) {
    case 'edited':
      return state.status === 'reviewing' ? { ...state, grant: event.grant } : state
    case 'approved':
      return state.status === 'reviewing'
        ? { status: 'awaiting-wallet', request, grant, userOpHash: undefined }
        : state
    case 'asked-wallet':
      return state.status === 'awaiting-wallet' ? { ...state, userOpHash: event.userOpHash } : state
    case 'submitted':
      return state.status === 'awaiting-wallet'
        ? { status: 'submitted', request, grant, userOpHash: event.userOpHash }
        : state
    case 'confirmed':
      return state.status === 'submitted'
        ? { status: 'confirmed', request, grant, session: event.session }
        : state
    case 'wallet-rejected':
    case 'gave-up':
      return state.status === 'awaiting-wallet'
        ? { status: 'rejected', request, grant, gaveUp: event.type === 'gave-up' }
        : state
    case 'reviewed-again':
      return state.status === 'rejected' ? { status: 'reviewing', request, grant } : state
  }
}

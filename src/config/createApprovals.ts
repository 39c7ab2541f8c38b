import type { Address } from 'viem'
import { ApprovalUnavailableError } from '../errors/ApprovalUnavailableError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import { createObservable, type Observable } from './createObservable.ts'

/** A policy that waits for the user's approval. */
export interface ApprovalRequest {
  id: number
  policy: Policy
  chainId: number
  owner: Address
  /** Answers who asked; the first answer counts. */
  resolve(session: Session): void
  reject(error: Error): void
  /** Makes room for the next request. Who asked and was not answered gets a `UserRejectedError`. */
  close(): void
}

export interface Approvals
  extends Pick<Observable<ApprovalRequest | undefined>, 'get' | 'subscribe'> {
  /**
   * Opens the approval, after those that were asked for before it.
   * @throws ApprovalUnavailableError when nothing is mounted that could show it.
   * @throws UserRejectedError when the user declines.
   */
  open(request: Pick<ApprovalRequest, 'policy' | 'chainId' | 'owner'>): Promise<Session>
  /** Called by what shows approvals, while it is mounted. */
  mount(): () => void
}

/** Hands requests for approval from hooks to whatever shows them, one at a time. */
export function createApprovals(): Approvals {
  const current = createObservable<ApprovalRequest | undefined>(undefined)
  const waiting: ApprovalRequest[] = []
  let mounted = 0
  let nextId = 1
  const abandonAll = () => {
    for (const request of [current.get(), ...waiting.splice(0)])
      request?.reject(new ApprovalUnavailableError())
    current.set(undefined)
  }
  return {
    get: current.get,
    subscribe: current.subscribe,
    open(parameters) {
      if (mounted === 0) return Promise.reject(new ApprovalUnavailableError())
      const { promise, resolve, reject } = withResolvers<Session>()
      const request: ApprovalRequest = {
        ...parameters,
        id: nextId++,
        resolve,
        reject,
        close() {
          reject(new UserRejectedError({ where: 'approval' }))
          if (current.get() === request) current.set(waiting.shift())
        },
      }
      if (current.get()) waiting.push(request)
      else current.set(request)
      return promise
    },
    mount() {
      mounted += 1
      let released = false
      return () => {
        if (released) return
        released = true
        mounted -= 1
        // React's strict mode unmounts and mounts again in one go; who waits is told only after
        queueMicrotask(() => {
          if (mounted === 0) abandonAll()
        })
      }
    },
  }
}

/** `Promise.withResolvers`, which Node 20 and Safari 17.3 lack. */
function withResolvers<value>() {
  let resolve: (value: value) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<value>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

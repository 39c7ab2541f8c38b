import type { Address } from 'viem'
import { ApprovalUnavailableError } from '../errors/ApprovalUnavailableError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { policyDigest } from '../policies/policyDigest.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import { createObservable, type Observable } from './createObservable.ts'

/** A policy that waits for the user's approval. */
export interface ApprovalRequest {
  id: number
  policy: Policy
  chainId: number
  owner: Address
  /** A renewal: the session that ends when this one is granted. */
  renews?: string | undefined
  /** Answers who asked; the first answer counts. */
  resolve(session: Session): void
  reject(error: Error): void
  /** The grant is on its way: from now on it answers, whatever is mounted. */
  keep(): void
  /** Makes room for the next request. Who asked and was not answered gets a `UserRejectedError`. */
  close(): void
}

export interface Approvals
  extends Pick<Observable<ApprovalRequest | undefined>, 'get' | 'subscribe'> {
  /**
   * Opens the approval, after those that were asked for before it. Who asks for what was asked for
   * already, and not answered, gets the same answer: the user is not asked twice.
   * @throws ApprovalUnavailableError when nothing is mounted that could show it.
   * @throws UserRejectedError when the user declines.
   */
  open(request: Pick<ApprovalRequest, 'policy' | 'chainId' | 'owner' | 'renews'>): Promise<Session>
  /** Called by what shows approvals, while it is mounted. */
  mount(): () => void
}

/** Hands requests for approval from hooks to whatever shows them, one at a time. */
export function createApprovals(): Approvals {
  const current = createObservable<ApprovalRequest | undefined>(undefined)
  const waiting: ApprovalRequest[] = []
  const unanswered = new Map<string, Promise<Session>>()
  const kept = new WeakSet<ApprovalRequest>()
  let mounted = 0
  let nextId = 1
  const abandonAll = () => {
    for (const request of [current.get(), ...waiting.splice(0)])
      if (request && !kept.has(request)) request.reject(new ApprovalUnavailableError())
    current.set(undefined)
  }
  return {
    get: current.get,
    subscribe: current.subscribe,
    open(parameters) {
      if (mounted === 0) return Promise.reject(new ApprovalUnavailableError())
      const { policy, chainId, owner, renews = '' } = parameters
      const key = [chainId, owner.toLowerCase(), policyDigest(policy), renews].join(':')
      const known = unanswered.get(key)
      if (known !== undefined) return known
      const { promise, resolve, reject } = withResolvers<Session>()
      unanswered.set(key, promise)
      const answered = () => {
        if (unanswered.get(key) === promise) unanswered.delete(key)
      }
      promise.then(answered, answered)
      const request: ApprovalRequest = {
        ...parameters,
        id: nextId++,
        resolve,
        reject,
        keep() {
          kept.add(request)
        },
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

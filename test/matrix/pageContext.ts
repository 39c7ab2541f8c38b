import { AsyncLocalStorage } from 'node:async_hooks'
import type { PageLocks } from './createSharedLocks.ts'

/** What a page sees of the machine that it runs on. */
export interface PageContext {
  /** How far its clock has moved, milliseconds. */
  later?: number
  /** Its Web Locks; none as in Node. */
  locks?: PageLocks
}

const contexts = new AsyncLocalStorage<PageContext>()
const now = Date.now
const platform = Object.getOwnPropertyDescriptor(globalThis, 'navigator')

/** Lets pages at the same time in this process have clocks and locks of their own. */
export function installPageContexts(): void {
  Date.now = () => now() + (contexts.getStore()?.later ?? 0)
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    get() {
      const context = contexts.getStore()
      return context ? { locks: context.locks } : platform?.get?.call(globalThis)
    },
  })
}

/** Puts clock and navigator of this process back. */
export function removePageContexts(): void {
  Date.now = now
  if (platform) Object.defineProperty(globalThis, 'navigator', platform)
  else Reflect.deleteProperty(globalThis, 'navigator')
}

/** Runs what a page does. */
export function inPage<result>(context: PageContext, task: () => result): result {
  return contexts.run(context, task)
}

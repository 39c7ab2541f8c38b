import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether every case is gone through, as `npm run test:full` does. */
    full: boolean
  }
}

/** Whether every case is gone through, which takes minutes: `npm run test:full`. */
export const isFull: boolean = inject('full')

/** How many random cases: all of them, or as many as a newcomer waits for. */
export function runs(all: number): number {
  return isFull ? all : Math.min(all, 200)
}

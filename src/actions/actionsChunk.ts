import { lazyChunk } from '../utils/lazyChunk.ts'

export type Actions = typeof import('./actions.ts')

/**
 * A page shows its sessions before anybody acts: the actions come once it is idle, or with the first
 * of them. `grantkit/core` has them at once.
 */
export const actionsChunk = lazyChunk<Actions>('the actions', async () => {
  const actions = await import('./actions.ts')
  // who signs waits for it, and is told where it cannot be loaded
  actions.recoveryChunk.load().catch(() => undefined)
  return actions
})

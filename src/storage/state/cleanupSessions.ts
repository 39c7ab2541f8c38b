import type { SessionStorage } from './SessionStorage.ts'

export interface CleanupSessionsParameters {
  /** Sessions that were last updated longer ago than this are deleted. Milliseconds. */
  maxAge: number
  /** Sessions to keep whatever their age, such as those that are still granted. */
  keep?: ((sessionId: string) => boolean | Promise<boolean>) | undefined
}

/**
 * Deletes the states of sessions that were not used for a long time. What is granted on the chain
 * stays granted: revoke first.
 *
 * @returns The ids that were deleted.
 *
 * @example
 * await cleanupSessions(storage, { maxAge: 30 * 24 * 60 * 60 * 1000 })
 */
export async function cleanupSessions(
  storage: SessionStorage,
  { maxAge, keep }: CleanupSessionsParameters,
): Promise<string[]> {
  const deleted: string[] = []
  for (const id of await storage.list()) {
    const state = await storage.load(id)
    // One from the future, by a clock that was set back, is not old.
    if (!state || !(Date.now() - state.updatedAt > maxAge)) continue
    if (await keep?.(id)) continue
    await storage.delete(id)
    deleted.push(id)
  }
  return deleted
}

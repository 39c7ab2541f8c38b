import type { SessionRecord } from '../types/AccountRecords.ts'
import type { Policy } from '../types/Policy.ts'

/**
 * What a change does to the batch router. Only a policy that is granted now enables it: what storage
 * says of earlier sessions can at most keep one that is enabled. A session of which nothing is said
 * was granted through the SDK or by an earlier version, and counts as needing it.
 *
 * @returns nothing when it stays as it is.
 */
export function planRouter(
  /** The sessions that stay live. */
  kept: readonly SessionRecord[],
  granted?: Policy,
): 'enable' | 'disable' | undefined {
  if (granted?.batch) return 'enable'
  return kept.some(({ batch }) => batch !== false) ? undefined : 'disable'
}

import type { SessionConfig } from '../config/createSessionConfig.ts'
import { findTree } from '../storage/findTree.ts'
import { type SessionsInTree, sessionsInTree } from '../storage/sessionsInTree.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'

/**
 * The stored sessions beside the tree that this page or process last saw the chain to have. Nothing
 * while the chain was not seen, and when nothing stored makes the root that was seen.
 */
export function findSessionsOnChain(
  config: SessionConfig,
  records: AccountRecords,
): SessionsInTree | undefined {
  const view = config.views.get(records)
  const tree = view && findTree(records, view.root)
  return tree && sessionsInTree(records.sessions, tree)
}

import { getAddress } from 'viem'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { Session } from '../types/Session.ts'
import type { InactiveReason, SessionStatus } from '../types/SessionStatus.ts'
import type { SessionsInTree } from './sessionsInTree.ts'

export interface StatusContext {
  /** The chain's clock, Unix seconds. */
  now: number
  /**
   * The stored sessions beside the tree that the chain was seen to have; `undefined` when nothing
   * stored makes its root.
   */
  tree: SessionsInTree | undefined
  /** Keys that are stored here and cannot be opened, by their addresses in lower case. */
  closedKeys: ReadonlySet<string>
  /** Why the account takes no session key at all, where it does not. */
  halted?: 'module-disabled' | 'account-upgraded' | undefined
}

/** A stored session as it stands now: its status is what the chain says, its clock and the vault. */
export function toSession(
  records: AccountRecords,
  record: SessionRecord,
  context: StatusContext,
): Session {
  const { inRoot, position, ...session } = record
  return {
    ...session,
    chainId: records.chainId,
    account: getAddress(records.account),
    ...deriveStatus(records, record, context),
  }
}

function deriveStatus(
  records: AccountRecords,
  record: SessionRecord,
  { now, tree, closedKeys, halted }: StatusContext,
): { status: SessionStatus; reason?: InactiveReason } {
  const inactive = (reason: InactiveReason) => ({ status: 'INACTIVE' as const, reason })
  if (record.status === 'PENDING') return { status: 'PENDING' }
  // over, says storage, and the chain accepts it
  if (tree?.hidden.has(record)) return inactive('out-of-sync')
  if (record.status === 'REVOKED') return { status: 'REVOKED' }
  // the chain still accepts the second of `validUntil` itself
  if (record.validUntil !== 0 && now > record.validUntil) return { status: 'EXPIRED' }
  if (halted === 'account-upgraded') return inactive(halted)
  if (!tree?.present.has(record)) {
    // the root without it is there, and not written down yet
    const { staged } = records.root
    const isOver = staged?.root === tree?.root && staged?.revokes.includes(record.id)
    return isOver ? { status: 'REVOKED' } : inactive('out-of-sync')
  }
  if (halted) return inactive(halted)
  const keyId = record.keyAddress.toLowerCase()
  if (!records.keys.has(keyId) || closedKeys.has(keyId)) return inactive('key-unavailable')
  if (now < record.validAfter) return inactive('not-yet-valid')
  return { status: 'ACTIVE' }
}

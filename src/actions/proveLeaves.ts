import type { Hex } from 'viem'
import type { ProvenLeaf } from '../account/encodeSessionSignature.ts'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import { findTree } from '../storage/findTree.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { Session } from '../types/Session.ts'
import type { InactiveReason, SessionStatus } from '../types/SessionStatus.ts'

/**
 * Proves leaves against the root on the chain: the one that was confirmed here, or that of a change
 * of ours which is mined and not read back yet.
 *
 * @throws SessionNotUsableError when nothing stored makes that root, when the session is not in it,
 * or when the session is outside its interval by the chain's clock.
 */
export function proveLeaves(
  records: AccountRecords,
  session: Session,
  permissions: Session['permissions'],
  seen: { root: Hex; chainTime: number },
): ProvenLeaf[] {
  const { id: sessionId, validAfter, validUntil } = session
  if (validUntil !== 0 && seen.chainTime > validUntil)
    throw new SessionNotUsableError({ sessionId, status: 'EXPIRED' })
  if (seen.chainTime < validAfter)
    throw new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'not-yet-valid' })

  const tree = findTree(records, seen.root)
  if (!tree)
    throw new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'out-of-sync' })
  const places = new Set(tree.hashes)
  const hashes = permissions.map(({ leaf }) => hashLeaf(leaf))
  if (!hashes.every((hash) => places.has(hash))) {
    // it was chosen a moment ago, and revoked since, here or in another tab
    throw new SessionNotUsableError({ sessionId, ...statusOf(records, sessionId, seen.root) })
  }
  return permissions.map(({ leaf }, index) => ({
    leaf,
    proof: tree.getProof(hashes[index] ?? '0x'),
  }))
}

function statusOf(
  { root: { staged }, sessions }: AccountRecords,
  sessionId: string,
  root: Hex,
): { status: Exclude<SessionStatus, 'ACTIVE'>; reason?: InactiveReason } {
  const stored = sessions.find(({ id }) => id === sessionId)
  if (!stored || stored.status === 'REVOKED') return { status: 'REVOKED' }
  if (stored.status === 'PENDING') return { status: 'PENDING' }
  // it ran out, and left the root
  if (!stored.inRoot) return { status: 'EXPIRED' }
  if (staged?.root === root && staged.drops.includes(sessionId)) return { status: 'EXPIRED' }
  if (staged?.root === root && staged.revokes.includes(sessionId)) return { status: 'REVOKED' }
  return { status: 'INACTIVE', reason: 'out-of-sync' }
}

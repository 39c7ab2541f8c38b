import type { ProvenLeaf } from '../account/encodeSessionSignature.ts'
import type { ReadRoot } from '../account/readRoot.ts'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import { isBehind } from '../storage/isBehind.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { Session } from '../types/Session.ts'

/**
 * Proves leaves against the root on the chain: the one that was confirmed here, or that of a change
 * of ours which is mined and not read back yet.
 *
 * @throws SessionNotUsableError when the root on the chain is neither, when the change ends the
 * session, or when the session is outside its interval by the chain's clock.
 */
export function proveLeaves(
  records: AccountRecords,
  session: Session,
  permissions: Session['permissions'],
  seen: ReadRoot,
): ProvenLeaf[] {
  const { id: sessionId, validAfter, validUntil } = session
  if (validUntil !== 0 && seen.chainTime > validUntil)
    throw new SessionNotUsableError({ sessionId, status: 'EXPIRED' })
  if (seen.chainTime < validAfter)
    throw new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'not-yet-valid' })

  const { root, staged } = records.root
  const ahead = staged && seen.root === staged.root && seen.root !== root ? staged : undefined
  if (!ahead && seen.root !== root && !isBehind(records.root, seen))
    throw new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason: 'out-of-sync' })
  if (ahead?.revokes.includes(sessionId))
    throw new SessionNotUsableError({ sessionId, status: 'REVOKED' })

  const gone = ahead ? [...ahead.revokes, ...ahead.drops] : []
  const inRoot = records.sessions.filter(({ id, inRoot }) =>
    inRoot ? !gone.includes(id) : ahead?.grants.includes(id),
  )
  // it was chosen a moment ago, and revoked since, here or in another tab
  if (!inRoot.some(({ id }) => id === sessionId)) {
    const status = records.sessions.find(({ id }) => id === sessionId)?.status
    throw new SessionNotUsableError({
      sessionId,
      status: status === 'PENDING' ? 'PENDING' : status === 'ACTIVE' ? 'EXPIRED' : 'REVOKED',
    })
  }
  const leaves = inRoot.flatMap((it) => it.permissions)
  const tree = createMerkleTree(leaves.map(({ leaf }) => hashLeaf(leaf)))
  return permissions.map(({ leaf }) => ({ leaf, proof: tree.getProof(hashLeaf(leaf)) }))
}

import { getAddress } from 'viem'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { KeyVault } from '../types/KeyVault.ts'
import type { SessionLeafNode } from '../types/SessionStorageClient.ts'
import { createId } from '../utils/createId.ts'

/**
 * The SDK's leaves as sessions of ours, staged. One session for each run of leaves with one key and
 * interval: so that their order, and with it the tree, stays as it is.
 *
 * @param taken Ids that another leaf has.
 */
export function toPendingSessions(
  { root }: AccountRecords,
  leafNodes: readonly SessionLeafNode[],
  keyLocation: KeyVault['location'],
  taken: ReadonlySet<string> = new Set(),
): SessionRecord[] {
  const sessions: SessionRecord[] = []
  const ids = new Set(taken)
  for (const node of leafNodes) {
    const { validUntil, validAfter, sessionValidationModule, sessionKeyData } = node
    // The SDK takes the same id twice.
    const wanted = node.sessionID
    const id = wanted === undefined || ids.has(wanted) ? createId() : wanted
    ids.add(id)
    const leaf = { validUntil, validAfter, sessionValidationModule, sessionKeyData }
    const keyAddress = getAddress(node.sessionPublicKey)
    const last = sessions.at(-1)
    if (
      last?.keyAddress === keyAddress &&
      last.validUntil === validUntil &&
      last.validAfter === validAfter
    )
      sessions[sessions.length - 1] = { ...last, permissions: [...last.permissions, { id, leaf }] }
    else
      sessions.push({
        id,
        keyAddress,
        keyLocation,
        permissions: [{ id, leaf }],
        validUntil,
        validAfter,
        status: 'PENDING',
        inRoot: false,
        position: root.nextPosition + sessions.length,
        createdAt: Date.now(),
      })
  }
  return sessions
}

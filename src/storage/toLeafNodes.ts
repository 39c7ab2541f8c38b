import type { Session } from '../types/Session.ts'
import type { SessionLeafNode } from '../types/SessionStorageClient.ts'

/** A session's leaves as the SDK has them: lower-case addresses, and an id for each leaf. */
export function toLeafNodes(session: Session): SessionLeafNode[] {
  return session.permissions.map(({ id, leaf }) => ({
    validUntil: leaf.validUntil,
    validAfter: leaf.validAfter,
    sessionValidationModule: leaf.sessionValidationModule.toLowerCase() as `0x${string}`,
    sessionKeyData: leaf.sessionKeyData,
    sessionPublicKey: session.keyAddress.toLowerCase() as `0x${string}`,
    sessionID: id,
    status: session.status,
  }))
}

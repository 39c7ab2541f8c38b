import type { SessionLeafNode, SessionSearchParam } from '../types/SessionStorageClient.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'

/** Whether a leaf is one that is searched for, by every field that is given. */
export function matchesLeafNode(node: SessionLeafNode, param: SessionSearchParam): boolean {
  const { sessionID, sessionPublicKey, sessionValidationModule, status } = param
  return (
    (sessionID === undefined || node.sessionID === sessionID) &&
    (sessionPublicKey === undefined || isSameAddress(node.sessionPublicKey, sessionPublicKey)) &&
    (sessionValidationModule === undefined ||
      isSameAddress(node.sessionValidationModule, sessionValidationModule)) &&
    (status === undefined || node.status === status)
  )
}

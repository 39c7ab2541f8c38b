import type { SessionStatus } from '../../types/SessionStatus.ts'
import type { SessionLeafNode, SessionSearchParam } from '../../types/SessionStorageClient.ts'

/**
 * What is used of a class that implements `ISessionStorage`: those of the SDK, of its documentation,
 * and yours. Nothing is asked of its searches, which not all of them do right.
 */
export interface CustomSessionStorage {
  getAllSessionData(): Promise<SessionLeafNode[]>
  addSessionData(leaf: SessionLeafNode): Promise<void>
  updateSessionStatus(param: SessionSearchParam, status: SessionStatus): Promise<void>
  clearPendingSessions(): Promise<void>
  getMerkleRoot(): Promise<string>
  setMerkleRoot(merkleRoot: string): Promise<void>
  /** A signer of the SDK, of viem or of ethers. */
  getSignerByKey(sessionPublicKey: string, chain: never): Promise<unknown>
  /** A `SignerData` with the fields of an ethers `Wallet` beside it: implementations take either. */
  addSigner(signer: never, chain: never): Promise<unknown>
}

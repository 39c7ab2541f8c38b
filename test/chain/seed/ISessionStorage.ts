import type { SessionStatus } from '../../../src/types/SessionStatus.ts'
import type {
  SessionLeafNode,
  SessionSearchParam,
} from '../../../src/types/SessionStorageClient.ts'
import type { Signer, Wallet } from './Wallet.ts'

export type { SessionStatus } from '../../../src/types/SessionStatus.ts'
export type {
  SessionLeafNode,
  SessionSearchParam,
} from '../../../src/types/SessionStorageClient.ts'

/** The interface as the documentation's class knows it, with wallets of ethers. */
export interface ISessionStorage {
  addSessionData(leaf: SessionLeafNode): Promise<void>
  getSessionData(param: SessionSearchParam): Promise<SessionLeafNode>
  updateSessionStatus(param: SessionSearchParam, status: SessionStatus): Promise<void>
  clearPendingSessions(): Promise<void>
  addSigner(signer?: Wallet): Promise<Wallet>
  getSignerByKey(sessionPublicKey: string): Promise<Signer>
  getSignerBySession(param: SessionSearchParam): Promise<Signer>
  getAllSessionData(param?: SessionSearchParam): Promise<SessionLeafNode[]>
  getMerkleRoot(): Promise<string>
  setMerkleRoot(merkleRoot: string): Promise<void>
}

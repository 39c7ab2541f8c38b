import type { Chain, Hex, SignableMessage, TypedData, TypedDataDefinition } from 'viem'
import type { SessionStatus } from './SessionStatus.ts'

/** A leaf as Biconomy's SDK has it: its `SessionLeafNode`. */
export interface SessionLeafNode {
  /** Unix seconds; `0` means no bound. */
  validUntil: number
  /** Unix seconds; `0` means no bound. */
  validAfter: number
  sessionValidationModule: Hex
  sessionKeyData: Hex
  /** The address of the session key. */
  sessionPublicKey: Hex
  sessionID?: string
  status: SessionStatus
}

/** A session is found by its id, or by key and module together. */
export interface SessionSearchParam {
  sessionID?: string
  sessionPublicKey?: Hex
  sessionValidationModule?: Hex
  status?: SessionStatus
}

/** A key as the SDK hands it over: `pbKey` is the address, `pvKey` the private key. */
export interface SignerData {
  pbKey: Hex
  pvKey: Hex
}

/** What the SDK signs with: its `SmartAccountSigner`. */
export interface SessionSigner {
  signerType: string
  inner: undefined
  getAddress(): Promise<Hex>
  signMessage(message: SignableMessage): Promise<Hex>
  signTypedData<
    const typedData extends TypedData | Record<string, unknown>,
    primaryType extends string,
  >(parameters: TypedDataDefinition<typedData, primaryType>): Promise<Hex>
}

/** `ISessionStorage` of Biconomy's SDK. */
export interface SessionStorageClient {
  /** The account that everything in it belongs to. */
  smartAccountAddress: Hex
  addSessionData(leaf: SessionLeafNode): Promise<void>
  getSessionData(param: SessionSearchParam): Promise<SessionLeafNode>
  updateSessionStatus(param: SessionSearchParam, status: SessionStatus): Promise<void>
  revokeSessions(sessionIDs: string[]): Promise<SessionLeafNode[]>
  clearPendingSessions(): Promise<void>
  addSigner(signer?: SignerData, chain?: Chain): Promise<SessionSigner>
  getSignerByKey(sessionPublicKey: string, chain?: Chain): Promise<SessionSigner>
  getSignerBySession(param: SessionSearchParam, chain?: Chain): Promise<SessionSigner>
  getAllSessionData(param?: SessionSearchParam): Promise<SessionLeafNode[]>
  getMerkleRoot(): Promise<string>
  setMerkleRoot(merkleRoot: string): Promise<void>
}

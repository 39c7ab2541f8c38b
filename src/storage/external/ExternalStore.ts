import type { Address, Chain, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { SessionStorageClientError } from '../../errors/SessionStorageClientError.ts'
import { hashLeaf } from '../../merkle/hashLeaf.ts'
import type { SessionStatus } from '../../types/SessionStatus.ts'
import type { SessionLeafNode, SessionSearchParam } from '../../types/SessionStorageClient.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import { within } from '../../utils/within.ts'
import { parseLegacyData } from '../legacy/parseLegacyData.ts'
import { matchesLeafNode } from '../matchesLeafNode.ts'
import type { CustomSessionStorage } from './CustomSessionStorage.ts'

/** What the signers of the SDK, of viem and of ethers have in common. */
export interface ExternalSigner {
  getAddress(): Promise<string>
  signMessage(message: unknown): Promise<Hex>
  signTypedData?(parameters: unknown): Promise<Hex>
}

/**
 * One account's store of somebody else's. What it throws or returns is not trusted; every failure
 * is a SessionStorageClientError, and none shows what a method said that was given a key.
 */
export class ExternalStore {
  readonly #client: CustomSessionStorage
  readonly #chain: Chain
  readonly #timeout: number

  /** @param timeout How long each of its methods may take, milliseconds. */
  constructor(client: CustomSessionStorage, chain: Chain, timeout: number) {
    this.#client = client
    this.#chain = chain
    this.#timeout = timeout
  }

  /** All leaves, in the order of its tree. */
  async leaves(): Promise<SessionLeafNode[]> {
    const method = 'getAllSessionData'
    const found = await this.#call(method, () => this.#client.getAllSessionData())
    try {
      const text = JSON.stringify({ merkleRoot: '', leafNodes: found })
      const { leafNodes } = parseLegacyData.sessions(text)
      for (const node of leafNodes) hashLeaf(node)
      return leafNodes
    } catch {
      const problem = 'returned something else than a list of leaves'
      throw new SessionStorageClientError({ method, problem })
    }
  }

  async add(node: SessionLeafNode): Promise<void> {
    // implementations write into what they are given
    await this.#call('addSessionData', () => this.#client.addSessionData({ ...node }))
  }

  /** @param listed All leaves that it has: the search must not find another one. */
  async setStatus(
    node: SessionLeafNode,
    status: SessionStatus,
    listed: readonly SessionLeafNode[],
  ): Promise<void> {
    const { sessionID, sessionPublicKey, sessionValidationModule } = node
    const method = 'updateSessionStatus'
    const param: SessionSearchParam = sessionID
      ? { sessionID }
      : { sessionPublicKey, sessionValidationModule }
    const hash = hashLeaf(node)
    if (listed.some((it) => matchesLeafNode(it, param) && hashLeaf(it) !== hash))
      throw new SessionStorageClientError({
        method,
        problem: 'cannot tell two of its leaves apart',
      })
    await this.#call(method, () => this.#client.updateSessionStatus(param, status))
  }

  async clearPending(): Promise<void> {
    await this.#call('clearPendingSessions', () => this.#client.clearPendingSessions())
  }

  async root(): Promise<string> {
    const root = await this.#call('getMerkleRoot', () => this.#client.getMerkleRoot())
    return typeof root === 'string' ? root.toLowerCase() : ''
  }

  async setRoot(root: string): Promise<void> {
    await this.#call('setMerkleRoot', () => this.#client.setMerkleRoot(root))
  }

  /** `undefined` when it has none for this key: the interface rejects then, as it does for failures. */
  async signer(keyAddress: Address): Promise<ExternalSigner | undefined> {
    try {
      const chain = this.#chain as never
      const found = await this.#limited('getSignerByKey', async () => {
        const signer = (await this.#client.getSignerByKey(keyAddress, chain)) as ExternalSigner
        return { signer, address: await signer.getAddress() }
      })
      return isSameAddress(found.address, keyAddress) ? found.signer : undefined
    } catch {
      return undefined
    }
  }

  async addSigner(privateKey: Hex): Promise<void> {
    const { address, publicKey } = privateKeyToAccount(privateKey)
    const signer = { pbKey: address, pvKey: privateKey, address, privateKey, publicKey }
    const method = 'addSigner'
    try {
      await this.#limited(method, () =>
        this.#client.addSigner(signer as never, this.#chain as never),
      )
    } catch (error) {
      if (error instanceof SessionStorageClientError) throw error
      throw new SessionStorageClientError({ method, problem: 'rejected' })
    }
    if (!(await this.signer(address)))
      throw new SessionStorageClientError({ method, problem: 'did not keep what it was given' })
  }

  async #call<result>(method: string, work: () => Promise<result>): Promise<result> {
    try {
      return await this.#limited(method, work)
    } catch (cause) {
      if (cause instanceof SessionStorageClientError) throw cause
      throw new SessionStorageClientError({ method, problem: 'rejected', cause })
    }
  }

  /** One that never answers must not hold up grants and revocations. */
  #limited<result>(method: string, work: () => Promise<result>): Promise<result> {
    const problem = `did not answer within ${this.#timeout / 1_000} s`
    const late = () => new SessionStorageClientError({ method, problem })
    return within(
      Promise.resolve().then(() => work()),
      this.#timeout,
      late,
    )
  }
}

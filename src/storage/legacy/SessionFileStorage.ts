import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Chain, getAddress, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { BaseError } from '../../errors/BaseError.ts'
import { InvalidAddressError } from '../../errors/InvalidAddressError.ts'
import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import { SearchParameterError } from '../../errors/SearchParameterError.ts'
import { SessionNotFoundError } from '../../errors/SessionNotFoundError.ts'
import { SignerNotFoundError } from '../../errors/SignerNotFoundError.ts'
import { StatusClaimError } from '../../errors/StatusClaimError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { KeyContext, KeyVault } from '../../types/KeyVault.ts'
import type { SessionStatus } from '../../types/SessionStatus.ts'
import type {
  SessionLeafNode,
  SessionSearchParam,
  SessionSigner,
  SessionStorageClient,
  SignerData,
} from '../../types/SessionStorageClient.ts'
import { createId } from '../../utils/createId.ts'
import { createSessionSigner } from '../../utils/createSessionSigner.ts'
import { DirectoryLock } from '../drivers/file/DirectoryLock.ts'
import { nodeFileSystem } from '../drivers/file/nodeFileSystem.ts'
import { matchesLeafNode } from '../matchesLeafNode.ts'
import { type LegacySessions, type LegacySigner, parseLegacyData } from './parseLegacyData.ts'

export interface SessionFileStorageOptions {
  /** @default the working directory */
  directory?: string | undefined
  /**
   * What keeps the keys from being read. Without one, keys that are there can be used, and none can
   * be added.
   */
  vault?: KeyVault | undefined
  /** What the keys are bound to. The files know no chain: give each chain a directory. @default 0 */
  chainId?: number | undefined
}

/**
 * An `ISessionStorage` for Node on the two files of the SDK's documentation,
 * `<account>_sessions.json` and `<account>_signers.json`. It goes into the SDK as it is; for
 * everything else use `file()` and `createSessionStorageClient`, which know chains and compare with
 * them.
 *
 * Against the documentation's class: a search searches, nothing of the caller's is changed, ids are
 * unique, REVOKED stays, a write is whole or not at all and two processes lose none, and keys are
 * wrapped by the vault. A plain key that is there is wrapped when the file is next written.
 *
 * @example
 * const storage = new SessionFileStorage(smartAccountAddress, {
 *   vault: secretVault({ secret: process.env.SESSION_SECRET ?? '' }),
 * })
 */
export class SessionFileStorage implements SessionStorageClient {
  readonly smartAccountAddress: Hex
  readonly #directory: string
  readonly #vault: KeyVault | undefined
  readonly #chainId: number
  #lock: Promise<DirectoryLock> | undefined

  constructor(smartAccountAddress: Hex, options: SessionFileStorageOptions = {}) {
    if (!/^0x[0-9a-f]{40}$/i.test(smartAccountAddress))
      throw new InvalidAddressError({
        parameter: 'smartAccountAddress',
        value: smartAccountAddress,
      })
    this.smartAccountAddress = smartAccountAddress.toLowerCase() as Hex
    this.#directory = resolve(options.directory ?? '.')
    this.#vault = options.vault
    this.#chainId = options.chainId ?? 0
  }

  async addSessionData(leaf: SessionLeafNode): Promise<void> {
    const added: SessionLeafNode = {
      ...leaf,
      sessionValidationModule: leaf.sessionValidationModule.toLowerCase() as Hex,
      sessionPublicKey: leaf.sessionPublicKey.toLowerCase() as Hex,
    }
    await this.#change((data) => {
      const { sessionID } = added
      if (sessionID !== undefined && data.leafNodes.some((it) => it.sessionID === sessionID))
        throw new InvalidParameterError({
          parameter: 'sessionID',
          problem: `is taken already: ${sessionID}`,
          fix: 'Every leaf of an account needs an id of its own.',
        })
      data.leafNodes.push(added)
    })
  }

  async getSessionData(param: SessionSearchParam): Promise<SessionLeafNode> {
    return find(await this.#sessions(), param)
  }

  /** @throws StatusClaimError for a session that is REVOKED: it stays so. */
  async updateSessionStatus(param: SessionSearchParam, status: SessionStatus): Promise<void> {
    await this.#change((data) => {
      const { status: _, ...which } = param
      const node = find(data, which)
      if (node.status === 'REVOKED' && status !== 'REVOKED')
        throw new StatusClaimError({ claimed: status, actual: 'REVOKED' })
      node.status = status
    })
  }

  /** Marks leaves as REVOKED; on the chain they are when the root of the rest is set. Returns the rest. */
  async revokeSessions(sessionIDs: string[]): Promise<SessionLeafNode[]> {
    return await this.#change((data) => {
      for (const node of data.leafNodes)
        if (node.sessionID !== undefined && sessionIDs.includes(node.sessionID))
          node.status = 'REVOKED'
      return data.leafNodes.filter(({ status }) => status !== 'REVOKED')
    })
  }

  async clearPendingSessions(): Promise<void> {
    await this.#change((data) => {
      data.leafNodes = data.leafNodes.filter(({ status }) => status !== 'PENDING')
    })
  }

  async addSigner(signer?: SignerData, _chain?: Chain): Promise<SessionSigner> {
    const privateKey = signer?.pvKey ?? generatePrivateKey()
    const address = privateKeyToAddress(privateKey)
    const vault = this.#vault
    if (!vault)
      throw new KeyUnavailableError(
        'A session key cannot be stored: no vault was given.',
        'Give `new SessionFileStorage(account, { vault: secretVault({ secret }) })`.',
      )
    const wrapped = await vault.wrap(privateKey, this.#contextOf(address))
    await this.#alone(async () => {
      const signers = parseLegacyData.signers(await nodeFileSystem.read(this.#path('signers')))
      signers.set(address.toLowerCase(), { wrapped })
      // Plain ones that somebody else left are wrapped along the way.
      for (const [key, found] of signers)
        if ('privateKey' in found)
          signers.set(key, {
            wrapped: await vault.wrap(found.privateKey, this.#contextOf(getAddress(key))),
          })
      await this.#write('signers', Object.fromEntries(signers))
    })
    return this.#signer(address)
  }

  async getSignerByKey(sessionPublicKey: string, _chain?: Chain): Promise<SessionSigner> {
    const key = sessionPublicKey.toLowerCase()
    if (!(await this.#signers()).has(key)) throw new SignerNotFoundError({ keyAddress: key })
    return this.#signer(getAddress(key))
  }

  async getSignerBySession(param: SessionSearchParam, chain?: Chain): Promise<SessionSigner> {
    return await this.getSignerByKey((await this.getSessionData(param)).sessionPublicKey, chain)
  }

  /** By every field that is given; without any, all but REVOKED ones: the SDK builds its tree of these. */
  async getAllSessionData(param: SessionSearchParam = {}): Promise<SessionLeafNode[]> {
    const { leafNodes } = await this.#sessions()
    const hasFilter = Object.values(param).some((value) => value !== undefined)
    return leafNodes.filter((node) =>
      hasFilter ? matchesLeafNode(node, param) : node.status !== 'REVOKED',
    )
  }

  async getMerkleRoot(): Promise<string> {
    return (await this.#sessions()).merkleRoot
  }

  async setMerkleRoot(merkleRoot: string): Promise<void> {
    await this.#change((data) => {
      data.merkleRoot = merkleRoot
    })
  }

  #sessions(): Promise<LegacySessions> {
    return guard(async () =>
      parseLegacyData.sessions(await nodeFileSystem.read(this.#path('sessions'))),
    )
  }

  #signers(): Promise<Map<string, LegacySigner>> {
    return guard(async () =>
      parseLegacyData.signers(await nodeFileSystem.read(this.#path('signers'))),
    )
  }

  #change<result>(change: (data: LegacySessions) => result): Promise<result> {
    return this.#alone(async () => {
      const data = await this.#sessions()
      const result = change(data)
      await this.#write('sessions', data)
      return structuredClone(result)
    })
  }

  #alone<result>(work: () => Promise<result>): Promise<result> {
    return guard(async () => {
      this.#lock ??= (async () => {
        const directory = join(this.#directory, `.${this.smartAccountAddress}_lock`)
        await nodeFileSystem.makeDirectory(directory)
        return new DirectoryLock(nodeFileSystem, await realpath(directory), 10_000)
      })()
      return await (await this.#lock).run(work)
    })
  }

  async #write(part: 'sessions' | 'signers', data: object): Promise<void> {
    const ready = `${this.#path(part)}.${createId()}`
    try {
      await nodeFileSystem.create(ready, JSON.stringify(data))
      await nodeFileSystem.rename(ready, this.#path(part))
    } catch (error) {
      await nodeFileSystem.remove(ready).catch(() => {})
      throw error
    }
    await nodeFileSystem.sync(this.#directory)
  }

  #path(part: 'sessions' | 'signers'): string {
    return join(this.#directory, `${this.smartAccountAddress}_${part}.json`)
  }

  #contextOf(keyAddress: Hex): KeyContext {
    return { chainId: this.#chainId, account: this.smartAccountAddress, keyAddress }
  }

  #signer(address: Hex): SessionSigner {
    return createSessionSigner(address, () => this.#keyOf(address))
  }

  async #keyOf(address: Hex): Promise<Hex> {
    const found = (await this.#signers()).get(address.toLowerCase())
    if (!found) throw new SignerNotFoundError({ keyAddress: address })
    if ('privateKey' in found) return found.privateKey
    if (!this.#vault)
      throw new KeyUnavailableError(
        `The session key ${address} is wrapped, and no vault was given.`,
        'Give the vault that it was made with.',
      )
    return await this.#vault.unwrap(found.wrapped, this.#contextOf(address))
  }
}

function find(data: LegacySessions, param: SessionSearchParam): SessionLeafNode {
  const { sessionID, sessionPublicKey, sessionValidationModule } = param
  if (!sessionID && !(sessionPublicKey && sessionValidationModule)) throw new SearchParameterError()
  const node = data.leafNodes.find((it) => matchesLeafNode(it, param))
  if (!node) throw new SessionNotFoundError({ sessionId: sessionID })
  return node
}

async function guard<result>(work: () => Promise<result>): Promise<result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BaseError) throw error
    throw new StorageUnavailableError(
      'The session files refused to work.',
      'Look at the directory, its rights and the disk; try again.',
      { cause: error, details: error instanceof Error ? error.message : String(error) },
    )
  }
}

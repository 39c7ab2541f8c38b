import { type Address, type Chain, getAddress, isAddress } from 'viem'
import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { SessionStorageClientError } from '../../errors/SessionStorageClientError.ts'
import type { WrappedKey } from '../../types/KeyVault.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { SessionLeafNode } from '../../types/SessionStorageClient.ts'
import type { RecordAddress, SessionStorageDriver, StorageOperation } from '../../types/Storage.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import { within } from '../../utils/within.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { reportListenerError } from '../reportListenerError.ts'
import { tell } from '../tell.ts'
import { adoptSessions } from './adoptSessions.ts'
import type { CustomSessionStorage } from './CustomSessionStorage.ts'
import { createExternalSigner } from './createExternalSigner.ts'
import { ExternalStore } from './ExternalStore.ts'
import { isExternalKey } from './isExternalKey.ts'
import { mirrorAccount } from './mirrorAccount.ts'
import { mirrorKeys } from './mirrorKeys.ts'

export interface SessionStorageClientSource {
  /** The chain that its sessions are on: `ISessionStorage` itself knows no chain. */
  chain: Chain
  /** The store of one account. Two accounts, or two chains, must not share one. */
  open(account: Address): CustomSessionStorage | Promise<CustomSessionStorage>
}

export interface FromSessionStorageClientParameters {
  /** Your stores: one `ISessionStorage` for each account, on each chain. */
  clients: readonly SessionStorageClientSource[]
  /** Decides, and keeps what `ISessionStorage` has no place for. */
  storage: SessionStorageDriver
  /**
   * Give your stores the private keys too, in the clear, so that the SDK can sign from them. Keys of
   * `dangerouslyPlaintextVault()` alone: the user is told then where their key lies.
   * @default false
   */
  dangerouslyPlaintextSigners?: boolean | undefined
  /**
   * How long each method of a store may take, milliseconds. A store that is slower counts as failed.
   * @default 10_000
   */
  timeout?: number | undefined
  /**
   * Told when a store failed: what it was given is with `storage`, and given to it again later.
   * @default the platform's error reporting; in Node without a listener that ends the process
   */
  onError?: ((error: unknown) => void) | undefined
}

/** Which account on which chain a store was opened for. */
const owners = new WeakMap<object, string>()

/**
 * Brings a class of yours that implements `ISessionStorage` of Biconomy's SDK into the config.
 *
 * - **Out of your store**: sessions that the SDK granted over it, once their tree is found to be the
 *   one on the chain. Call `reconcileSessions`, as `SessionProvider` does. Keys stay in it and sign
 *   there.
 * - **Into your store**: the leaves that the chain confirmed, their status and root, after each change
 *   and when it is opened. Revoked leaves are taken out of it, because the SDK would grant them again.
 *
 * Such a store decides nothing, because it cannot: it has no atomic step and no revisions, so two
 * processes lose each other's writes, and a crash between two calls leaves half a change. `storage`
 * has what counts; the store is repaired from it. It may be behind, it never leads. It cannot delete
 * a signer: a key that was given to it stays there, also of a revoked session. Your store gets leaves
 * and root alone unless `dangerouslyPlaintextSigners` is set.
 *
 * Put it outermost: around `encrypted()` or `layered()`, not inside. Accounts on other chains are in
 * `storage` alone.
 *
 * @throws InvalidParameterError when two accounts or chains share a store: they would overwrite each
 * other.
 *
 * @example
 * const config = createSessionConfig({
 *   storage: fromSessionStorageClient({
 *     clients: [{ chain: polygonAmoy, open: (account) => new MyStorage(account) }],
 *     storage: file({ directory: './sessions' }),
 *   }),
 *   vault: secretVault({ secret }),
 *   bundler,
 * })
 */
export function fromSessionStorageClient(
  parameters: FromSessionStorageClientParameters,
): SessionStorageDriver {
  const { storage, clients, dangerouslyPlaintextSigners = false } = parameters
  const { onError = reportListenerError, timeout = 10_000 } = parameters
  assertApart(clients)
  const stores = new Map<string, Promise<ExternalStore>>()
  const turns = new Map<string, Promise<unknown>>()
  const opened = new Map<string, Promise<undefined>>()

  /** A store that fails stops nothing: it is told of, and `otherwise` stands. */
  async function reported<result>(otherwise: result, work: () => Promise<result>): Promise<result> {
    try {
      return await work()
    } catch (error) {
      // the app is put together wrongly
      if (error instanceof InvalidParameterError) throw error
      tell(onError, error)
      return otherwise
    }
  }

  function storeOf(scope: AccountScope): Promise<ExternalStore> | undefined {
    const source = clients.find(({ chain }) => chain.id === scope.chainId)
    if (!source) return undefined
    const key = keyOf(scope)
    const known = stores.get(key)
    if (known !== undefined) return known
    const opening = openStore(source, scope, timeout)
    stores.set(key, opening)
    opening.catch(() => stores.delete(key))
    return opening
  }

  /** One at a time for each account, over all tabs where Web Locks exist. */
  async function mirror(scope: AccountScope, isSettled: boolean): Promise<undefined> {
    const opening = storeOf(scope)
    if (!opening) return undefined
    const key = keyOf(scope)
    const task = async (): Promise<undefined> => {
      const store = await opening
      const mirrored = await mirrorAccount(storage, store, scope, isSettled)
      if (!mirrored) return undefined
      await mirrorKeys(storage, store, mirrored.records, dangerouslyPlaintextSigners)
      if (isSettled) assertKnown(mirrored.unknown)
      return undefined
    }
    const turn = (turns.get(key) ?? Promise.resolve()).then(() =>
      underLock(`grantkit-mirror:${key}`, task),
    )
    turns.set(
      key,
      turn.catch(() => undefined),
    )
    return reported(undefined, () => turn)
  }

  function openOnce(scope: AccountScope): Promise<undefined> {
    const key = keyOf(scope)
    const known = opened.get(key) ?? mirror(scope, false)
    opened.set(key, known)
    return known
  }

  async function settle(scopes: readonly AccountScope[]): Promise<void> {
    for (const scope of scopes) await mirror(scope, true)
  }

  return {
    name: `fromSessionStorageClient(${storage.name})`,

    get supports() {
      return storage.supports
    },

    external: {
      async adopt(scope, root) {
        const opening = storeOf(scope)
        if (!opening) return (await storage.external?.adopt(scope, root)) ?? false
        // what the store does not tell is unknown; the owner can still revoke it
        return reported(false, async () => adoptSessions(storage, await opening, scope, root))
      },
      async signerOf(session) {
        const { chainId, account, keyAddress } = session
        const opening = storeOf(session)
        if (!opening) return storage.external?.signerOf(session)
        const id = keyAddress.toLowerCase()
        const record = await storage.get({ chainId, account, kind: 'key', id })
        if (!isExternalKey(record?.value as WrappedKey | undefined)) return undefined
        return createExternalSigner(await opening, keyAddress)
      },
    },

    async get(address) {
      const where = normalizeAddress(address)
      if (where.kind === 'root') await openOnce(where)
      return storage.get(where)
    },

    async put(address, value, options) {
      const scopes = settledBy([{ type: 'put', address, value }])
      const record = await storage.put(address, value, options)
      await settle(scopes)
      return record
    },

    delete: (address, options) => storage.delete(address, options),
    list: (prefix, options) => storage.list(prefix, options),

    async batch(operations) {
      const scopes = settledBy(operations)
      const results = await storage.batch(operations)
      await settle(scopes)
      return results
    },

    watch: (prefix, listener) => storage.watch(prefix, listener),

    async close() {
      await Promise.all(turns.values())
      await storage.close()
    },
  }
}

async function underLock<result>(name: string, task: () => Promise<result>): Promise<result> {
  const locks = globalThis.navigator?.locks
  if (!locks) return task()
  // the types of the platform await twice; a promise inside the box is awaited once
  const { result } = await locks.request(name, async () => ({ result: await task() }))
  return result
}

/** The accounts whose change these operations make final. Every change writes the root's record. */
function settledBy(operations: readonly StorageOperation[]): AccountScope[] {
  const scopes: AccountScope[] = []
  for (const operation of operations) {
    if (operation?.type !== 'put' || operation.address?.kind !== 'root') continue
    const { chainId, account }: RecordAddress = operation.address
    const isStaged = Object.hasOwn(Object(operation.value), 'staged')
    if (!isStaged) scopes.push({ chainId, account })
  }
  return scopes
}

async function openStore(
  { chain, open }: SessionStorageClientSource,
  scope: AccountScope,
  timeout: number,
): Promise<ExternalStore> {
  const account = getAddress(scope.account)
  const problem = `did not answer within ${timeout / 1_000} s`
  const client = await within(
    Promise.resolve().then(() => open(account)),
    timeout,
    () => new SessionStorageClientError({ method: 'open', problem }),
  ).catch((cause: unknown) => {
    if (cause instanceof SessionStorageClientError) throw cause
    throw new SessionStorageClientError({ method: 'open', problem: 'failed', cause })
  })
  const owner = keyOf(scope)
  const known = owners.get(client)
  // TypeScript hides it in some classes
  const { smartAccountAddress } = client as { smartAccountAddress?: unknown }
  const isOthers =
    typeof smartAccountAddress === 'string' &&
    isAddress(smartAccountAddress, { strict: false }) &&
    !isSameAddress(smartAccountAddress, account)
  if (isOthers || (known !== undefined && known !== owner))
    throw new InvalidParameterError({
      parameter: 'clients[].open',
      problem: `returned a store of another account or chain for ${account} on chain ${chain.id}`,
      fix: 'ISessionStorage has room for one account on one chain: open one for each.',
    })
  owners.set(client, owner)
  return new ExternalStore(client, chain, timeout)
}

function assertApart(clients: readonly SessionStorageClientSource[]): void {
  for (const [index, { chain, open }] of clients.entries())
    if (clients.slice(0, index).some((it) => it.chain.id === chain.id || it.open === open))
      throw new InvalidParameterError({
        parameter: 'clients',
        problem: `has chain ${chain.id} twice, or the same stores for two chains`,
        fix: 'ISessionStorage knows no chain: give each chain stores of its own.',
      })
}

/** A leaf that is neither ours nor in the root, such as one of a grant that was refused. */
function assertKnown(unknown: readonly SessionLeafNode[]): void {
  if (unknown.length === 0) return
  const names = unknown.map(({ sessionID, sessionPublicKey }) => sessionID ?? sessionPublicKey)
  throw new SessionStorageClientError({
    method: 'getAllSessionData',
    problem: `lists leaves that are not in the tree on the chain (${names.join(', ')}). The SDK would put them into its next grant; clearPendingSessions() takes out those that are PENDING`,
  })
}

function keyOf({ chainId, account }: AccountScope): string {
  return `${chainId}:${account.toLowerCase()}`
}

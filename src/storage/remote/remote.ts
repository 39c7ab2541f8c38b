import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { Json } from '../../types/Json.ts'
import type {
  IfRevision,
  RecordAddress,
  SessionStorageDriver,
  StoragePage,
  StoredRecord,
} from '../../types/Storage.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { normalizeListOptions } from '../normalizeListOptions.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { type PreparedOperation, prepareOperations } from '../prepareOperations.ts'
import { fromWireError } from './fromWireError.ts'
import { protocol } from './protocol.ts'
import { RemoteConnection } from './RemoteConnection.ts'
import { RemoteHints } from './RemoteHints.ts'
import type { WireError } from './toWireError.ts'

export interface RemoteParameters {
  /** Where the server's handler is mounted. */
  url: string
  /**
   * From `signInToRemote`, or where to get it from: asked before each request, and again with
   * `isRefused` when the server refused the last one.
   */
  token: string | ((isRefused: boolean) => string | Promise<string>)
  /** Milliseconds for one attempt. @default 10_000 */
  timeout?: number | undefined
  /** How often to try again, with growing pauses, what was not answered. @default 4 */
  retries?: number | undefined
  /** @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined
}

/**
 * Keeps sessions on a server, for devices that share them. Keys arrive there wrapped by this side's
 * vault. A write resolves when the server has confirmed it, and not before; one that is repeated
 * because its answer was lost is carried out once.
 *
 * @example
 * const { token } = await signInToRemote({ url, address, chainId, signMessage })
 * const config = createSessionConfig({ storage: remote({ url, token }), vault, bundler })
 */
export function remote(parameters: RemoteParameters): SessionStorageDriver {
  const { url, token, timeout = 10_000, retries = 4 } = parameters
  const connection = new RemoteConnection({
    url,
    timeout,
    retries,
    getToken: typeof token === 'function' ? token : () => token,
    fetch: parameters.fetch ?? ((...args) => globalThis.fetch(...args)),
  })
  const hints = new RemoteHints(connection)
  const watches = new Set<() => void>()
  let isClosed = false

  function requireOpen(): void {
    if (isClosed)
      throw new StorageUnavailableError(
        'The remote storage was closed.',
        'Make a new driver, or close this one later.',
      )
  }

  const driver: SessionStorageDriver = {
    name: 'remote',
    supports: {
      atomicBatch: true,
      sharedCompareAndSwap: true,
      durable: true,
      watchesOthers: true,
    },

    async get(address) {
      const where = normalizeAddress(address)
      requireOpen()
      const { status, revision, body } = await connection.send({
        method: 'GET',
        path: protocol.recordPath(where),
        accept: [200, 404],
        address: where,
      })
      if (status === 404) {
        requireNotFound(body)
        return undefined
      }
      return { address: where, value: (body as { value: Json }).value, revision }
    },

    async put(address, value, options = {}) {
      const [prepared] = prepareOperations([
        { type: 'put', address, value, ifRevision: options.ifRevision },
      ])
      requireOpen()
      // A put always yields its record; this tells the compiler.
      if (prepared?.type !== 'put') throw new Error('unreachable')
      const { revision } = await connection.send({
        method: 'PUT',
        path: protocol.recordPath(prepared.address),
        headers: conditionOf(prepared.ifRevision),
        body: `{"value":${prepared.json}}`,
        accept: [200],
        address: prepared.address,
      })
      hints.notify([prepared.address])
      return recordOf(prepared.address, prepared.json, revision)
    },

    async delete(address, options = {}) {
      const [prepared] = prepareOperations([
        { type: 'delete', address, ifRevision: options.ifRevision },
      ])
      requireOpen()
      if (!prepared) throw new Error('unreachable')
      const { body } = await connection.send({
        method: 'DELETE',
        path: protocol.recordPath(prepared.address),
        headers: conditionOf(prepared.ifRevision),
        accept: [200],
        address: prepared.address,
      })
      if ((body as { changed?: unknown }).changed !== false) hints.notify([prepared.address])
    },

    async list(prefix, options = {}) {
      const below = normalizePrefix(prefix)
      const { limit, unreadable } = normalizeListOptions(options)
      requireOpen()
      const query = protocol.prefixQuery(below)
      query.set('limit', String(limit))
      query.set('unreadable', unreadable)
      if (options.cursor !== undefined) query.set('cursor', options.cursor)
      const { body } = await connection.send({
        method: 'GET',
        path: `/records?${query}`,
        accept: [200],
      })
      return toPage(body)
    },

    async batch(operations) {
      const prepared = prepareOperations(operations)
      requireOpen()
      if (prepared.length === 0) return []
      const { body } = await connection.send({
        method: 'POST',
        path: '/batch',
        body: `{"operations":[${prepared.map(toWire).join(',')}]}`,
        accept: [200],
      })
      const { revisions, changed } = body as { revisions: (string | null)[]; changed: boolean[] }
      hints.notify(prepared.filter((_, index) => changed[index]).map(({ address }) => address))
      return prepared.map((operation, index) =>
        operation.type === 'put'
          ? recordOf(operation.address, operation.json, revisions[index] ?? '')
          : undefined,
      )
    },

    watch(prefix, listener) {
      requireOpen()
      const stop = hints.watch(normalizePrefix(prefix), listener)
      watches.add(stop)
      return () => {
        watches.delete(stop)
        stop()
      }
    },

    async close() {
      isClosed = true
      for (const stop of watches) stop()
      watches.clear()
      hints.close()
    },
  }
  connections.set(driver, hints)
  return driver
}

const connections = new WeakMap<SessionStorageDriver, RemoteHints>()

/** @internal When the watches of a remote driver reach the server. */
export async function remoteWatchesConnected(driver: SessionStorageDriver): Promise<void> {
  await connections.get(driver)?.connected()
}

function requireNotFound(body: unknown): void {
  const isOurs = body !== null && typeof body === 'object' && 'error' in body
  if (!isOurs || body.error !== 'NotFound') throw fromWireError(404, undefined)
}

function conditionOf(ifRevision: IfRevision): Record<string, string> {
  if (ifRevision === undefined) return {}
  return ifRevision === null ? { 'if-none-match': '*' } : { 'if-match': `"${ifRevision}"` }
}

function recordOf(address: RecordAddress, json: string, revision: string): StoredRecord {
  return { address: { ...address }, value: JSON.parse(json) as Json, revision }
}

function toWire(operation: PreparedOperation): string {
  const { type, address, ifRevision } = operation
  const head = JSON.stringify({ type, address, ifRevision })
  return operation.type === 'put' ? `${head.slice(0, -1)},"value":${operation.json}}` : head
}

function toPage(body: unknown): StoragePage {
  const { records, unreadable, cursor } = body as {
    records: StoredRecord[]
    unreadable?: (WireError & { address: RecordAddress; revision: string })[]
    cursor?: string
  }
  return {
    records,
    ...(unreadable
      ? {
          unreadable: unreadable.map((wire) => ({
            address: wire.address,
            revision: wire.revision,
            error: fromWireError(422, wire),
          })),
        }
      : {}),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

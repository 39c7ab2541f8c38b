import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import type { Json } from '../../types/Json.ts'
import type { RecordAddress, SessionStorageDriver, StorageOperation } from '../../types/Storage.ts'
import { byteLength } from './byteLength.ts'
import { forEachRecord, type Place } from './listRecords.ts'
import { serverRecord } from './serverRecord.ts'

/** How many bytes there may be. */
export interface ByteLimits {
  /** For one account on one chain. */
  account: number
  /** For all accounts that a signer reaches, on all chains. */
  signer: number
}

/** What a record takes up beside its value and id, so that many small ones count as well. */
const overhead = 128

/**
 * Kept for what changes the root, such as a revocation, where all else is refused: a full journal
 * must not stop it.
 */
const reserve = 1 / 8

interface Counter {
  place: Place
  /** Unknown before the first write since this is counted. */
  bytes: number | undefined
  revision: string | null
}

/**
 * Counts what a batch adds to and takes from each account. The counters are records that change with
 * the batch, on condition that they are as they were read: so they are right after a crash, and two
 * writers cannot exceed a limit together.
 *
 * @param places All that the signer reaches.
 * @param before The values that lie where the operations go.
 * @returns What belongs into the batch too.
 * @throws StorageQuotaError when it adds more than there is room for. What adds nothing is never
 * refused.
 */
export async function bookBytes(
  storage: SessionStorageDriver,
  limits: ByteLimits,
  places: readonly Place[],
  operations: readonly StorageOperation[],
  before: readonly (Json | undefined)[],
): Promise<StorageOperation[]> {
  const growth = new Map<string, number>()
  for (const [index, operation] of operations.entries()) {
    const { type, address } = operation
    if (type === 'check') continue
    const now = type === 'put' ? bytesOf(address, operation.value) : 0
    const key = keyOf(address)
    growth.set(key, (growth.get(key) ?? 0) + now - bytesOf(address, before[index]))
  }
  if (growth.size === 0) return []
  const isGrowing = [...growth.values()].some((it) => it > 0)
  const written = places.filter((place) => growth.has(keyOf(place)))
  const counters = await readCounters(storage, isGrowing ? places : written)
  const full = operations.some(({ type, address }) => type === 'put' && address.kind === 'root')
  const share = full ? 1 : 1 - reserve

  let total = 0
  const booked: StorageOperation[] = []
  for (const { place, bytes, revision } of counters) {
    const address = serverRecord.bytes(place)
    const added = growth.get(keyOf(place))
    if (added === undefined) {
      total += bytes ?? 0
      // Somebody who writes there at the same time shares the signer's room.
      booked.push({ type: 'check', address, ifRevision: revision })
      continue
    }
    const next = Math.max((bytes ?? (await recount(storage, place))) + added, 0)
    total += next
    if (added > 0 && next > limits.account * share)
      throw new StorageQuotaError('remote', { quota: { bytes: limits.account, of: 'account' } })
    booked.push({ type: 'put', address, value: { bytes: next }, ifRevision: revision })
  }
  if (isGrowing && total > limits.signer * share)
    throw new StorageQuotaError('remote', { quota: { bytes: limits.signer, of: 'signer' } })
  return booked
}

async function readCounters(
  storage: SessionStorageDriver,
  places: readonly Place[],
): Promise<Counter[]> {
  const found = new Map<string, Omit<Counter, 'place'>>()
  const accounts = [...new Set(places.map(({ account }) => account))]
  await Promise.all(
    accounts.map(async (account) => {
      const { chainId, kind } = serverRecord.bytes({ chainId: 0, account })
      const page = await storage.list({ chainId, account, kind }, { unreadable: 'report' })
      for (const { address, value, revision } of page.records) {
        const { bytes } = (value ?? {}) as { bytes?: unknown }
        const isKnown = Number.isSafeInteger(bytes) && Number(bytes) >= 0
        found.set(keyOf({ chainId: Number(address.id), account }), {
          bytes: isKnown ? Number(bytes) : undefined,
          revision,
        })
      }
      for (const { address, revision } of page.unreadable ?? [])
        found.set(keyOf({ chainId: Number(address.id), account }), { bytes: undefined, revision })
    }),
  )
  return places.map((place) => ({
    place,
    ...(found.get(keyOf(place)) ?? { bytes: undefined, revision: null }),
  }))
}

/** Of an account that was written to before this was counted: once. */
async function recount(storage: SessionStorageDriver, place: Place): Promise<number> {
  let bytes = 0
  await forEachRecord(storage, place, ({ address, value }) => {
    bytes += bytesOf(address, value)
  })
  return bytes
}

function bytesOf({ id }: RecordAddress, value: Json | undefined): number {
  return value === undefined ? 0 : byteLength(JSON.stringify(value)) + byteLength(id) + overhead
}

function keyOf({ chainId, account }: Place): string {
  return `${chainId} ${account.toLowerCase()}`
}

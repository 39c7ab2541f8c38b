import { bytesToHex } from 'viem'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import type { Json } from '../../types/Json.ts'
import type { SessionStorageDriver, StorageOperation } from '../../types/Storage.ts'
import { type ByteLimits, bookBytes } from './bookBytes.ts'
import { HttpError } from './HttpError.ts'
import type { Place } from './listRecords.ts'
import { serverRecord } from './serverRecord.ts'

/** What a write comes to. */
export interface Written {
  /** Of each put; `null` for other operations. */
  revisions: (string | null)[]
  /** Whether each operation changed something. */
  changed: boolean[]
}

/** How long a repetition is known, milliseconds; clients give up much sooner. */
const lifetime = 3_600_000

/** How often a batch is begun anew because somebody else wrote to the account meanwhile. */
const attempts = 50

/**
 * Carries a batch out once, however often it is sent with its key: a note of it is part of the very
 * batch, and so is the count of its bytes.
 *
 * @param places All that the signer reaches; the first is the signer's own.
 * @param key From the client; new for every write.
 * @throws HttpError 409 when the key was used for another write; StorageQuotaError; and what the
 * storage throws.
 */
export async function writeOnce(
  storage: SessionStorageDriver,
  limits: ByteLimits,
  places: readonly [Place, ...Place[]],
  key: string | null,
  operations: readonly StorageOperation[],
): Promise<Written> {
  if (!key || !/^[\w-]{16,64}$/.test(key))
    throw new HttpError(400, 'Give an idempotency-key of 16 to 64 letters and digits.')
  const note = serverRecord.write(places[0].account, key)
  const digest = await digestOf(operations)
  for (let attempt = 1; ; attempt++) {
    const before = await Promise.all(operations.map((operation) => whatIsThere(storage, operation)))
    const changed = operations.map(({ type }, index) =>
      type === 'delete' ? before[index]?.isThere === true : type === 'put',
    )
    try {
      const values = before.map(({ value }) => value)
      const results = await storage.batch([
        ...operations,
        {
          type: 'put',
          address: note,
          value: { digest, until: Date.now() + lifetime },
          ifRevision: null,
        },
        ...(await bookBytes(storage, limits, places, operations, values)),
      ])
      if (Math.random() < 0.05) await serverRecord.sweep(storage, note, key)
      return { changed, revisions: operations.map((_, index) => results[index]?.revision ?? null) }
    } catch (error) {
      const isConflict = error instanceof StorageConflictError
      // It may have failed because it was carried out already.
      const known = (isConflict || error instanceof StorageQuotaError) && (await storage.get(note))
      if (known) {
        if ((known.value as { digest: string }).digest !== digest)
          throw new HttpError(409, 'This idempotency key was used for another write.')
        return { changed, revisions: await revisionsNow(storage, operations) }
      }
      // Not what the client asked for, but the count: somebody wrote since it was read.
      const isOfCount = isConflict && (error.operation ?? 0) > operations.length
      if (!isOfCount) throw error
      if (attempt === attempts)
        throw new HttpError(503, 'Too many write to this account at once.', { 'retry-after': '1' })
    }
  }
}

/**
 * The revisions that a write gave, for its repetition. Where somebody has written since, one that
 * nothing has any more: the next compare-and-swap must fail.
 */
async function revisionsNow(
  storage: SessionStorageDriver,
  operations: readonly StorageOperation[],
): Promise<(string | null)[]> {
  return await Promise.all(
    operations.map(async (operation) => {
      if (operation.type !== 'put') return null
      const record = await storage.get(operation.address)
      const isSame = JSON.stringify(record?.value) === JSON.stringify(operation.value)
      return isSame ? (record?.revision ?? null) : 'superseded'
    }),
  )
}

/** What lies where an operation goes, as far as it matters. */
async function whatIsThere(
  storage: SessionStorageDriver,
  { type, address, ifRevision }: StorageOperation,
): Promise<{ isThere: boolean; value?: Json | undefined }> {
  // A put on condition that nothing is there fails where something is.
  if (type === 'check' || (type === 'put' && ifRevision === null)) return { isThere: false }
  try {
    const record = await storage.get(address)
    return { isThere: record !== undefined, value: record?.value }
  } catch {
    // Damaged, but there.
    return { isThere: true }
  }
}

async function digestOf(operations: readonly StorageOperation[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(operations))
  return bytesToHex(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes)))
}

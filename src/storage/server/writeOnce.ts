import type { Address } from 'viem'
import { bytesToHex } from 'viem'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import type { SessionStorageDriver, StorageOperation } from '../../types/Storage.ts'
import { HttpError } from './HttpError.ts'
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

/**
 * Carries a batch out once, however often it is sent with its key: a note of it is part of the very
 * batch.
 *
 * @param key From the client; new for every write.
 * @throws HttpError 409 when the key was used for another write; and what the storage throws.
 */
export async function writeOnce(
  storage: SessionStorageDriver,
  account: Address,
  key: string | null,
  operations: readonly StorageOperation[],
): Promise<Written> {
  if (!key || !/^[\w-]{16,64}$/.test(key))
    throw new HttpError(400, 'Give an idempotency-key of 16 to 64 letters and digits.')
  const note = serverRecord.write(account, key)
  const digest = await digestOf(operations)
  const changed = await Promise.all(
    operations.map(async ({ type, address }) =>
      type === 'delete' ? await isThere(storage, address) : type === 'put',
    ),
  )
  try {
    const results = await storage.batch([
      ...operations,
      {
        type: 'put',
        address: note,
        value: { digest, until: Date.now() + lifetime },
        ifRevision: null,
      },
    ])
    if (Math.random() < 0.05) await serverRecord.sweep(storage, note, key)
    return { changed, revisions: operations.map((_, index) => results[index]?.revision ?? null) }
  } catch (error) {
    // It may have failed because it was carried out already.
    const known = error instanceof StorageConflictError && (await storage.get(note))
    if (!known) throw error
    if ((known.value as { digest: string }).digest !== digest)
      throw new HttpError(409, 'This idempotency key was used for another write.')
    return { changed, revisions: await revisionsNow(storage, operations) }
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

async function isThere(
  storage: SessionStorageDriver,
  address: StorageOperation['address'],
): Promise<boolean> {
  try {
    return (await storage.get(address)) !== undefined
  } catch {
    // Damaged, but there.
    return true
  }
}

async function digestOf(operations: readonly StorageOperation[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(operations))
  return bytesToHex(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes)))
}

import { StorageInputError } from '../errors/StorageInputError.ts'
import type { IfRevision, RecordAddress, Revision, StorageOperation } from '../types/Storage.ts'
import { createRevision } from './createRevision.ts'
import { encodeRecord } from './encodeRecord.ts'
import { normalizeAddress } from './normalizeAddress.ts'
import { recordVersion } from './recordVersion.ts'
import { toJsonText } from './toJsonText.ts'

/** An operation that holds nothing of the caller's any more. */
export type PreparedOperation =
  | {
      type: 'put'
      address: RecordAddress
      ifRevision: IfRevision
      /** Drawn once, so that a write that is repeated after a lost connection knows itself again. */
      revision: Revision
      json: string
      /** The version that it is written in. */
      version: number
      /** The envelope, sealed when it is asked for: memory does not need one. */
      readonly text: string
    }
  | { type: 'delete' | 'check'; address: RecordAddress; ifRevision: IfRevision }

/**
 * Checks and copies a batch before anything is read or written.
 *
 * @param version The version that its records are written in.
 */
export function prepareOperations(
  operations: readonly StorageOperation[],
  version: number = recordVersion,
): readonly PreparedOperation[] {
  const seen = new Set<string>()
  return operations.map((operation) => {
    const address = normalizeAddress(operation.address)
    // One cannot be named twice.
    const key =
      operations.length > 1
        ? JSON.stringify([address.chainId, address.account, address.kind, address.id])
        : ''
    // The order in which two writes of one record count is not for a driver to guess.
    if (seen.has(key))
      throw new StorageInputError(
        'a batch names one record twice',
        'Give one operation per record; `put` and `delete` take `ifRevision` themselves.',
      )
    seen.add(key)
    const { type, ifRevision } = operation
    if (ifRevision !== undefined && ifRevision !== null && typeof ifRevision !== 'string')
      throw new StorageInputError(
        'ifRevision is no revision',
        'Give the revision of a record that was read, null for none, or undefined for any.',
      )
    if (type !== 'put') {
      if (type !== 'delete' && (type !== 'check' || ifRevision === undefined))
        throw new StorageInputError(
          'an operation of a batch is unknown',
          'Use put, delete, or check with an `ifRevision`.',
        )
      return { type, address, ifRevision }
    }
    const json = toJsonText(operation.value)
    const revision = createRevision()
    return {
      type,
      address,
      ifRevision,
      revision,
      json,
      version,
      get text() {
        return encodeRecord(address, revision, json, version)
      },
    }
  })
}

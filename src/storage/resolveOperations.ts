import { StorageConflictError } from '../errors/StorageConflictError.ts'
import type { Json } from '../types/Json.ts'
import type { RecordAddress, Revision, StoredRecord } from '../types/Storage.ts'
import type { PreparedOperation } from './prepareOperations.ts'
import type { RecordFormat } from './RecordFormat.ts'
import { type ReadRecord, readRecord } from './readRecord.ts'

/** A change of one stored envelope; `text: undefined` removes it. */
export interface StoredChange {
  address: RecordAddress
  readonly text: string | undefined
  /** What the envelope holds, for a store that needs no envelope. */
  revision?: Revision | undefined
  json?: string | undefined
  version?: number | undefined
}

/** What an operation comes to, given what is stored. */
export interface ResolvedOperation {
  /** Absent when there is nothing to write. `text: undefined` removes the record. */
  change?: StoredChange | undefined
  result: StoredRecord | undefined
}

/**
 * Decides a batch against the envelopes that are stored now, one per operation. The one place where
 * revisions are compared, for every driver.
 *
 * @throws StorageConflictError, and the error of a record that cannot be read, which only its own
 * raw revision may replace.
 */
export function resolveOperations(
  operations: readonly PreparedOperation[],
  stored: readonly (string | ReadRecord | undefined)[],
  format?: RecordFormat,
): readonly ResolvedOperation[] {
  const current = operations.map(({ address }, index) => {
    const found = stored[index]
    return typeof found === 'string' ? readRecord(address, found, format) : found
  })
  // Repeated after a connection was lost that had carried it out after all: a batch is one write, so
  // where one of its revisions is, all of it is, and its conditions are no longer about what is there.
  const applied = operations.some(
    (operation, index) =>
      operation.type === 'put' && operation.revision === current[index]?.revision,
  )
  return operations.map((operation, index) => {
    if (!applied) requireRevision(operation, current[index], index)
    return resolve(operation, current[index])
  })
}

function requireRevision(
  { address, ifRevision }: PreparedOperation,
  current: ReadRecord | undefined,
  operation: number,
): void {
  const actual = current?.revision ?? null
  if (current?.error && ifRevision !== actual) throw current.error
  if (ifRevision !== undefined && ifRevision !== actual)
    throw new StorageConflictError({ address, expected: ifRevision, actual, operation })
}

function resolve(operation: PreparedOperation, current: ReadRecord | undefined): ResolvedOperation {
  const { address } = operation
  switch (operation.type) {
    case 'put': {
      const value = JSON.parse(operation.json) as Json
      return {
        change: operation,
        result: { address: { ...address }, value, revision: operation.revision },
      }
    }
    case 'delete':
      return { change: current && { address, text: undefined }, result: undefined }
    case 'check':
      return { result: undefined }
  }
}

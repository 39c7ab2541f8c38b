import { BaseError } from '../../errors/BaseError.ts'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { StorageCorruptError } from '../../errors/StorageCorruptError.ts'
import { StorageInputError } from '../../errors/StorageInputError.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import { StorageValueError } from '../../errors/StorageValueError.ts'
import { StorageVersionError } from '../../errors/StorageVersionError.ts'
import type { RecordAddress } from '../../types/Storage.ts'

/** An error as it goes over the wire: what is needed to throw the same one over there. */
export interface WireError {
  error: string
  message: string
  address?: RecordAddress | undefined
  expected?: string | null | undefined
  actual?: string | null | undefined
  operation?: number | undefined
  revision?: string | undefined
  found?: number | undefined
  supported?: number | undefined
  quota?: StorageQuotaError['quota']
}

/** With the status that says the same. What is not ours is not shown to the other side. */
export function toWireError(error: unknown): { status: number; body: WireError } {
  if (error instanceof StorageConflictError) {
    const { name, shortMessage, address, expected, actual, operation } = error
    return {
      status: 412,
      body: { error: name, message: shortMessage, address, expected, actual, operation },
    }
  }
  if (error instanceof StorageCorruptError || error instanceof StorageVersionError) {
    const { name, shortMessage, address, revision } = error
    const versions =
      error instanceof StorageVersionError
        ? { found: error.found, supported: error.supported }
        : undefined
    return {
      status: 422,
      body: { error: name, message: shortMessage, address, revision, ...versions },
    }
  }
  const status =
    error instanceof StorageInputError || error instanceof StorageValueError
      ? 400
      : error instanceof StorageQuotaError
        ? 507
        : 503
  const quota = error instanceof StorageQuotaError ? error.quota : undefined
  const { name, shortMessage } =
    error instanceof BaseError
      ? error
      : { name: 'StorageUnavailableError', shortMessage: 'The storage failed.' }
  return { status, body: { error: name, message: shortMessage, ...(quota && { quota }) } }
}

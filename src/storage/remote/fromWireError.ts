import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { StorageCorruptError } from '../../errors/StorageCorruptError.ts'
import { StorageInputError } from '../../errors/StorageInputError.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import { StorageVersionError } from '../../errors/StorageVersionError.ts'
import type { RecordAddress } from '../../types/Storage.ts'
import { recordVersion } from '../recordVersion.ts'
import type { WireError } from './toWireError.ts'

const fixes: Readonly<Record<number, string>> = {
  401: 'Sign in again: the token is missing, out of date, or of another server.',
  403: 'Sign in with the account whose records these are.',
  404: 'Look at the `url`: there is no GrantKit storage.',
  409: 'Use a new idempotency key for every write.',
  413: 'Write less at once, or have the server allow more (`limits`).',
  429: 'Wait, and try again.',
}

/** The error that the server had, or one that says what its answer means. */
export function fromWireError(status: number, body: unknown, asked?: RecordAddress): Error {
  const wire = (body !== null && typeof body === 'object' ? body : {}) as Partial<WireError>
  const address = wire.address ?? asked
  const message = typeof wire.message === 'string' ? wire.message : ''
  switch (wire.error) {
    case 'StorageConflictError':
      if (address)
        return new StorageConflictError({
          address,
          expected: wire.expected ?? null,
          actual: wire.actual ?? null,
          operation: wire.operation,
        })
      break
    case 'StorageCorruptError':
      if (address) return new StorageCorruptError(address, wire.revision ?? '')
      break
    case 'StorageVersionError':
      return new StorageVersionError({
        address,
        found: wire.found,
        supported: wire.supported ?? recordVersion,
        revision: wire.revision,
      })
    case 'StorageInputError':
    case 'StorageValueError':
      return new StorageInputError('the server refused it', message)
    case 'StorageQuotaError':
      return new StorageQuotaError('remote', { quota: quotaOf(wire.quota) })
  }
  return new StorageUnavailableError(
    `The remote storage refused (HTTP ${status}).`,
    fixes[status] ?? 'Try again; look at the server.',
    { details: message.slice(0, 200) || undefined },
  )
}

function quotaOf(quota: WireError['quota']): WireError['quota'] {
  const { bytes, of } = quota ?? {}
  return typeof bytes === 'number' && (of === 'account' || of === 'signer')
    ? { bytes, of }
    : undefined
}

import { StorageInputError } from '../errors/StorageInputError.ts'
import type { RecordAddress } from '../types/Storage.ts'
import { normalizePrefix } from './normalizePrefix.ts'

/** A checked copy of a record's address, with the account in lower case. */
export function normalizeAddress(address: RecordAddress): RecordAddress {
  const { chainId, account, kind } = normalizePrefix(address)
  if (chainId === undefined || account === undefined || kind === undefined)
    throw new StorageInputError(
      'a record address is incomplete',
      'Give chainId, account, kind and id.',
    )
  if (typeof address.id !== 'string')
    throw new StorageInputError('the id of a record is no string', 'Give a string; any will do.')
  return { chainId, account, kind, id: address.id }
}

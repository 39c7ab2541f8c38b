import type { Address } from 'viem'
import { StorageInputError } from '../errors/StorageInputError.ts'
import type { RecordKind, RecordPrefix } from '../types/Storage.ts'

const kinds: Readonly<Record<RecordKind, true>> = {
  root: true,
  session: true,
  key: true,
  state: true,
}

const addressPattern = /^0x[0-9a-f]{40}$/

/** A checked copy of a prefix, with the account in lower case. */
export function normalizePrefix({ chainId, account, kind }: RecordPrefix): RecordPrefix {
  if (
    (kind !== undefined && account === undefined) ||
    (account !== undefined && chainId === undefined)
  )
    throw new StorageInputError(
      'a prefix is matched from the left',
      'Give chainId; chainId and account; or chainId, account and kind.',
    )
  if (chainId !== undefined && !(Number.isSafeInteger(chainId) && chainId >= 0))
    throw new StorageInputError(
      'chainId is no chain id',
      'Give a whole number that is not negative.',
    )
  if (kind !== undefined && !Object.hasOwn(kinds, kind))
    throw new StorageInputError(
      'the kind of a record is unknown',
      `Use one of ${Object.keys(kinds).join(', ')}.`,
    )
  // Zero and minus zero are one key in IndexedDB but two texts elsewhere.
  return { chainId: chainId === 0 ? 0 : chainId, account: lowerCased(account), kind }
}

function lowerCased(account: Address | undefined): Address | undefined {
  if (account === undefined) return undefined
  const lower = typeof account === 'string' ? account.toLowerCase() : ''
  if (!addressPattern.test(lower))
    throw new StorageInputError(
      'account is no address',
      'Give 0x and 40 hexadecimal digits: the address of the smart account.',
    )
  return lower as Address
}

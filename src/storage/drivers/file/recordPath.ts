import type { Address } from 'viem'
import { StorageInputError } from '../../../errors/StorageInputError.ts'
import type { RecordAddress, RecordKind } from '../../../types/Storage.ts'

/** With what is put around it, below the 255 bytes that file systems allow for a name. */
const nameLength = 180
const maxNames = 16

/**
 * The path of a record below the directory of all records, and back:
 * `<chain>/<account>/<kind>/r-<id>.json`. An id becomes lower-case letters, digits, `-`, `_` and
 * `%` with four digits, so that it can neither leave the directory nor be one with another id on a
 * file system that ignores case, nor be a device's name. A long one goes on in a directory below.
 */
export const recordPath = {
  /** @throws StorageInputError when the id is too long for a path. */
  encode({ chainId, account, kind, id }: RecordAddress): string[] {
    const encoded = id.replace(
      /[^a-z0-9_-]/g,
      (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    const names = encoded.match(new RegExp(`.{1,${nameLength}}`, 'g')) ?? ['']
    if (names.length > maxNames)
      throw new StorageInputError(
        `the id of a record has ${id.length} characters, too many for a file's path`,
        'Use an id of 500 characters or less.',
      )
    const last = names.pop()
    return [String(chainId), account, kind, ...names.map((name) => `r-${name}`), `r-${last}.json`]
  },

  /** `undefined` for a path that no record has. */
  decode(path: readonly string[]): RecordAddress | undefined {
    const [chainId = '', account, kind, ...names] = path
    const encoded = names
      .map((name, index) => (index === names.length - 1 ? name.replace(/\.json$/, '') : name))
      .map((name) => name.replace(/^r-/, ''))
      .join('')
    const id = encoded.replace(/%([0-9a-f]{4})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
    const address = {
      chainId: Number(chainId),
      account: account as Address,
      kind: kind as RecordKind,
      id,
    }
    // Only the one spelling that `encode` gives: two files must not mean one record.
    const isOurs =
      /^(0|[1-9]\d{0,15})$/.test(chainId) &&
      /^0x[0-9a-f]{40}$/.test(account ?? '') &&
      /^(root|session|key|state)$/.test(kind ?? '') &&
      names.length > 0 &&
      names.length <= maxNames &&
      recordPath.encode(address).join('/') === path.join('/')
    return isOurs ? address : undefined
  },
}

import { describe, expect, test } from 'vitest'
import type { RecordAddress } from '../types/Storage.ts'
import { ForeignDatabaseError } from './databaseErrors.ts'
import { KeyIntegrityError } from './KeyIntegrityError.ts'
import { StorageConflictError } from './StorageConflictError.ts'
import { StorageCorruptError } from './StorageCorruptError.ts'
import { StorageInputError } from './StorageInputError.ts'
import { StorageQuotaError } from './StorageQuotaError.ts'
import { StorageUnavailableError } from './StorageUnavailableError.ts'
import { StorageValueError } from './StorageValueError.ts'
import { StorageVersionError } from './StorageVersionError.ts'
import { VaultSecretError } from './VaultSecretError.ts'

const address: RecordAddress = {
  chainId: 137,
  account: '0x1111111111111111111111111111111111111111',
  kind: 'session',
  id: `a"\0${'x'.repeat(300)}`,
}

describe('storage errors', () => {
  test('StorageConflictError', () => {
    const short = { ...address, id: 'a' }
    expect(
      String(new StorageConflictError({ address: short, expected: null, actual: 'r' })),
    ).toMatchInlineSnapshot(`
      "StorageConflictError: There is a stored session "a" of 0x1111111111111111111111111111111111111111 on chain 137 already.

      Nothing was written. Read it again, and repeat the change on what is there now."
    `)
    expect(
      new StorageConflictError({ address: short, expected: 'r', actual: null }).shortMessage,
    ).toMatchInlineSnapshot(
      `"The stored session "a" of 0x1111111111111111111111111111111111111111 on chain 137 is gone."`,
    )
    expect(
      new StorageConflictError({ address: short, expected: 'r', actual: 's' }).shortMessage,
    ).toMatchInlineSnapshot(
      `"The stored session "a" of 0x1111111111111111111111111111111111111111 on chain 137 was changed in the meantime."`,
    )
  })

  test('StorageCorruptError', () => {
    expect(String(new StorageCorruptError(address, 'raw-1-0'))).toMatchInlineSnapshot(`
      "StorageCorruptError: The stored session "a\\"\\u0000xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" of 0x1111111111111111111111111111111111111111 on chain 137 is damaged and cannot be read.

      It was left as it is. It was changed by something else than GrantKit, or only partly written.
      To give it up, delete it with \`ifRevision: error.revision\`, and grant the session anew."
    `)
  })

  test('ForeignDatabaseError', () => {
    const error = new ForeignDatabaseError({ database: 'grantkit', missing: ['records'] })
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(String(error)).toMatchInlineSnapshot(`
      "ForeignDatabaseError: The IndexedDB database "grantkit" is there, but without its object store "records": something else made it.

      Give GrantKit another \`name\`, or delete that database if nothing needs it: indexedDB.deleteDatabase("grantkit"). It holds no sessions and no keys of GrantKit."
    `)
  })

  test('StorageVersionError', () => {
    expect(
      String(new StorageVersionError({ address, found: 2, supported: 1, revision: 'raw-1-0' })),
    ).toMatchInlineSnapshot(`
      "StorageVersionError: The stored session "a\\"\\u0000xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" of 0x1111111111111111111111111111111111111111 on chain 137 is in a newer format (version 2) than this page knows (1).

      It was left as it is. Reload the page, or update GrantKit to the version that wrote it."
    `)
    expect(new StorageVersionError({ supported: 1 }).shortMessage).toMatchInlineSnapshot(
      `"The session database is in a newer format (version unknown) than this page knows (1)."`,
    )
  })

  test('StorageQuotaError', () => {
    expect(String(new StorageQuotaError('localStorage'))).toMatchInlineSnapshot(`
      "StorageQuotaError: The localStorage storage is full.

      Nothing was written. Delete sessions that ended, or free space for this site in the browser.
      localStorage holds about 5 MB for a whole origin; \`indexedDb()\` holds far more."
    `)
    const ofAccount = { bytes: 1_048_576, of: 'account' } as const
    expect(String(new StorageQuotaError('remote', { quota: ofAccount }))).toMatchInlineSnapshot(`
      "StorageQuotaError: The remote storage is full: this account may take up 1048576 bytes.

      Nothing was written. Delete sessions that ended and journals that are not needed, or have the server allow more (\`limits\`)."
    `)
    expect(
      new StorageQuotaError('remote', { quota: { ...ofAccount, of: 'signer' } }).shortMessage,
    ).toMatchInlineSnapshot(
      `"The remote storage is full: all accounts of this wallet may take up 1048576 bytes."`,
    )
  })

  test('StorageInputError, StorageValueError', () => {
    expect(
      String(new StorageInputError('account is no address', 'Give 0x and 40 hexadecimal digits.')),
    ).toMatchInlineSnapshot(`
      "StorageInputError: Storage was called wrongly: account is no address.

      Give 0x and 40 hexadecimal digits."
    `)
    expect(String(new StorageValueError('value.a[0]', 'a bigint'))).toMatchInlineSnapshot(`
      "StorageValueError: Only JSON can be stored, and value.a[0] is a bigint.

      Nothing was written. Leave undefined properties out, and write bigints as strings."
    `)
  })

  test('KeyIntegrityError, VaultSecretError', () => {
    expect(
      String(new KeyIntegrityError(address.account, 'its stored form does not open')),
    ).toMatchInlineSnapshot(`
      "KeyIntegrityError: The session key 0x1111111111111111111111111111111111111111 was not used: its stored form does not open.

      Its stored bytes were changed, or come from another account, chain or key.
      Revoke the session with the owner wallet, which needs no session key, and grant a new one."
    `)
    expect(String(new VaultSecretError('this has 31 bytes'))).toMatchInlineSnapshot(`
      "VaultSecretError: A vault's secret must be 32 bytes, and this has 31 bytes.

      Give a Uint8Array of 32 bytes or 64 hexadecimal digits, with or without 0x.
      Make one with: openssl rand -hex 32"
    `)
  })
})

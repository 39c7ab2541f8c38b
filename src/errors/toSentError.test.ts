import { HttpRequestError, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { StorageUnavailableError } from './StorageUnavailableError.ts'
import { toSentError } from './toSentError.ts'
import { UserOperationRevertedError } from './UserOperationRevertedError.ts'

const sent = { userOpHash: zeroHash, transactionHash: undefined }
const mined = { userOpHash: zeroHash, transactionHash: zeroHash }
const broken = new StorageUnavailableError('The storage is gone.', 'Look for it.')

describe('toSentError', () => {
  test('a storage that failed does not claim that nothing was sent', () => {
    expect(toSentError(broken, sent)).toMatchObject({
      name: 'NotRecordedError',
      chainEffect: 'unknown',
      cause: broken,
    })
    expect(toSentError(broken, mined)).toMatchInlineSnapshot(`
      [NotRecordedError: The user operation is on the chain, but this could not be stored.

      Do not send it again. See why the storage failed; reconcileSessions() then settles sessions with the chain.
      User operation: 0x0000000000000000000000000000000000000000000000000000000000000000
      Transaction: 0x0000000000000000000000000000000000000000000000000000000000000000

      The chain did change.
      Details: The storage is gone.]
    `)
  })

  test('a node that failed leaves open what is open', () => {
    const down = new HttpRequestError({ url: 'http://node' })
    expect(toSentError(down, sent).chainEffect).toBe('unknown')
    expect(toSentError(down, mined).chainEffect).toBe('changed')
  })

  test('a revert is what it is', () => {
    const revert = new UserOperationRevertedError({
      userOpHash: zeroHash,
      transactionHash: zeroHash,
    })
    expect(toSentError(revert, mined)).toBe(revert)
  })
})

import { expect, test } from 'vitest'
import { SessionStorageClientError } from './SessionStorageClientError.ts'

test('SessionStorageClientError', () => {
  const cause = new Error('ENOSPC')
  const error = new SessionStorageClientError({
    method: 'addSessionData',
    problem: 'rejected',
    cause,
  })
  expect(error.cause).toBe(cause)
  expect(error.chainEffect).toBe('none')
  expect(String(error)).toMatchInlineSnapshot(`
    "SessionStorageClientError: The custom session storage failed: addSessionData() rejected.

    GrantKit keeps the sessions in a storage of its own; they are as they were.
    The custom storage is brought up to date with the next change, and the next time that it is opened.

    Details: ENOSPC"
  `)
})

import { zeroHash } from 'viem'
import { expect, test } from 'vitest'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { Session } from '../types/Session.ts'
import { proveLeaves } from './proveLeaves.ts'

const account = `0x${'ab'.repeat(20)}` as const
const session = { id: 'a', validAfter: 0, validUntil: 0, permissions: [] } as unknown as Session
const seen = {
  root: zeroHash,
  modules: [],
  keyManagerEnabled: true,
  batchRouterEnabled: false,
  upgraded: false,
  deposit: 0n,
  blockNumber: 1n,
  blockHash: zeroHash,
  blockTime: 1,
  chainTime: 1,
} as const

// found by the soak: a session was revoked between being chosen and being proven
test.each([
  ['REVOKED', { status: 'REVOKED', inRoot: false }, 'REVOKED'],
  ['left in the end', { status: 'ACTIVE', inRoot: false }, 'EXPIRED'],
  ['staged again', { status: 'PENDING', inRoot: false }, 'PENDING'],
  ['gone', undefined, 'REVOKED'],
] as const)('a session that is %s by now says so', (_, stored, status) => {
  const record = { ...session, ...stored, position: 0 } as unknown as SessionRecord
  const records: AccountRecords = {
    chainId: 1,
    account,
    root: { root: zeroHash, nextPosition: 1 },
    revision: null,
    sessions: stored ? [record] : [],
    keys: new Map(),
  }
  const prove = () => proveLeaves(records, session, [], seen)
  expect(prove).toThrow(SessionNotUsableError)
  expect(prove).toThrow(expect.objectContaining({ status, chainEffect: 'none' }))
})

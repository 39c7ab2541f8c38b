import fc from 'fast-check'
import { concatHex, type Hex, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { someLeaf } from '../../test/harness/someLeaf.ts'
import type { RootRecord, SessionRecord } from '../types/AccountRecords.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { parseRootRecord, parseSessionRecord } from './parseAccountRecords.ts'

const key = `0x${'aa'.repeat(20)}` as const
const leaf = {
  ...someLeaf('s', { validUntil: 9 }),
  sessionValidationModule: moduleAddresses.abiSessionValidation,
  sessionKeyData: concatHex([key, `0x${'00'.repeat(42)}`]),
}
const session: SessionRecord = {
  id: 's',
  keyAddress: key,
  keyLocation: 'secret',
  permissions: [{ id: 's-0', leaf }],
  validAfter: 0,
  validUntil: 9,
  status: 'ACTIVE',
  inRoot: true,
  position: 3,
  createdAt: 1,
}
const change = {
  kind: 'grant',
  root: zeroHash,
  grants: ['s'],
  revokes: [],
  drops: [],
  holder: 'me',
  stagedAt: 1,
} as const
const root: RootRecord = {
  root: `0x${'12'.repeat(32)}`,
  leaves: [zeroHash],
  nextPosition: 4,
  blockNumber: '0x7',
  blockHash: zeroHash,
  blockTime: 70,
  staged: {
    ...change,
    operation: {
      userOpHash: zeroHash,
      nonce: '0x1',
      fromBlock: '0x6',
      sentAt: 1,
      accepted: true,
    },
  },
  unsettled: [{ ...change, rootBefore: zeroHash, blockNumber: '0x7', blockHash: zeroHash }],
  givenUp: [{ ...change, rootBefore: zeroHash, sessions: [session] }],
}

describe('parseSessionRecord', () => {
  test('gives back what this kit stored', () => {
    expect(parseSessionRecord('s', session)).toEqual(session)
  })

  test('takes the interval from the leaves, whatever stands beside them', () => {
    const stored = { ...session, validAfter: 1, validUntil: 0 }
    expect(parseSessionRecord('s', stored)).toMatchObject({ validAfter: 0, validUntil: 9 })
  })

  test('a session that is not ACTIVE is not in the root', () => {
    expect(parseSessionRecord('s', { ...session, status: 'REVOKED' })?.inRoot).toBe(false)
  })

  test.each<[string, unknown]>([
    ['another id', { ...session, id: 't' }],
    ['another key than its leaves', { ...session, keyAddress: `0x${'bb'.repeat(20)}` }],
    ['no leaf', { ...session, permissions: [] }],
    ['leaves of two intervals', { ...session, permissions: [session.permissions[0], other()] }],
    ['a status that there is not', { ...session, status: 'EXPIRED' }],
    ['a place that is none', { ...session, position: Number.NaN }],
    ['half a byte', withData('0x123')],
    ['no hexadecimal', withData('0xzz' as Hex)],
    ['nothing', null],
    ['a list', []],
    ['a text', 'session'],
  ])('refuses a record with %s', (_, value) => {
    expect(parseSessionRecord('s', value)).toBeUndefined()
  })

  function other() {
    return { id: 's-1', leaf: { ...leaf, validUntil: 10 } }
  }
  function withData(sessionKeyData: Hex) {
    return { ...session, permissions: [{ id: 's-0', leaf: { ...leaf, sessionKeyData } }] }
  }
})

describe('parseRootRecord', () => {
  test('gives back what this kit stored', () => {
    expect(parseRootRecord(root)).toEqual(root)
  })

  test('leaves out the parts that make no sense, and keeps the others', () => {
    const broken = {
      ...root,
      leaves: ['0x12'],
      blockNumber: 7,
      staged: { ...root.staged, grants: [{}] },
      unsettled: [{ ...root.unsettled?.[0], blockHash: null }],
      givenUp: [null, 3],
    }
    const { leaves, blockNumber, staged, unsettled, givenUp, ...rest } = root
    expect(parseRootRecord(broken)).toEqual(rest)
  })

  test('what is no root record is that of a new account', () => {
    for (const value of [undefined, null, 7, [], {}, { root: '0x' }])
      expect(parseRootRecord(value)).toEqual({ root: zeroHash, nextPosition: 0 })
  })
})

test('whatever is stored, reading it does not throw', () => {
  const wild = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue().map((it) => ({ ...session, ...(it as object) })),
    fc.jsonValue().map((it) => ({ ...root, ...(it as object) })),
    fc.tuple(fc.constantFrom(...Object.keys(session)), fc.jsonValue()).map(([name, it]) => ({
      ...session,
      [name]: it,
    })),
    fc.tuple(fc.constantFrom(...Object.keys(root)), fc.jsonValue()).map(([name, it]) => ({
      ...root,
      [name]: it,
    })),
  )
  fc.assert(
    fc.property(wild, (value) => {
      parseSessionRecord('s', value)
      parseRootRecord(value)
    }),
    { numRuns: runs(2_000) },
  )
})

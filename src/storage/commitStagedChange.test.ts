import { type Hex, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { someLeaf } from '../../test/harness/someLeaf.ts'
import { StorageConflictError } from '../errors/StorageConflictError.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { SessionRecord, StagedChange } from '../types/AccountRecords.ts'
import { commitStagedChange } from './commitStagedChange.ts'
import { memory } from './drivers/memory.ts'
import { readAccountRecords } from './readAccountRecords.ts'
import { stageChange } from './stageChange.ts'
import { undoStagedChange } from './undoStagedChange.ts'

const scope = { chainId: 1, account: `0x${'ab'.repeat(20)}` } as const
const block = { blockNumber: 7n, blockHash: `0x${'77'.repeat(32)}`, blockTime: 70 } as const
/** As of when the chain had a root. */
const at = (root: Hex) => ({
  now: 5,
  seen: { ...block, root },
  transactionHash: zeroHash,
  finality: 64,
})

const rootOf = (...sessions: SessionRecord[]): Hex =>
  createMerkleTree(
    sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf))),
  ).root

function session(id: string, key: string): SessionRecord {
  return {
    id,
    keyAddress: `0x${key.repeat(40)}`,
    keyLocation: 'secret',
    permissions: [{ id, leaf: someLeaf(`${id} of ${key}`) }],
    validUntil: 0,
    validAfter: 0,
    status: 'PENDING',
    inRoot: false,
    position: Number(id),
    createdAt: 1,
  }
}

function staged(change: Partial<StagedChange>): StagedChange {
  const lists = { grants: [], revokes: [], drops: [] }
  return {
    kind: 'grant',
    root: `0x${'11'.repeat(32)}`,
    holder: 'me',
    stagedAt: 1,
    ...lists,
    ...change,
  }
}

/** Stages sessions with a key each, and commits them. */
async function granted(...sessions: SessionRecord[]) {
  const storage = memory()
  const read = () => readAccountRecords(storage, scope)
  await stageChange(storage, await read(), {
    staged: staged({ grants: sessions.map(({ id }) => id), root: rootOf(...sessions) }),
    sessions,
    keys: [...new Set(sessions.map(({ keyAddress }) => keyAddress))].map((keyAddress) => [
      keyAddress,
      { vault: 'test', version: 1 },
    ]),
  })
  await commitStagedChange(storage, await read(), at(rootOf(...sessions)))
  return { storage, read }
}

test('a commit makes leaves, root and status final together', async () => {
  const { storage, read } = await granted(session('0', 'a'))
  const { root, sessions } = await read()
  const committed = rootOf(session('0', 'a'))
  expect(root).toMatchObject({ root: committed, blockNumber: '0x7', nextPosition: 1 })
  expect(root.leaves).toEqual([committed])
  expect(root.staged).toBeUndefined()
  const journal = await storage.get({ ...scope, kind: 'state', id: '0' })
  expect(journal?.value).toMatchObject({ messages: [{ type: 'granted' }] })
  expect(sessions[0]).toMatchObject({
    status: 'ACTIVE',
    inRoot: true,
    grantedAt: 5,
    transactionHash: zeroHash,
  })
})

test('the keys of what was revoked and of what ran out are destroyed, and no others', async () => {
  const { storage, read } = await granted(session('0', 'a'), session('1', 'b'), session('2', 'c'))
  const root = rootOf(session('2', 'c'))
  const change = staged({ kind: 'revoke', revokes: ['0'], drops: ['1'], root })
  await stageChange(storage, await read(), { staged: change })
  await commitStagedChange(storage, await read(), at(root))
  const { sessions, keys } = await read()
  expect(sessions.map(({ status, inRoot }) => [status, inRoot])).toEqual([
    ['REVOKED', false],
    ['ACTIVE', false],
    ['ACTIVE', true],
  ])
  expect([...keys.keys()]).toEqual([`0x${'c'.repeat(40)}`])
})

test('a key that another session still needs stays', async () => {
  const { storage, read } = await granted(session('0', 'a'), session('1', 'a'))
  const root = rootOf(session('1', 'a'))
  const change = staged({ kind: 'revoke', revokes: ['0'], root })
  await stageChange(storage, await read(), { staged: change })
  await commitStagedChange(storage, await read(), at(root))
  expect((await read()).keys.size).toBe(1)
})

describe('the lists of a staged change are not believed', () => {
  test('what is not in the tree on the chain is not granted by it', async () => {
    const first = session('0', 'a')
    const { storage, read } = await granted(first)
    const root = rootOf(first)
    // written by somebody else: its root is on the chain, and its session is not in it
    const evil = { ...session('1', 'e'), status: 'PENDING' } as const
    await stageChange(storage, await read(), {
      staged: staged({ grants: ['1'], root }),
      sessions: [evil],
    })
    expect(await commitStagedChange(storage, await read(), at(root))).toBe(true)
    expect((await read()).sessions).toMatchObject([{ id: '0', status: 'ACTIVE', inRoot: true }])
  })

  test('what is in the tree on the chain is not revoked by it', async () => {
    const first = session('0', 'a')
    const { storage, read } = await granted(first)
    const root = rootOf(first)
    await stageChange(storage, await read(), { staged: staged({ revokes: ['0'], root }) })
    await commitStagedChange(storage, await read(), at(root))
    expect((await read()).sessions).toMatchObject([{ id: '0', status: 'ACTIVE', inRoot: true }])
  })

  test('nothing is written where the stored leaves make another root', async () => {
    const { storage, read } = await granted(session('0', 'a'))
    const root = rootOf(session('0', 'a'), session('9', 'e'))
    await stageChange(storage, await read(), { staged: staged({ root }) })
    const before = await read()
    expect(await commitStagedChange(storage, before, at(root))).toBe(false)
    expect((await read()).revision).toBe(before.revision)
  })
})

test('an undo leaves no leaf, no root and no key of a grant, and a revocation untouched', async () => {
  const { storage, read } = await granted(session('0', 'a'))
  const before = await read()
  await stageChange(storage, before, {
    staged: staged({ grants: ['1'], revokes: ['0'] }),
    sessions: [session('1', 'b')],
    keys: [[`0x${'b'.repeat(40)}`, { vault: 'test', version: 1 }]],
  })
  await undoStagedChange(storage, await read())
  const after = await read()
  expect(after.sessions).toEqual(before.sessions)
  expect(after.keys).toEqual(before.keys)
  expect(after.root).toEqual({ ...before.root, nextPosition: 2 })
})

test('what was read before another page wrote is not written', async () => {
  const { storage, read } = await granted(session('0', 'a'))
  const stale = await read()
  await stageChange(storage, stale, { staged: staged({ revokes: ['0'] }) })
  await expect(
    stageChange(storage, stale, { staged: staged({ holder: 'other' }) }),
  ).rejects.toThrow(StorageConflictError)
  expect(await commitStagedChange(storage, stale, at(zeroHash))).toBe(true)
  expect((await read()).root.staged?.holder).toBe('me')
})

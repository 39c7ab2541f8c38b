import { type Hex, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { someLeaf } from '../../test/harness/someLeaf.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { RootRecord, SessionRecord, StagedChange } from '../types/AccountRecords.ts'
import { findTree } from './findTree.ts'
import { leafHashesOf } from './leafHashesOf.ts'
import { sessionsInTree } from './sessionsInTree.ts'

function session(
  id: string,
  change: Partial<SessionRecord> = {},
  leaves: readonly string[] = [id],
): SessionRecord {
  return {
    id,
    keyAddress: `0x${'aa'.repeat(20)}`,
    keyLocation: 'secret',
    permissions: leaves.map((name) => ({ id: `${id}-${name}`, leaf: someLeaf(name) })),
    validAfter: 0,
    validUntil: 0,
    status: 'ACTIVE',
    inRoot: true,
    position: 0,
    createdAt: 1,
    ...change,
  }
}

const hashesOf = (...names: string[]): Hex[] => names.map((name) => hashLeaf(someLeaf(name)))
const treeOf = (...names: string[]) => createMerkleTree(hashesOf(...names))
const record = (change: Partial<RootRecord> = {}): RootRecord => ({
  root: zeroHash,
  nextPosition: 0,
  ...change,
})
const staged = (change: Partial<StagedChange>): StagedChange => ({
  kind: 'grant',
  root: zeroHash,
  grants: [],
  revokes: [],
  drops: [],
  holder: 'me',
  stagedAt: 1,
  ...change,
})
const idsOf = (sessions: Iterable<SessionRecord>) => [...sessions].map(({ id }) => id)

describe('findTree', () => {
  const ab = treeOf('a', 'b')

  test('finds what the sessions make that say they are in the root', () => {
    const sessions = [session('a'), session('b'), session('c', { inRoot: false })]
    expect(findTree({ root: record(), sessions }, ab.root)?.hashes).toEqual(ab.hashes)
  })

  test('finds the list that was kept, where a record was lost, put back or written by others', () => {
    const root = record({ leaves: ab.hashes })
    for (const sessions of [[], [session('a')], [session('a'), session('b'), session('evil')]])
      expect(findTree({ root, sessions }, ab.root)?.hashes).toEqual(ab.hashes)
  })

  test('finds the staged tree once the chain has it', () => {
    const sessions = [session('a'), session('b', { status: 'PENDING', inRoot: false })]
    const byLists = record({ staged: staged({ grants: ['b'] }) })
    expect(findTree({ root: byLists, sessions }, ab.root)?.hashes).toEqual(ab.hashes)
    const byLeaves = record({ staged: staged({ leaves: ab.hashes }) })
    expect(findTree({ root: byLeaves, sessions: [] }, ab.root)?.hashes).toEqual(ab.hashes)
  })

  test('finds nothing where nothing stored makes the root of the chain, whatever root is stored', () => {
    const root = record({ root: ab.root, leaves: hashesOf('a', 'evil') })
    const sessions = [session('a'), session('evil')]
    expect(findTree({ root, sessions }, ab.root)).toBeUndefined()
  })

  test('an empty root has an empty tree', () => {
    expect(findTree({ root: record(), sessions: [session('a')] }, zeroHash)?.hashes).toEqual([])
  })

  test('what is no leaf is in no tree, and stops nothing', () => {
    const broken = session('x')
    const leaf = { ...someLeaf('x'), validUntil: -1 }
    const sessions = [session('a'), session('b'), { ...broken, permissions: [{ id: 'x', leaf }] }]
    expect(findTree({ root: record(), sessions }, ab.root)?.hashes).toEqual(ab.hashes)
    expect(leafHashesOf({ permissions: [{ id: 'x', leaf }] })).toEqual([])
  })
})

describe('sessionsInTree', () => {
  test('tells what is there from what only says so, and what is there from what says it is over', () => {
    const sessions = [
      session('a'),
      session('evil'),
      session('b', { status: 'REVOKED', inRoot: false }),
      session('over', { status: 'REVOKED', inRoot: false }),
    ]
    const found = sessionsInTree(sessions, treeOf('a', 'b', 'c'))
    expect(idsOf(found.present)).toEqual(['a'])
    expect(idsOf(found.absent)).toEqual(['evil'])
    expect(idsOf(found.hidden)).toEqual(['b'])
    expect(found.unclaimed).toEqual(hashesOf('b', 'c'))
  })

  test('a session is there with all of its leaves, or not at all', () => {
    const wider = session('wider', {}, ['a', 'evil'])
    const found = sessionsInTree([wider, session('a')], treeOf('a'))
    expect(idsOf(found.present)).toEqual(['a'])
    expect(idsOf(found.absent)).toEqual(['wider'])
  })

  test('a copy is not there, unless the tree has the leaf twice', () => {
    const sessions = [session('a'), session('copy', {}, ['a'])]
    expect(idsOf(sessionsInTree(sessions, treeOf('a')).absent)).toEqual(['copy'])
    expect(idsOf(sessionsInTree(sessions, treeOf('a', 'a')).absent)).toEqual([])
  })

  test('the order is that of the tree, whatever storage says of places', () => {
    const sessions = [session('b', { position: 1 }), session('a', { position: 2 })]
    expect(idsOf(sessionsInTree(sessions, treeOf('a', 'b')).present)).toEqual(['a', 'b'])
  })

  test('a session without leaves is nowhere', () => {
    expect(idsOf(sessionsInTree([session('a', {}, [])], treeOf('b')).present)).toEqual([])
  })
})

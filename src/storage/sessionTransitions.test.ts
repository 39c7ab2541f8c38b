import { type Hex, keccak256, numberToHex, toHex, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull } from '../../test/harness/counts.ts'
import { SessionTransitionError } from '../errors/SessionTransitionError.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { AccountRecords, SessionRecord, StagedChange } from '../types/AccountRecords.ts'
import type { Json } from '../types/Json.ts'
import type { RecordAddress } from '../types/Storage.ts'
import { commitStagedChange } from './commitStagedChange.ts'
import { memory } from './drivers/memory.ts'
import { endSessions } from './endSessions.ts'
import { findLateChange } from './findLateChange.ts'
import { findTree } from './findTree.ts'
import { moveSession } from './moveSession.ts'
import { readAccountRecords } from './readAccountRecords.ts'
import { sessionsInTree } from './sessionsInTree.ts'
import { type SessionEvent, sessionTransitions } from './sessionTransitions.ts'
import { stageChange } from './stageChange.ts'
import { stageLateChange } from './stageLateChange.ts'
import { storedStateOf } from './storedStateOf.ts'
import { takeBackChange } from './takeBackChange.ts'
import { toSession } from './toSession.ts'
import { undoStagedChange } from './undoStagedChange.ts'

const scope = { chainId: 1, account: `0x${'ab'.repeat(20)}` } as const
const names = ['a', 'b'] as const
/** In the model's time sessions live from 10 to 20. */
const [begin, end] = [10, 20]
/** Deep enough for a change over a change to be taken back. */
const finality = 2

function sessionOf(name: string, position: number): SessionRecord {
  const keyAddress: Hex = `0x${keccak256(toHex(name)).slice(2, 42)}`
  const leaf = {
    validAfter: begin,
    validUntil: end,
    sessionValidationModule: `0x${'11'.repeat(20)}`,
    sessionKeyData: toHex(name),
  } as const
  return {
    id: name,
    keyAddress,
    keyLocation: 'secret',
    permissions: [{ id: name, leaf }],
    validAfter: begin,
    validUntil: end,
    status: 'PENDING',
    inRoot: false,
    position,
    createdAt: 0,
  }
}

const operation: StagedChange['operation'] = {
  userOpHash: zeroHash,
  nonce: '0x0',
  fromBlock: '0x0',
  sentAt: 0,
  accepted: true,
}

const rootOf = (sessions: readonly SessionRecord[]): Hex =>
  sessions.length === 0
    ? zeroHash
    : createMerkleTree(
        sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf))),
      ).root

/** A state of the model: all that is stored, and the roots that the chain had, newest last. */
interface State {
  content: readonly (readonly [RecordAddress, Json])[]
  chain: readonly Hex[]
  height: number
}

type Step = readonly [name: string, run: (world: World) => Promise<void>]

interface World {
  storage: ReturnType<typeof memory>
  records: AccountRecords
  chain: Hex[]
  height: number
}

async function open({ content, chain, height }: State): Promise<World> {
  const storage = memory()
  for (const [address, value] of content) await storage.put(address, value)
  return { storage, records: await readAccountRecords(storage, scope), chain: [...chain], height }
}

async function close({ storage, chain, height }: World): Promise<State> {
  const { records } = await storage.list(scope)
  // what the model does not look at must not tell two states apart
  const content = records
    .filter(({ address }) => address.kind !== 'state')
    .map(({ address, value }) => [address, value] as const)
  return { content, chain: chain.slice(-finality - 2), height }
}

/**
 * Heights and places grow without end, and hashes follow from the sessions; states that differ in
 * these alone are one.
 */
function nameOf({ content, chain, height }: State): string {
  return JSON.stringify([content, chain], (key, value) => {
    if (key === 'leaves' || key === 'nextPosition' || key === 'position' || key === 'blockTime')
      return undefined
    if (key === 'blockNumber') return height - Number(value)
    return key === 'blockHash' ? undefined : value
  })
}

const seenAt = (height: number) => ({
  blockNumber: BigInt(height),
  blockHash: keccak256(numberToHex(height)),
  blockTime: height,
})

/** All that can happen in a state: to the user, in storage, and on the chain. */
function stepsOf({ records, chain, height }: World): Step[] {
  const { root, sessions } = records
  const { staged, unsettled = [] } = root
  const live = sessions.filter(({ inRoot }) => inRoot)
  const steps: Step[] = []
  const stage = (name: string, change: Partial<StagedChange>, news: SessionRecord[] = []) => {
    const lists = { grants: [], revokes: [], drops: [], ...change }
    const gone = [...lists.revokes, ...lists.drops]
    const kept = live.filter(({ id }) => !gone.includes(id))
    steps.push([
      name,
      (world) =>
        stageChange(world.storage, world.records, {
          staged: {
            kind: news.length > 0 ? 'grant' : 'revoke',
            operation,
            holder: 'me',
            stagedAt: 0,
            ...lists,
            root: rootOf([...kept, ...news]),
          },
          sessions: news,
          keys: news.map(({ keyAddress }) => [keyAddress, { vault: 'test', version: 1 }]),
        }),
    ])
  }
  if (!staged) {
    for (const change of root.givenUp ?? []) {
      const seen = { ...seenAt(height + 1), root: change.root }
      if (findLateChange(root, seen) === change)
        steps.push([
          'found on the chain though given up',
          (world) => stageLateChange(world.storage, world.records, change),
        ])
    }
    const absent = names.find((name) => !sessions.some(({ id }) => id === name))
    if (absent) {
      const news = [sessionOf(absent, root.nextPosition)]
      stage(`grant ${absent}`, { grants: [absent] }, news)
      for (const { id } of live)
        stage(`grant ${absent}, drop ${id}`, { grants: [absent], drops: [id] }, news)
    }
    for (const { id } of live) stage(`revoke ${id}`, { revokes: [id] })
    if (live.length > 1) stage('revoke all', { revokes: live.map(({ id }) => id) })
    if (live.length > 0)
      steps.push([
        'ended elsewhere',
        async (world) => {
          world.height++
          world.chain.push(zeroHash)
          const options = { now: 1, seen: seenAt(world.height), finality }
          await endSessions(world.storage, world.records, options)
        },
      ])
    if (unsettled.length > 0 && chain.length > 1)
      steps.push([
        'the chain drops the last change',
        async (world) => {
          world.height++
          world.chain.pop()
          await takeBackChange(world.storage, world.records, { now: 2, seen: seenAt(world.height) })
        },
      ])
  } else {
    steps.push([
      'mined, and read back',
      async (world) => {
        world.height++
        world.chain.push(staged.root)
        const seen = { ...seenAt(world.height), root: staged.root }
        const options = { now: 3, seen, finality }
        await commitStagedChange(world.storage, world.records, options)
      },
    ])
    steps.push(['refused', (world) => undoStagedChange(world.storage, world.records)])
    // once it is known to be on the chain it is not given up again; one at a time is enough to walk
    if (!staged.late && !root.givenUp)
      steps.push([
        'given up',
        (world) => undoStagedChange(world.storage, world.records, { mayBeMined: true }),
      ])
  }
  return steps
}

/** What holds in every state. */
function check({ records, chain }: World) {
  const { root, sessions, keys } = records
  const { staged } = root
  const granted = sessions.filter((it) => storedStateOf(it) === 'granted')
  // root, leaves and status are of one piece, and what the chain has
  expect(root.root).toBe(rootOf(granted))
  expect(root.root).toBe(chain.at(-1))
  const onChain = findTree(records, root.root)
  const seen = onChain && sessionsInTree(sessions, onChain)
  for (const record of sessions) {
    const state = storedStateOf(record)
    expect(state === 'pending').toBe(staged?.grants.includes(record.id) === true)
    const hasKey = keys.has(record.keyAddress.toLowerCase())
    // a key that was destroyed does not come back: not when the chain drops the revocation and the
    // grant, nor when it has what was given up
    if (state === 'pending' && !staged?.reorganised && !staged?.late) expect(hasKey).toBe(true)
    if (state === 'left' || state === 'revoked') expect(hasKey).toBe(false)
    const moments = [begin - 1, begin, end, end + 1]
    const looks = moments.flatMap((now) => [true, false].map((outOfSync) => ({ now, outOfSync })))
    // compared at once: there are hundreds of thousands of these
    const shown = looks.map(({ now, outOfSync }) => {
      const tree = outOfSync ? undefined : seen
      const { status, reason } = toSession(records, record, { now, tree, closedKeys: new Set() })
      const [isActive, isInactive] = [status === 'ACTIVE', status === 'INACTIVE']
      const [isRevoked, isPending] = [status === 'REVOKED', status === 'PENDING']
      const saysWhy = (reason !== undefined) === isInactive
      return { now, outOfSync, isActive, isRevoked, isPending, saysWhy }
    })
    const expected = looks.map(({ now, outOfSync }) => {
      const isActive = state === 'granted' && hasKey && !outOfSync && now >= begin && now <= end
      const [isRevoked, isPending] = [state === 'revoked', state === 'pending']
      return { now, outOfSync, isActive, isRevoked, isPending, saysWhy: true }
    })
    expect(shown).toEqual(expected)
  }
  const owned = new Set(sessions.map(({ keyAddress }) => keyAddress.toLowerCase()))
  for (const key of keys.keys()) expect(owned).toContain(key)
}

/** How a session moved between two states of the model. */
function moves(before: AccountRecords, after: AccountRecords): [string, string][] {
  const stateOf = (records: AccountRecords, name: string) =>
    storedStateOf(records.sessions.find(({ id }) => id === name))
  return names.flatMap((name): [string, string][] => {
    const move: [string, string] = [stateOf(before, name), stateOf(after, name)]
    return move[0] === move[1] ? [] : [move]
  })
}

test('in every state that can be reached, storage says what the chain says', async () => {
  const allowed = Object.entries(sessionTransitions).flatMap(([from, row]) =>
    Object.values(row).map((to) => `${from} → ${to}`),
  )
  const made = new Set<string>()
  const first: State = { content: [], chain: [zeroHash], height: 100 }
  const known = new Set([nameOf(first)])
  const frontier = [first]
  let steps = 0
  const limit = isFull ? Number.POSITIVE_INFINITY : 1_500
  // nearest first: what a part of them shows is then the shortest ways through the table
  for (let state = frontier.shift(); state && steps < limit; state = frontier.shift()) {
    for (const [, run] of stepsOf(await open(state))) {
      const world = await open(state)
      const before = world.records
      await run(world)
      const after = { ...world, records: await readAccountRecords(world.storage, scope) }
      steps++
      check(after)
      for (const [from, to] of moves(before, after.records)) {
        made.add(`${from} → ${to}`)
        expect(allowed).toContain(`${from} → ${to}`)
      }
      const next = await close(after)
      const name = nameOf(next)
      if (known.has(name)) continue
      known.add(name)
      frontier.push(next)
    }
  }
  process.stdout.write(`Sessions: ${known.size} states, ${steps} steps\n`)
  // no row of the table is there for nothing
  expect([...made].sort()).toEqual([...new Set(allowed)].sort())
  expect(known.size).toBeGreaterThan(100)
}, 180_000)

describe('a move that is not in the table', () => {
  const records = {
    pending: { status: 'PENDING', inRoot: false },
    granted: { status: 'ACTIVE', inRoot: true },
    left: { status: 'ACTIVE', inRoot: false },
    revoked: { status: 'REVOKED', inRoot: false },
  } as const
  const events: SessionEvent[] = ['undo', 'confirm', 'revoke', 'end', 'drop', 'reorganise']

  test.each(Object.keys(records) as (keyof typeof records)[])(
    'of a %s session is refused',
    (state) => {
      const record = { ...sessionOf('a', 0), ...records[state] }
      for (const event of events) {
        const next = sessionTransitions[state][event]
        if (!next) expect(() => moveSession(record, event)).toThrow(SessionTransitionError)
        else expect(storedStateOf(moveSession(record, event))).toBe(next)
      }
    },
  )

  test('says what was wrong and that nothing was written', () => {
    const revoked = { ...sessionOf('a', 0), ...records.revoked }
    expect(() => moveSession(revoked, 'confirm')).toThrowErrorMatchingInlineSnapshot(`
      [SessionTransitionError: A session that is revoked cannot move on by "confirm".

      Session: a
      Nothing was written. Another page or process changed it in between; call reconcileSessions(), which looks on the chain how it stands.]
    `)
  })
})

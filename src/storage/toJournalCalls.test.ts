import type { Address, Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { Call } from '../types/Policy.ts'
import { appendJournal } from './appendJournal.ts'
import { memory } from './drivers/memory.ts'
import { readJournalCalls } from './readJournalCalls.ts'
import { toJournalCalls } from './toJournalCalls.ts'

const to: Address = '0x2222222222222222222222222222222222222222'
const session = { chainId: 1, account: to, id: 'one' }
const long = (bytes: number): Hex => `0x${'Ab'.repeat(bytes)}`

async function roundTrip(calls: readonly Call[]) {
  const storage = memory()
  await appendJournal(storage, session, { type: 'transaction', calls: toJournalCalls(calls) })
  return readJournalCalls(storage, session)
}

describe('toJournalCalls', () => {
  test('keeps what was sent', async () => {
    expect(toJournalCalls([{ to, data: '0xAABBCCDD', value: 5n }, { to }])).toEqual([
      { to, value: '5', data: '0xaabbccdd' },
      { to },
    ])
    expect(await roundTrip([{ to, data: '0xAABBCCDD', value: 2n ** 256n - 1n }, { to }])).toEqual({
      calls: [
        { to, data: '0xaabbccdd', value: 2n ** 256n - 1n },
        { to, data: '0x', value: 0n },
      ],
      incomplete: [],
    })
  })

  test('leaves long calldata out, and says so', async () => {
    expect(toJournalCalls([{ to, data: long(1025), value: 5n }])).toEqual([
      { to, value: '5', selector: '0xabababab', dataSize: 1025 },
    ])
    const { calls, incomplete } = await roundTrip([
      { to, data: long(1025) },
      ...Array.from({ length: 9 }, () => ({ to, data: long(1024) })),
    ])
    expect(calls).toHaveLength(8)
    expect(incomplete).toEqual([to, to])
  })

  test('an operation of 200 calls stays below 60 KB', () => {
    const calls = Array.from({ length: 200 }, () => ({ to, data: long(1000), value: 10n ** 30n }))
    expect(JSON.stringify(toJournalCalls(calls)).length).toBeLessThan(60_000)
  })
})

describe('readJournalCalls', () => {
  test('counts no reverted call, and takes nothing of a foreign entry for granted', async () => {
    const storage = memory()
    const add = (entry: Parameters<typeof appendJournal>[2]) =>
      appendJournal(storage, session, entry)
    expect(await readJournalCalls(storage, session)).toEqual({ calls: [], incomplete: [] })
    await add({ type: 'note', calls: [{ to }] })
    await add({ type: 'transaction', status: 'reverted', calls: [{ to }] })
    expect(await readJournalCalls(storage, session)).toEqual({ calls: [], incomplete: [] })
    await add({ type: 'transaction', calls: 2 })
    await add({
      type: 'transaction',
      calls: [null, 'x', { to: 'x' }, { to, value: '-1' }, { to, data: 1 }],
    })
    expect(await readJournalCalls(storage, session)).toEqual({
      calls: [],
      incomplete: [undefined, undefined, undefined, undefined, to, to],
    })
  })
})

import { zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { addToJournal } from './addToJournal.ts'
import { memory } from './drivers/memory.ts'
import { parseJournal } from './parseJournal.ts'
import { readJournalCalls } from './readJournalCalls.ts'

const account = `0x${'11'.repeat(20)}` as const
const session = { chainId: 1, account, id: 's' }
const journal = { id: 's', messages: [], usage: {}, metadata: {}, createdAt: 1, updatedAt: 1 }
const transaction = { type: 'transaction', userOpHash: zeroHash, status: 'submitted', at: 1 }
const junk = [null, 7, 'junk', [], {}, { messages: 7 }, { ...journal, messages: { 0: 'a' } }]

describe('parseJournal', () => {
  test('takes a journal as it is', () => {
    const messages = [{ type: 'note', at: 1, nonce: 'the dapp’s own' }, transaction]
    expect(parseJournal({ ...journal, messages })).toEqual({ ...journal, messages })
  })

  test.each(junk)('takes %j for none', (value) => {
    expect(parseJournal(value)).toBeUndefined()
  })

  test('leaves out entries that are none', () => {
    const messages = [null, 7, [], {}, { type: 7 }, { type: 'note', at: 'noon' }, transaction]
    expect(parseJournal({ ...journal, messages })?.messages).toEqual([transaction])
  })

  test('leaves out what a node could not read', () => {
    const fields = {
      userOpHash: '0x',
      nonce: 'junk',
      fromBlock: `0x${'f'.repeat(64)}`,
      blockNumber: 7,
      blockHash: null,
    }
    const messages = [{ ...transaction, ...fields }]
    expect(parseJournal({ ...journal, messages })?.messages).toEqual([
      { type: 'transaction', status: 'submitted', at: 1 },
    ])
  })
})

describe('a journal that storage made up', () => {
  test.each(junk)('does not stop an entry: %j', (value) => {
    expect(addToJournal(value as never, session, transaction)).toMatchObject({
      id: 's',
      messages: [transaction],
    })
  })

  test.each(junk)('has no calls: %j', async (value) => {
    const storage = memory()
    await storage.put({ chainId: 1, account, kind: 'state', id: 's' }, value as never)
    expect(await readJournalCalls(storage, session)).toEqual({ calls: [], incomplete: [] })
  })
})

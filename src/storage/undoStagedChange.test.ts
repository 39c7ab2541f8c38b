import { type Hex, numberToHex, zeroHash } from 'viem'
import { expect, test } from 'vitest'
import type { StagedChange } from '../types/AccountRecords.ts'
import { memory } from './drivers/memory.ts'
import { findLateChange } from './findLateChange.ts'
import { readAccountRecords } from './readAccountRecords.ts'
import { stageChange } from './stageChange.ts'
import { undoStagedChange } from './undoStagedChange.ts'

const scope = { chainId: 1, account: `0x${'ab'.repeat(20)}` } as const
const rootOf = (nth: number): Hex => numberToHex(nth, { size: 32 })

function change(nth: number, isSent = true): StagedChange {
  const operation = { userOpHash: zeroHash, nonce: '0x0', fromBlock: '0x1', sentAt: 0 } as const
  return {
    kind: 'revoke',
    root: rootOf(nth),
    grants: [],
    revokes: [],
    drops: [],
    holder: 'me',
    stagedAt: 0,
    ...(isSent ? { operation: { ...operation, accepted: true } } : {}),
  }
}

async function open() {
  const storage = memory()
  const read = () => readAccountRecords(storage, scope)
  return {
    read,
    async giveUp(staged: StagedChange, mayBeMined = true) {
      await stageChange(storage, await read(), { staged })
      await undoStagedChange(storage, await read(), { mayBeMined })
    },
  }
}

test('of what was given up the newest are remembered, each once', async () => {
  const { giveUp, read } = await open()
  for (let nth = 1; nth <= 10; nth++) await giveUp(change(nth))
  await giveUp(change(5))
  const { root } = await read()
  expect(root.staged).toBeUndefined()
  expect(root.givenUp?.map((it) => it.root)).toEqual([3, 4, 6, 7, 8, 9, 10, 5].map(rootOf))
})

test('what was refused, or never sent, is not', async () => {
  const { giveUp, read } = await open()
  await giveUp(change(1), false)
  await giveUp(change(2, false))
  expect((await read()).root.givenUp).toBeUndefined()
})

test('it is found by its root alone, over the root that it stood on, as of a block that counts', async () => {
  const { giveUp, read } = await open()
  await giveUp(change(1))
  const { root } = await read()
  const seen = { root: rootOf(1), blockNumber: 5n, blockTime: 5 }
  expect(findLateChange(root, seen)).toMatchObject({ root: rootOf(1), rootBefore: zeroHash })
  expect(findLateChange(root, { ...seen, root: rootOf(2) })).toBeUndefined()
  expect(findLateChange({ ...root, root: rootOf(7) }, seen)).toBeUndefined()
  expect(findLateChange({ ...root, staged: change(2) }, seen)).toBeUndefined()
  const ahead = { ...root, blockNumber: '0x6', blockTime: 6 } as const
  expect(findLateChange(ahead, seen)).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { testDriverVariants } from '../../../test/conformance/testDriverVariants.ts'
import { MemoryStore } from './MemoryStore.ts'
import { memory } from './memory.ts'

testDriverVariants('memory', () => {
  const store = new MemoryStore()
  return {
    open: () => memory({ store }),
    raw: {
      read: async (_, address) => store.read(address),
      write: async (_, address, text) => store.write([{ address, text }]),
    },
  }
})

describe('memory', () => {
  const address = { chainId: 1, account: `0x${'1'.repeat(40)}`, kind: 'session', id: 'a' } as const

  test('drivers share nothing unless they are given one store', async () => {
    const first = memory()
    await first.put(address, 1)
    expect(await memory().get(address)).toBeUndefined()
  })

  test('says what it can do', () => {
    expect(memory().supports).toEqual({
      atomicBatch: true,
      sharedCompareAndSwap: true,
      durable: false,
      watchesOthers: true,
      webLocks: true,
    })
  })
})

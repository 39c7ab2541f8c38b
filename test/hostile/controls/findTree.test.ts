import { afterAll, expect, test, vi } from 'vitest'
import type { SessionRecord } from '../../../src/types/AccountRecords.ts'
import { attack, seed } from '../attack.ts'
import { groundNames, stopSharedServer } from '../grounds.ts'

// switched off: the leaves that are kept make the root that the chain has
vi.mock('../../../src/storage/findTree.ts', async () => {
  const { createMerkleTree } = await import('../../../src/merkle/createMerkleTree.ts')
  const { leafHashesOf } = await import('../../../src/storage/leafHashesOf.ts')
  return {
    findTree: ({ sessions }: { sessions: readonly SessionRecord[] }) =>
      createMerkleTree(sessions.filter(({ inRoot }) => inRoot).flatMap(leafHashesOf)),
  }
})

afterAll(stopSharedServer)

test.concurrent.each(groundNames)(
  'without the comparison with the root of the chain, the attack on %s is found',
  async (ground) => {
    const found = await attack(ground, { runs: 100, seed, shrink: false })
    expect(found?.report).toBeDefined()
  },
)

import { expect, test, vi } from 'vitest'
import type { SessionRecord } from '../../../src/types/AccountRecords.ts'
import { attack, seed } from '../attack.ts'

// switched off: a session is in the root when its leaves are in the tree behind it
vi.mock('../../../src/storage/sessionsInTree.ts', () => ({
  sessionsInTree: (sessions: readonly SessionRecord[], { root }: { root: string }) => ({
    root,
    present: new Set(sessions.filter(({ inRoot }) => inRoot)),
    absent: [],
    hidden: new Set(),
    unclaimed: [],
  }),
}))

test('without the search for each leaf in the tree, the attack is found', async () => {
  const found = await attack('memory', { runs: 100, seed, shrink: false })
  expect(found?.report).toMatch(/nobody approved|is shown as ACTIVE|says that .* stays live/)
})

import { expect, test, vi } from 'vitest'
import { attack, seed } from '../attack.ts'

// switched off: what storage gives back is looked at before anything is made of it
vi.mock('../../../src/storage/parseAccountRecords.ts', () => ({
  parseSessionRecord: (_id: string, value: unknown) => value,
  parseRootRecord: (value: unknown) => value ?? { root: `0x${'00'.repeat(32)}`, nextPosition: 0 },
}))

test('without a look at the shape of records, the attack is found', async () => {
  const found = await attack('memory', { runs: 200, seed, shrink: false })
  expect(found?.report).toBeDefined()
})

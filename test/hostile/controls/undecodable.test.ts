import { expect, test, vi } from 'vitest'
import type { SessionLeaf } from '../../../src/types/SessionLeaf.ts'
import { attack, seed } from '../attack.ts'

// switched off: a leaf that cannot be read is not signed again
vi.mock('../../../src/policies/decodeLeaf.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../src/policies/decodeLeaf.ts')>()
  return {
    ...original,
    decodeLeaf(leaf: SessionLeaf) {
      const decoded = original.decodeLeaf(leaf)
      if (decoded.type !== 'unreadable') return decoded
      const address = `0x${'22'.repeat(20)}`
      const call = { address, selector: '0x12345678', valueLimit: 0n, rules: [] }
      return { ...leaf, ...call, type: 'contract-call', sessionKey: address, trailingBytes: 0 }
    },
  }
})

test('without the refusal of leaves that cannot be read, the attack is found', async () => {
  const found = await attack('memory', { runs: 200, seed, shrink: false })
  expect(found?.report).toMatch(/signed again with a leaf that must not be/)
})

import { expect, test, vi } from 'vitest'
import { attack, seed } from '../attack.ts'

// switched off: what was signed past the kit and escalates is not signed again
vi.mock('../../../src/policies/assertNoEscalation.ts', () => ({ assertNoEscalation: () => {} }))

test('without the escalation rules for kept leaves, the attack is found', async () => {
  const found = await attack('memory', { runs: 200, seed, shrink: false })
  expect(found?.report).toMatch(/signed again with a leaf that must not be/)
})

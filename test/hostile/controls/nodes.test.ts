import { expect, test, vi } from 'vitest'
import { createTestDapp } from '../../harness/createTestDapp.ts'
import { directedAttacks } from '../directedAttacks.ts'
import { runScenario } from '../runScenario.ts'

// switched off: a leaf of 64 bytes, which equals a node of the tree, is no leaf
vi.mock('../../../src/utils/leafProblem.ts', () => ({ leafProblem: () => undefined }))

test('without the refusal of leaves that are nodes, the attack is found', async () => {
  const attacks = directedAttacks.filter(({ name }) => name.includes('stands for two others'))
  const reports = await Promise.all(
    attacks.map(async ({ steps }) => {
      const dapp = await createTestDapp({ funded: false })
      return runScenario(dapp, 'memory', { legacy: undefined, steps }).then(
        () => '',
        (error: Error) => error.message,
      )
    }),
  )
  expect(reports.join('\n')).toMatch(/and the chain (still )?has/)
})

import { test } from 'vitest'
import { createTestDapp } from '../harness/createTestDapp.ts'
import { directedAttacks } from './directedAttacks.ts'
import { runScenario } from './runScenario.ts'

test.concurrent.each(directedAttacks)('$name', async ({ steps }) => {
  await runScenario(await createTestDapp({ funded: false }), 'memory', { legacy: undefined, steps })
})

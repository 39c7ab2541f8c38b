import { expect, test } from 'vitest'
import { runSoak } from './runSoak.ts'

test('a minute of everything at once breaks nothing', async () => {
  const seed = 1
  const { violations, actions, faults, checks, sessions } = await runSoak({ seconds: 60, seed })
  expect(violations).toEqual([])
  // or it has shown nothing
  expect(checks).toBeGreaterThan(0)
  expect(sessions).toBeGreaterThan(0)
  expect(Object.keys(actions).length).toBeGreaterThan(5)
  expect(Object.keys(faults).length).toBeGreaterThan(2)
})

import { expect, test } from 'vitest'
import { runSoak } from './runSoak.ts'

test('a minute of everything at once breaks nothing', async () => {
  const seed = 1
  const { violations, outcomes, faults, checks } = await runSoak({ seconds: 60, seed })
  expect(violations).toEqual([])
  // or it has shown nothing
  expect(checks).toBeGreaterThan(0)
  for (const kind of ['grant', 'send', 'revoke']) expect(outcomes[`${kind}: ok`]).toBeGreaterThan(0)
  expect(Object.keys(faults).length).toBeGreaterThan(2)
})

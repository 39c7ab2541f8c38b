import { afterAll, describe, expect, test } from 'vitest'
import { attack, seed, totalRuns } from './attack.ts'
import { groundNames, stopSharedServer } from './grounds.ts'

/** Users who go through scenarios at the same time, on each storage. */
const lanes = 3
const runs = Math.ceil(totalRuns / groundNames.length / lanes)
const cases = groundNames.flatMap((ground) =>
  Array.from({ length: lanes }, (_, lane) => ({ ground, lane })),
)

process.stdout.write(`Hostile storage: ${runs * cases.length} runs, seed ${seed}\n`)
afterAll(stopSharedServer)

describe('whoever writes to storage gets nothing accepted by the chain', () => {
  test.concurrent.each(cases)('$ground, user $lane', async ({ ground, lane }) => {
    const found = await attack(ground, { runs, seed: seed + lane })
    expect(found?.report).toBeUndefined()
  })
})

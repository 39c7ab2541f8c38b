import { afterAll, describe, expect, test } from 'vitest'
import { attack, seed, totalRuns } from './attack.ts'
import { groundNames, stopSharedServer } from './grounds.ts'

/** Users who go through scenarios at the same time; one storage after the other. */
const lanes = [0, 1, 2]
const runs = Math.ceil(totalRuns / groundNames.length / lanes.length)

process.stdout.write(
  `Hostile storage: ${runs * groundNames.length * lanes.length} runs, seed ${seed}\n`,
)
afterAll(stopSharedServer)

describe.each(groundNames)('whoever writes to %s gets nothing accepted by the chain', (ground) => {
  test.concurrent.each(lanes)('user %i', async (lane) => {
    const found = await attack(ground, { runs, seed: seed + lane })
    expect(found?.report).toBeUndefined()
  })
})

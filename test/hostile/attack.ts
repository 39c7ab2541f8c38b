import fc from 'fast-check'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import type { GroundName } from './grounds.ts'
import { runScenario } from './runScenario.ts'
import { scenarios } from './scenario.ts'

/** How many scenarios the whole suite runs; `HOSTILE_RUNS` sets it. */
export const totalRuns = Number(process.env.HOSTILE_RUNS ?? 500)
/** Where the random choices begin; `HOSTILE_SEED` repeats a run. */
export const seed = Number(process.env.HOSTILE_SEED ?? 20_261_128)

/** How often a failing scenario is tried smaller: each try takes seconds. */
const shrinkingRuns = 25

export interface Found {
  /** How many scenarios ran before one was found. */
  runs: number
  /** What was violated, and what led there. */
  report: string
}

/**
 * Runs scenarios on one storage until one of them violates something.
 *
 * @returns what was found, made smaller as far as it is cheap; `undefined` when nothing was.
 */
export async function attack(
  ground: GroundName,
  options: { runs: number; seed: number; shrink?: boolean },
): Promise<Found | undefined> {
  // an account whose root is 0 again is as good as a new one, and has been deployed
  let dapp: TestDapp | undefined
  let failures = 0
  let tries = 0
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    if (failures > 0 && tries++ >= shrinkingRuns) return
    const user = dapp ?? (await createTestDapp({ funded: false }))
    dapp = undefined
    try {
      await runScenario(user, ground, scenario)
    } catch (error) {
      failures += 1
      throw error
    }
    dapp = user
  })
  const result = await fc.check(property, {
    numRuns: options.runs,
    seed: options.seed,
    endOnFailure: options.shrink === false,
  })
  if (!result.failed) return undefined
  const { numRuns, counterexample, errorInstance } = result
  const repeat = `HOSTILE_SEED=${seed} HOSTILE_RUNS=${totalRuns} repeats the whole run.`
  const said = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return {
    runs: numRuns,
    report: `${said}\n${repeat}\nScenario: ${JSON.stringify(counterexample)}`,
  }
}

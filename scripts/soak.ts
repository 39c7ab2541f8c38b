import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { runSoak } from '../test/soak/runSoak.ts'
import { ensureSystemPackages } from './ensureSystemPackages.ts'

/**
 * Lets four tabs and another device do at random what users and networks do, and compares what the
 * kit says with the chain. `npm run soak -- --seconds 60 --seed 7`; ten minutes unless told otherwise.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string' } },
})
const seconds = Number(values.seconds)
const seed = Number(values.seed ?? randomInt(2 ** 31))
const print = (line: string) => process.stdout.write(`${line}\n`)
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write('Give --seconds as a number above 0 and --seed as a whole number.\n')
  process.exit(2)
}

ensureSystemPackages({ chromium: true, redis: false })
print(`soak: ${seconds} s, seed ${seed}`)
const report = await runSoak({ seconds, seed, log: print })
for (const [title, tally] of Object.entries({
  actions: report.actions,
  outcomes: report.outcomes,
  'faults by request': report.faults,
})) {
  print(`\n${title}`)
  for (const [name, count] of Object.entries(tally).sort(([, a], [, b]) => b - a))
    print(`  ${String(count).padStart(5)}  ${name}`)
}
print('')
for (const violation of report.violations) print(`violation: ${violation}`)
print(
  `seed ${seed}: ${report.sessions} sessions, ${report.checks} checks, ${report.violations.length} violations`,
)
process.exit(report.violations.length === 0 && report.checks > 0 ? 0 : 1)

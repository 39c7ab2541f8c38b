import { readFileSync } from 'node:fs'

/** One line for both suites, after `npm test` and `npm run test:full`: "N passed, N failed". */
interface Totals {
  passed: number
  failed: number
  skipped: number
}

const totals = ['quick', 'full'].map(read)
const sum = (name: keyof Totals) => totals.reduce((whole, part) => whole + part[name], 0)
const skipped = sum('skipped')
process.stdout.write(
  `${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}\n`,
)
process.exit(sum('failed') === 0 ? 0 : 1)

function read(suite: string): Totals {
  try {
    return JSON.parse(readFileSync(`.cache/test/${suite}.json`, 'utf8')) as Totals
  } catch {
    process.stderr.write(`The ${suite} suite did not come to its end.\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ensureSystemPackages } from './ensureSystemPackages.ts'

/**
 * `npm test`: what a newcomer waits for, in one Vitest process: lint, types, unit, storage, the main
 * job and the defects on the chain, hooks and parts in Chromium, the stories in one theme. Files
 * that take minutes are left out (`vitest.config.ts` names them), and property tests run 200 cases.
 *
 * `npm run test:full`: everything, with all cases, project by project; `npm run test:full -- chain`
 * runs that one alone.
 */
const everything = [
  'unit',
  'fuzz',
  'storage',
  'devnet',
  'chain',
  'matrix',
  'hostile',
  'browser',
  'storybook-light',
  'storybook-dark',
  'pages',
  'install',
  'e2e',
  'soak',
] as const
type Project = (typeof everything)[number]
const quick: readonly Project[] = ['unit', 'storage', 'chain', 'browser', 'storybook-light']
const needsChromium: readonly Project[] = [
  'browser',
  'storybook-light',
  'storybook-dark',
  'pages',
  'install',
  'e2e',
  'soak',
]

const asked = process.argv.slice(2)
const isFull = asked[0] === '--full'
if (isFull) asked.shift()
const unknown = asked.filter((name) => !everything.includes(name as Project))
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. There are: ${everything.join(', ')}.\n`)
  process.exit(2)
}
const offered = isFull ? everything : quick
const chosen = asked.length > 0 ? everything.filter((name) => asked.includes(name)) : offered
const suite = isFull ? 'full' : 'quick'

const reports = `.cache/test/${suite}`
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const totals = { passed: 0, failed: 0, skipped: [] as string[] }
/** Said once more at the end: what went by on the way is hard to find in a long log. */
const closing = { failures: [] as string[], seconds: [] as string[] }

ensureSystemPackages({
  chromium: chosen.some((name) => needsChromium.includes(name)),
  redis: chosen.includes('unit') || chosen.includes('storage'),
})

const isWhole = asked.length === 0
// both leave a core idle for half of their time
const lint = isWhole ? check('lint', ['npx', 'biome', 'check', '--error-on-warnings']) : undefined
// the tests of types, `*.test-d.ts`, hold when they compile
const types = chosen.includes('unit') ? check('types', ['npx', 'tsc', '--noEmit']) : undefined
if (isFull) {
  await Promise.all([lint, types])
  for (const project of chosen) await runProjects(project, [project])
} else {
  await runProjects('tests', chosen)
  await Promise.all([lint, types])
}

process.stdout.write(`\n── took ${closing.seconds.join(', ')}\n`)
for (const failure of closing.failures) process.stdout.write(`failed: ${failure}\n`)
for (const name of totals.skipped) process.stdout.write(`skipped: ${name}\n`)
const { passed, failed, skipped } = totals
writeFileSync(`${reports}.json`, JSON.stringify({ passed, failed, skipped: skipped.length }))
process.stdout.write(
  `${passed} passed, ${failed} failed${skipped.length ? `, ${skipped.length} skipped` : ''}\n`,
)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

/** Its output is shown once it is over, so that two at a time can be read. */
async function check(name: string, command: readonly string[]): Promise<void> {
  const { code, output } = await timed(name, () => run(command, 'kept'))
  process.stdout.write(`\n── ${name}\n${output}`)
  if (code === 0) totals.passed += 1
  else {
    totals.failed += 1
    closing.failures.push(name)
  }
}

async function timed<result>(name: string, work: () => Promise<result>): Promise<result> {
  const from = performance.now()
  const result = await work()
  closing.seconds.push(`${name} ${Math.round((performance.now() - from) / 1000)} s`)
  return result
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

/** In one Vitest process. */
async function runProjects(name: string, projects: readonly Project[]): Promise<void> {
  process.stdout.write(`\n── ${name}\n`)
  const file = `${reports}/${name}.json`
  const command = ['npx', 'vitest', 'run', ...projects.flatMap((it) => ['--project', it])]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await timed(name, () => run([...command, ...reporters], 'shown'))
  let failed = 0
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    totals.passed += report.numPassedTests
    failed = report.numFailedTests
    for (const { assertionResults } of report.testResults)
      for (const { status, fullName, failureMessages } of assertionResults)
        if (status === 'skipped' || status === 'pending' || status === 'todo')
          totals.skipped.push(`${name}: ${fullName}`)
        else if (status === 'failed')
          closing.failures.push(
            `${name}: ${fullName}\n${failureMessages.join('\n').slice(0, 1_000)}`,
          )
  } catch {
    // no report: vitest itself failed, which its exit code says
  }
  // a failure that is no test's (a suite that did not load, an unhandled error) counts as one
  if (failed === 0 && code !== 0) {
    failed = 1
    closing.failures.push(`${name}: not a test; see above`)
  }
  totals.failed += failed
}

function run(
  [command = '', ...args]: readonly string[],
  output: 'shown' | 'kept',
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(isFull ? {} : { TEST_SUITE: 'quick' }) },
    })
    const parts: Buffer[] = []
    child.stdout?.on('data', (part: Buffer) => parts.push(part))
    child.stderr?.on('data', (part: Buffer) => parts.push(part))
    const end = (code: number) => resolve({ code, output: Buffer.concat(parts).toString() })
    child.on('error', () => end(1))
    child.on('close', (code) => end(code ?? 1))
  })
}

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureSystemPackages } from './ensureSystemPackages.ts'

/**
 * Everything that a change has to pass: lint, types, then each project of `vitest.config.ts`.
 * `npm test -- unit chain` runs those projects alone.
 */
const projects = [
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
type Project = (typeof projects)[number]
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
const unknown = asked.filter((name) => !projects.includes(name as Project))
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. There are: ${projects.join(', ')}.\n`)
  process.exit(2)
}
const chosen = asked.length > 0 ? projects.filter((name) => asked.includes(name)) : projects

const reports = '.cache/test'
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const totals = { passed: 0, failed: 0, skipped: [] as string[] }
/** Said once more at the end: what went by on the way is hard to find in a long log. */
const closing = { failures: [] as string[], seconds: [] as string[] }

ensureSystemPackages({
  chromium: chosen.some((name) => needsChromium.includes(name)),
  redis: chosen.includes('unit') || chosen.includes('storage'),
})

if (asked.length === 0) await check('lint', ['npx', 'biome', 'check', '--error-on-warnings'])
// the tests of types, `*.test-d.ts`, hold when they compile
if (chosen.includes('unit')) await check('types', ['npx', 'tsc', '--noEmit'])
for (const project of chosen) await runProject(project)

process.stdout.write(`\n── took ${closing.seconds.join(', ')}\n`)
for (const failure of closing.failures) process.stdout.write(`failed: ${failure}\n`)
for (const name of totals.skipped) process.stdout.write(`skipped: ${name}\n`)
const { passed, failed, skipped } = totals
process.stdout.write(
  `${passed} passed, ${failed} failed${skipped.length ? `, ${skipped.length} skipped` : ''}\n`,
)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

async function check(name: string, command: readonly string[]): Promise<void> {
  process.stdout.write(`\n── ${name}\n`)
  const code = await timed(name, () => run(command))
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

async function runProject(project: Project): Promise<void> {
  process.stdout.write(`\n── ${project}\n`)
  const file = `${reports}/${project}.json`
  const command = ['npx', 'vitest', 'run', '--project', project]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await timed(project, () => run([...command, ...reporters]))
  let failed = 0
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    totals.passed += report.numPassedTests
    failed = report.numFailedTests
    for (const { assertionResults } of report.testResults)
      for (const { status, fullName, failureMessages } of assertionResults)
        if (status === 'skipped' || status === 'pending' || status === 'todo')
          totals.skipped.push(`${project}: ${fullName}`)
        else if (status === 'failed')
          closing.failures.push(
            `${project}: ${fullName}\n${failureMessages.join('\n').slice(0, 1_000)}`,
          )
  } catch {
    // no report: vitest itself failed, which its exit code says
  }
  // a failure that is no test's (a suite that did not load, an unhandled error) counts as one
  if (failed === 0 && code !== 0) {
    failed = 1
    closing.failures.push(`${project}: not a test; see above`)
  }
  totals.failed += failed
}

function run([command = '', ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' })
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

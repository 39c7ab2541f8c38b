import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureSystemPackages } from './ensureSystemPackages.ts'

/**
 * Everything that a change has to pass: lint, types, then each project of `vitest.config.ts`.
 * `npm test -- unit chain` runs those projects alone.
 */
const projects = [
  'unit',
  'storage',
  'devnet',
  'chain',
  'matrix',
  'browser',
  'storybook-light',
  'storybook-dark',
  'e2e',
  'soak',
] as const
type Project = (typeof projects)[number]
const needsChromium: readonly Project[] = [
  'browser',
  'storybook-light',
  'storybook-dark',
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

ensureSystemPackages({
  chromium: chosen.some((name) => needsChromium.includes(name)),
  redis: chosen.includes('unit') || chosen.includes('storage'),
})

if (asked.length === 0) {
  await check('lint', ['npx', 'biome', 'check', '--error-on-warnings'])
  await check('types', ['npx', 'tsc', '--noEmit'])
}
for (const project of chosen) await runProject(project)

for (const name of totals.skipped) process.stdout.write(`skipped: ${name}\n`)
const { passed, failed, skipped } = totals
process.stdout.write(
  `${passed} passed, ${failed} failed${skipped.length ? `, ${skipped.length} skipped` : ''}\n`,
)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

async function check(name: string, command: readonly string[]): Promise<void> {
  process.stdout.write(`\n── ${name}\n`)
  if ((await run(command)) === 0) totals.passed += 1
  else totals.failed += 1
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

async function runProject(project: Project): Promise<void> {
  process.stdout.write(`\n── ${project}\n`)
  const file = `${reports}/${project}.json`
  const code = await run([
    'npx',
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  let failed = 0
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    totals.passed += report.numPassedTests
    failed = report.numFailedTests
    for (const { assertionResults } of report.testResults)
      for (const { status, fullName } of assertionResults)
        if (status === 'skipped' || status === 'pending' || status === 'todo')
          totals.skipped.push(`${project}: ${fullName}`)
  } catch {
    // no report: vitest itself failed, which its exit code says
  }
  // a failure that is no test's (a suite that did not load, an unhandled error) counts as one
  totals.failed += failed === 0 && code !== 0 ? 1 : failed
}

function run([command = '', ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' })
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

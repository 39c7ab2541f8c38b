import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Verdict } from './judge.ts'
import { type VerbName, verbNames } from './verbs.ts'

const directory = fileURLToPath(new URL('../../.cache/matrix/', import.meta.url))

export interface CaseResult {
  verb: VerbName
  fault: string
  /** `undefined`: it did not come to its end. */
  verdict: Verdict | undefined
}

export interface MatrixReport {
  planned: { verb: VerbName; fault: string }[]
  results: CaseResult[]
  /** Pairs of step and fault that are not run, with the reason. */
  skipped: { verb: VerbName; fault: string; step: string; why: string }[]
}

/** Keeps what one test file found for the table at the end. */
export function saveReport(name: string, report: MatrixReport): void {
  mkdirSync(directory, { recursive: true })
  writeFileSync(`${directory}${name}.json`, JSON.stringify(report))
}

/** Forgets earlier runs. */
export function clearReports(): void {
  rmSync(directory, { recursive: true, force: true })
}

/** What all files found, as text. */
export function formatReports(): string {
  mkdirSync(directory, { recursive: true })
  const reports = readdirSync(directory).map(
    (name) => JSON.parse(readFileSync(`${directory}${name}`, 'utf8')) as MatrixReport,
  )
  const planned = reports.flatMap((report) => report.planned)
  const results = reports.flatMap((report) => report.results)
  const skipped = reports.flatMap((report) => report.skipped)
  const faults = [...new Set(planned.map(({ fault }) => fault))]
  const count = (list: readonly { verb: string; fault: string }[], verb: string, fault: string) =>
    list.filter((it) => it.verb === verb && it.fault === fault).length
  const ran = results.filter(({ verdict }) => verdict)
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, index) => (index ? `${cell}`.padStart(12) : `${cell}`.padEnd(22))).join('')
  const cell = (verb: string, fault: string) => {
    const [done, all] = [count(ran, verb, fault), count(planned, verb, fault)]
    return done === all ? done : `${done} of ${all}`
  }
  const totalOf = (field: keyof Verdict) =>
    ran.reduce((sum, { verdict }) => sum + (verdict?.[field].length ?? 0), 0)
  const reasons = new Map<string, number>()
  for (const { verb, fault, why } of skipped) {
    const key = `${fault} · ${verb}: ${why}`
    reasons.set(key, (reasons.get(key) ?? 0) + 1)
  }
  return [
    '',
    'Fault matrix: cases that ran',
    line(['fault', ...verbNames]),
    ...faults.map((fault) => line([fault, ...verbNames.map((verb) => cell(verb, fault))])),
    '',
    `${ran.length} of ${planned.length} cases ran`,
    `false ACTIVE ${totalOf('falseActive')}, false REVOKED ${totalOf('falseRevoked')}, ` +
      `lost sessions ${totalOf('lostSessions')}, leaked permissions ${totalOf('leakedPermissions')}, ` +
      `orphan keys ${totalOf('orphanKeys')}, wrong records ${totalOf('wrongRecords')}`,
    ...(skipped.length ? ['', `Not run, ${skipped.length} pairs of step and fault:`] : []),
    ...[...reasons].map(([reason, times]) => `  ${times} × ${reason}`),
    '',
  ].join('\n')
}

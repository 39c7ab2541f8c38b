import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { BaseError } from '../../src/errors/BaseError.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { createSharedLocks } from './createSharedLocks.ts'
import { createStepGate, type Step } from './createStepGate.ts'
import { type Fault, faultsOf } from './faults.ts'
import { judge } from './judge.ts'
import { noFaults } from './noFaults.ts'
import { type Fact, openPage } from './openPage.ts'
import { inPage, installPageContexts, removePageContexts } from './pageContext.ts'
import { recordSteps } from './recordSteps.ts'
import { settle } from './settle.ts'
import { setUpUser } from './setUpUser.ts'
import { type MatrixReport, saveReport } from './totals.ts'
import { type VerbName, verbNames, verbs } from './verbs.ts'

const devnet = inject('devnet')
const report: MatrixReport = { planned: [], results: [], skipped: [] }
const idle = { close: () => undefined, giveUp: () => undefined }

interface Case {
  name: string
  verb: VerbName
  step: Step
  /** Which of the step's faults. */
  index: number
  fault: Fault['fault']
}

/** Short where the operation is never sent or never seen, so that this is what the page waits for. */
function patienceWith(step: Step, { onward }: Fault): number | undefined {
  const isUnsent = step.service === 'bundler' && step.effect
  const isUnseen = step.sent && onward
  return isUnsent || isUnseen ? 2_500 : undefined
}

const cases: Case[] = []
for (const verb of verbNames)
  for (const step of await recordSteps(devnet, verb))
    for (const [index, { fault, how }] of faultsOf(step, idle).entries())
      cases.push({ name: `${verb} · ${step.name} · ${how}`, verb, step, index, fault })
report.planned.push(...cases.map(({ verb, fault }) => ({ verb, fault })))

beforeAll(installPageContexts)
afterAll(() => {
  removePageContexts()
  saveReport('matrix', report)
})

for (const { name, verb, step, index, fault } of cases)
  test.concurrent(name, async ({ expect: check }) => {
    const result: MatrixReport['results'][number] = { verb, fault, verdict: undefined }
    report.results.push(result)
    const storage = memory()
    const { live, run } = verbs[verb]
    const user = await setUpUser(devnet, storage, live)
    const { ownerKey, account } = user
    const sessionIds = user.sessions.map(({ id }) => id)
    const facts: Fact[] = []
    const onFact = (fact: Fact) => void facts.push(fact)

    const giveUp = new AbortController()
    const isTab = fault === 'tab closed'
    const locks = createSharedLocks()
    const tab = locks.page()
    const planned = faultsOf(step, { close: () => gate.stop(), giveUp: () => giveUp.abort() })[
      index
    ]
    if (!planned) throw new Error('The step has no such fault.')
    const gate = createStepGate({ step: step.name, ...planned })
    const page = openPage({
      devnet,
      ownerKey,
      storage,
      gate,
      onFact,
      timeout: patienceWith(step, planned),
    })
    const context = isTab ? { locks: tab } : {}
    const running = inPage(context, () =>
      run({ devnet, page, account, sessionIds, signal: giveUp.signal }),
    )
    const ended = running.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (planned.ends) {
      await Promise.race([gate.stopped, ended])
      locks.close(tab)
    } else {
      const error = await ended
      if (error !== undefined) check(error).toBeInstanceOf(BaseError)
    }
    check(gate.isStruck()).toBe(true)
    gate.stop()

    const open = () => openPage({ devnet, ownerKey, storage, onFact })
    const next = isTab ? { locks: locks.page() } : {}
    const settled = await settle({ devnet, user, open, facts, context: next })
    const verdict = await judge({ verb, user, page: settled, facts })
    result.verdict = verdict
    expect(verdict).toEqual(noFaults)
  })

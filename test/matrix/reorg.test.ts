import { afterAll, beforeAll, expect, test } from 'vitest'
import { BaseError } from '../../src/errors/BaseError.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { startDevnet } from '../devnet/startDevnet.ts'
import { createStepGate } from './createStepGate.ts'
import { dropBlocks } from './dropBlocks.ts'
import { judge } from './judge.ts'
import { noFaults } from './noFaults.ts'
import { type Fact, openPage } from './openPage.ts'
import { inPage, installPageContexts, removePageContexts } from './pageContext.ts'
import { recordSteps } from './recordSteps.ts'
import { settle } from './settle.ts'
import { setUpUser } from './setUpUser.ts'
import { type MatrixReport, saveReport } from './totals.ts'
import { verbNames, verbs } from './verbs.ts'

// a chain of its own, and one case at a time: what happens to it happens to all accounts
const devnet = await startDevnet()
const fault = 'reorg'
const report: MatrixReport = { planned: [], results: [], skipped: [] }
const atEnd = 'after the end'

beforeAll(installPageContexts)
afterAll(async () => {
  removePageContexts()
  saveReport('reorg', report)
  await devnet.stop()
})

for (const verb of verbNames) {
  const steps = await recordSteps(devnet, verb)
  // it is mined before its logs are found: what is asked for after it can see it vanish
  const first = steps.findIndex(({ sent }) => sent)
  for (const { name } of steps.slice(0, first))
    report.skipped.push({ verb, fault, step: name, why: 'the verb has no block yet to be dropped' })
  for (const step of [...steps.slice(first).map(({ name }) => name), atEnd])
    for (const how of ['dropped and mined again', 'dropped for good'] as const) {
      report.planned.push({ verb, fault })
      test(`${verb} · ${step} · ${how}`, async () => {
        const result: MatrixReport['results'][number] = { verb, fault, verdict: undefined }
        report.results.push(result)
        const storage = memory()
        const user = await setUpUser(devnet, storage, verbs[verb].live)
        const { ownerKey, account } = user
        const sessionIds = user.sessions.map(({ id }) => id)
        const facts: Fact[] = []
        const onFact = (fact: Fact) => void facts.push(fact)
        const { client } = openPage({ devnet, ownerKey, storage })
        const begin = await client.getBlockNumber({ cacheTime: 0 })
        const reorganise = () =>
          dropBlocks(devnet, { after: begin, again: how === 'dropped and mined again', facts })

        const gate = createStepGate({
          step,
          async answer(act) {
            await reorganise()
            return act()
          },
        })
        // what is gone for good is waited for in vain
        const timeout = how === 'dropped for good' ? 2_500 : undefined
        const page = openPage({ devnet, ownerKey, storage, gate, onFact, timeout })
        const ended = verbs[verb].run({ devnet, page, account, sessionIds }).then(
          () => undefined,
          (error: unknown) => error,
        )
        const error = await ended
        if (error !== undefined) expect(error).toBeInstanceOf(BaseError)
        if (step === atEnd) await reorganise()
        else expect(gate.isStruck()).toBe(true)
        gate.stop()

        const open = () => openPage({ devnet, ownerKey, storage, onFact })
        const settled = await settle({
          ...{ devnet, user, open, facts, context: {} },
          isReorganised: true,
        })
        result.verdict = await inPage({}, () =>
          judge({ verb, user, page: settled, facts, isReorganised: true }),
        )
        expect(result.verdict).toEqual(noFaults)
      })
    }
}

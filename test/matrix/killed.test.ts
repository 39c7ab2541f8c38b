import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { file } from '../../src/storage/drivers/file.ts'
import { judge } from './judge.ts'
import { noFaults } from './noFaults.ts'
import { openPage } from './openPage.ts'
import { installPageContexts, removePageContexts } from './pageContext.ts'
import { recordSteps } from './recordSteps.ts'
import { settle } from './settle.ts'
import { setUpUser } from './setUpUser.ts'
import { bundlePageProcess, runUntilKilled } from './startPageProcess.ts'
import { type MatrixReport, saveReport } from './totals.ts'
import { verbNames, verbs } from './verbs.ts'

const devnet = inject('devnet')
const fault = 'process killed'
const report: MatrixReport = { planned: [], results: [], skipped: [] }
let directory = ''

beforeAll(async () => {
  installPageContexts()
  directory = await mkdtemp(join(tmpdir(), 'grantkit-matrix-'))
  await bundlePageProcess()
})
afterAll(async () => {
  removePageContexts()
  await rm(directory, { recursive: true, force: true })
  saveReport('killed', report)
})

// what changes nothing leaves the same behind before and after
for (const verb of verbNames)
  for (const step of await recordSteps(devnet, verb))
    for (const when of step.effect ? (['before', 'after'] as const) : (['before'] as const)) {
      report.planned.push({ verb, fault })
      test.concurrent(`${verb} · ${step.name} · killed ${when}`, async () => {
        const result: MatrixReport['results'][number] = { verb, fault, verdict: undefined }
        report.results.push(result)
        const own = await mkdtemp(join(directory, 'user-'))
        const storage = file({ directory: own })
        const user = await setUpUser(devnet, storage, verbs[verb].live)
        const { ownerKey, account } = user
        const sessionIds = user.sessions.map(({ id }) => id)
        await storage.close()

        const { facts, isStruck } = await runUntilKilled({
          ...{ devnet, ownerKey, account, sessionIds, verb, when },
          directory: own,
          step: step.name,
        })
        expect(isStruck).toBe(true)

        const reopened = file({ directory: own })
        const open = () => openPage({ devnet, ownerKey, storage: reopened })
        const page = await settle({ devnet, user, open, facts, context: {} })
        result.verdict = await judge({ verb, user, page, facts })
        expect(result.verdict).toEqual(noFaults)
        await reopened.close()
      })
    }

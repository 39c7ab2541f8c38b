import { writeSync } from 'node:fs'
import { file } from '../../src/storage/drivers/file.ts'
import { createStepGate } from './createStepGate.ts'
import { openPage } from './openPage.ts'
import type { PageProcessTask } from './startPageProcess.ts'
import { verbs } from './verbs.ts'

/** A process of a user: it carries out a verb, and stands still at one step, to be killed there. */
const task = JSON.parse(process.argv[2] ?? '') as PageProcessTask
const { devnet, ownerKey, account, sessionIds, directory, verb, step, when } = task

/** At once, since nothing is written any more by one who stands still. */
const say = (line: object) => void writeSync(1, `${JSON.stringify(line)}\n`)
const standStill = (): never => {
  say({ at: step })
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  throw new Error('It was to be killed.')
}

const gate = createStepGate({
  step,
  async answer(act) {
    if (when === 'after') await act()
    standStill()
  },
})
const storage = file({ directory })
const page = openPage({ devnet, ownerKey, storage, gate, onFact: (fact) => say({ fact }) })
await verbs[verb].run({ devnet, page, account, sessionIds })
say({ ended: true })
await storage.close()

import { memory } from '../../src/storage/drivers/memory.ts'
import { createStepGate, type Step } from './createStepGate.ts'
import { type MatrixDevnet, openPage } from './openPage.ts'
import { setUpUser } from './setUpUser.ts'
import { type VerbName, verbs } from './verbs.ts'

/** The steps of a verb, found by a run in which nothing fails. */
export async function recordSteps(devnet: MatrixDevnet, name: VerbName): Promise<Step[]> {
  const storage = memory()
  const { live, run } = verbs[name]
  const user = await setUpUser(devnet, storage, live)
  const gate = createStepGate()
  const page = openPage({ devnet, ownerKey: user.ownerKey, storage, gate })
  const sessionIds = user.sessions.map(({ id }) => id)
  await run({ devnet, page, account: user.account, sessionIds })
  return gate.steps
}

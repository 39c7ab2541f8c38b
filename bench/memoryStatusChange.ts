import { SessionMemoryStorage } from '@biconomy/account'
import { memory } from '../src/storage/drivers/memory.ts'
import type { SessionLeafNode } from '../src/types/SessionStorageClient.ts'
import type { BenchRow } from './BenchRow.ts'
import { median } from './median.ts'

const account = '0x3333333333333333333333333333333333333333'
const count = 5_000

/** A change of status among 5,000 sessions, beside the SDK's memory storage. Budget: 500 ×. */
export async function memoryStatusChange(): Promise<BenchRow[]> {
  const node = (n: number): SessionLeafNode & { sessionID: string } => ({
    validAfter: 0,
    validUntil: 2_000_000_000,
    sessionValidationModule: account,
    sessionKeyData: `0x${'ab'.repeat(140)}`,
    sessionPublicKey: account,
    sessionID: `session ${n}`,
    status: 'PENDING',
  })
  const theirs = new SessionMemoryStorage(account)
  // it reads and writes everything at each step: filled leaf by leaf this would take a minute
  Object.defineProperty(theirs, 'getSessionStore', {
    configurable: true,
    value: () => ({
      merkleRoot: '',
      leafNodes: Array.from({ length: count - 1 }, (_, n) => node(n)),
    }),
  })
  await theirs.addSessionData(node(count - 1))
  Reflect.deleteProperty(theirs, 'getSessionStore')

  const ours = memory()
  const at = (n: number) => ({ chainId: 1, account, kind: 'session', id: `session ${n}` }) as const
  for (let n = 0; n < count; n++) await ours.put(at(n), { ...node(n) })

  const sdk = await timesOf(5, (n) =>
    theirs.updateSessionStatus({ sessionID: `session ${n * 7}` }, 'ACTIVE'),
  )
  const kit = await timesOf(1_000, async (n) => {
    const record = await ours.get(at(n % count))
    const value = { ...(record?.value as object), status: 'ACTIVE' }
    await ours.put(at(n % count), value, { ifRevision: record?.revision ?? null })
  })
  return [
    {
      what: `status change at ${count.toLocaleString('en')} sessions, memory`,
      unit: 'ms',
      kit: median(kit),
      kitMax: Math.max(...kit),
      peer: median(sdk),
      peerName: 'SessionMemoryStorage',
    },
  ]
}

/** Milliseconds for each call, of several runs. */
async function timesOf(calls: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < 8; run++) {
    const start = performance.now()
    for (let n = 0; n < calls; n++) await work(run * calls + n)
    times.push((performance.now() - start) / calls)
  }
  return times
}

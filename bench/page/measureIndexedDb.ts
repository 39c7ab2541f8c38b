import { indexedDb } from '../../src/storage/drivers/indexedDb.ts'
import type { RecordAddress, StorageOperation } from '../../src/types/Storage.ts'

/** Milliseconds for each call, the middle one of 60. */
export type IndexedDbTimes = Record<'get' | 'add' | 'status change', number>

const value = { leaf: 'ab'.repeat(140), status: 'PENDING' }
const at = (id: string): RecordAddress => ({
  chainId: 137,
  account: `0x${'1'.repeat(40)}`,
  kind: 'session',
  id,
})

async function timeOf(work: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < 60; n++) {
    const start = performance.now()
    await work(n)
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[30] ?? Number.NaN
}

/** Runs in the page: the same work among 10 sessions and among 10,000. */
async function measureIndexedDb(): Promise<{ few: IndexedDbTimes; many: IndexedDbTimes }> {
  const driver = indexedDb({ name: 'bench', persist: false })
  const fill = async (from: number, to: number) => {
    for (let start = from; start < to; start += 500)
      await driver.batch(
        Array.from(
          { length: Math.min(500, to - start) },
          (_, n): StorageOperation => ({ type: 'put', address: at(`${start + n}`), value }),
        ),
      )
  }
  const measure = async (round: string): Promise<IndexedDbTimes> => ({
    get: await timeOf((n) => driver.get(at(`${n % 10}`))),
    add: await timeOf((n) => driver.put(at(`${round} ${n}`), value, { ifRevision: null })),
    'status change': await timeOf(async (n) => {
      const record = await driver.get(at(`${n % 10}`))
      const changed = { ...value, status: 'ACTIVE' }
      await driver.put(at(`${n % 10}`), changed, { ifRevision: record?.revision ?? null })
    }),
  })
  await fill(0, 10)
  await measure('warm')
  const few = await measure('few')
  await fill(10, 10_000)
  const many = await measure('many')
  await driver.close()
  return { few, many }
}

Object.assign(globalThis, { measureIndexedDb })

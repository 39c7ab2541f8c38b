import { StorageConflictError } from '../../../src/errors/StorageConflictError.ts'
import type { Json } from '../../../src/types/Json.ts'
import type { RecordAddress, SessionStorageDriver } from '../../../src/types/Storage.ts'
import type { DriverLocation } from './DriverLocation.ts'
import { openDriver } from './openDriver.ts'

/** What a test asks of another process. */
export type ProcessTask =
  /** Adds one, so many times, by compare-and-swap. */
  | { type: 'increment'; address: RecordAddress; times: number }
  /** Writes the same number into all addresses in one batch, then the next; until it is killed. */
  | { type: 'batches'; addresses: RecordAddress[]; from: number; padding: number }

/** Another process with a handle of its own; it answers by lines of JSON. */
async function main(): Promise<void> {
  const { location, task } = JSON.parse(process.argv[2] ?? '') as {
    location: DriverLocation
    task: ProcessTask
  }
  const { driver, close } = await openDriver(location)
  say({ ready: true })
  if (task.type === 'increment') await increment(driver, task.address, task.times)
  else await writeBatches(driver, task)
  await close()
  say({ done: true })
}

async function increment(driver: SessionStorageDriver, address: RecordAddress, times: number) {
  for (let done = 0; done < times; ) {
    const record = await driver.get(address)
    try {
      await driver.put(address, Number(record?.value ?? 0) + 1, {
        ifRevision: record?.revision ?? null,
      })
      done++
    } catch (error) {
      if (!(error instanceof StorageConflictError)) throw error
    }
  }
}

async function writeBatches(
  driver: SessionStorageDriver,
  { addresses, from, padding }: Extract<ProcessTask, { type: 'batches' }>,
) {
  for (let n = from; ; n++) {
    const value: Json = { n, padding: 'x'.repeat(padding) }
    await driver.batch(addresses.map((address) => ({ type: 'put', address, value })))
    say({ n })
  }
}

function say(answer: Json): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}

await main()

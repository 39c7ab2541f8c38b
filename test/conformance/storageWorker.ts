import { StorageConflictError } from '../../src/errors/StorageConflictError.ts'
import { indexedDb } from '../../src/storage/drivers/indexedDb.ts'
import { deviceVault } from '../../src/storage/vaults/deviceVault.ts'
import type { KeyContext, WrappedKey } from '../../src/types/KeyVault.ts'
import type { RecordAddress } from '../../src/types/Storage.ts'

/** What a test asks of the second context. */
export type WorkerTask =
  | { type: 'increment'; database: string; address: RecordAddress; times: number }
  | { type: 'wrap'; database: string; privateKey: `0x${string}`; context: KeyContext }

export type WorkerAnswer = { wrapped?: WrappedKey; error?: string }

/** Another context with connections, channels and modules of its own, as a second tab has. */
globalThis.onmessage = async ({ data }: MessageEvent<WorkerTask>) => {
  try {
    globalThis.postMessage(await run(data))
  } catch (error) {
    globalThis.postMessage({ error: String(error) } satisfies WorkerAnswer)
  }
}

async function run(task: WorkerTask): Promise<WorkerAnswer> {
  if (task.type === 'wrap')
    return {
      wrapped: await deviceVault({ name: task.database }).wrap(task.privateKey, task.context),
    }
  const driver = indexedDb({ name: task.database })
  for (let done = 0; done < task.times; ) {
    const record = await driver.get(task.address)
    try {
      await driver.put(task.address, Number(record?.value ?? 0) + 1, {
        ifRevision: record?.revision ?? null,
      })
      done++
    } catch (error) {
      if (!(error instanceof StorageConflictError)) throw error
    }
  }
  await driver.close()
  return {}
}

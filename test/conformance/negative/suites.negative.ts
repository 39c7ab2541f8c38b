import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localStorageKey } from '../../../src/storage/drivers/localStorageKey.ts'
import type { SessionStorageClient } from '../../../src/types/SessionStorageClient.ts'
import { FakeWebStorage } from '../FakeWebStorage.ts'
import { type TestStore, testDriver } from '../testDriver.ts'
import { createUnsafeDriver, type UnsafeStore } from './createUnsafeDriver.ts'
import { sdkStore } from './sdkStore.ts'

// Run by test/storage/negativeControls.test.ts, which expects these to fail.

const sdk = createRequire(import.meta.url)('@biconomy/account') as Record<
  'SessionMemoryStorage' | 'SessionLocalStorage',
  new (
    account: string,
  ) => SessionStorageClient
>
let accounts = 0
/** A new one for each store: the SDK's memory is one for all instances. */
const newAccount = () => `0x${String(++accounts).padStart(40, '0')}`

function testStore(name: string, store: UnsafeStore, remove = async () => {}): TestStore {
  return {
    open: () => createUnsafeDriver(name, store),
    raw: {
      read: async (address) => (await store.load()).get(localStorageKey.encode(address)),
      write: (address, text) => store.save([{ key: localStorageKey.encode(address), text }]),
    },
    remove,
  }
}

testDriver(
  'SessionMemoryStorage',
  () => testStore('SessionMemoryStorage', sdkStore(new sdk.SessionMemoryStorage(newAccount()))),
  { runs: 3 },
)

testDriver(
  'SessionLocalStorage',
  () => {
    Object.assign(globalThis, { localStorage: new FakeWebStorage() })
    return testStore('SessionLocalStorage', sdkStore(new sdk.SessionLocalStorage(newAccount())))
  },
  { runs: 3 },
)

testDriver(
  'writeFile',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'grantkit-negative-'))
    const path = join(directory, 'sessions.json')
    const load = async (): Promise<Map<string, string>> => {
      const text = await readFile(path, 'utf8').catch(() => '[]')
      return new Map(JSON.parse(text) as [string, string][])
    }
    const store: UnsafeStore = {
      load,
      async save(changes) {
        const all = await load()
        for (const { key, text } of changes)
          if (text === undefined) all.delete(key)
          else all.set(key, text)
        await writeFile(path, JSON.stringify([...all]))
      },
    }
    return testStore('writeFile', store, async () => rmSync(directory, { recursive: true }))
  },
  { runs: 3 },
)

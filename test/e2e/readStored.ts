import type { Page } from 'playwright'
import type { Address } from 'viem'
import type { RootRecord, SessionRecord } from '../../src/types/AccountRecords.ts'
import type { SessionState } from '../../src/types/SessionState.ts'

/** What a browser keeps of one account, read past the kit. */
export interface Stored {
  root: RootRecord | undefined
  /** In the order of their places in the tree. */
  sessions: readonly SessionRecord[]
  /** Lower-case addresses of the keys that are kept. */
  keys: readonly string[]
  journals: ReadonlyMap<string, SessionState>
  /** Every row as text, of all accounts. */
  text: string
}

interface Row {
  account: string
  kind: string
  id: string
  record: string
}

/** Reads the kit's IndexedDB from within a page of its origin. */
export async function readStored(page: Page, account: Address): Promise<Stored> {
  const rows = await page.evaluate(async () => {
    // opened where it is not there yet, it would be made without its tables
    const databases = await indexedDB.databases()
    if (!databases.some(({ name }) => name === 'grantkit')) return []
    return new Promise<Row[]>((resolve, reject) => {
      const opening = indexedDB.open('grantkit')
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const reading = opening.result.transaction('records').objectStore('records').getAll()
        reading.onerror = () => reject(reading.error)
        reading.onsuccess = () => {
          opening.result.close()
          resolve(reading.result as Row[])
        }
      }
    })
  })
  const mine = rows.filter((row) => row.account === account.toLowerCase())
  const valuesOf = <value>(kind: string) =>
    mine
      .filter((row) => row.kind === kind)
      .map(({ id, record }) => [id, (JSON.parse(record) as { d: value }).d] as const)
  return {
    root: valuesOf<RootRecord>('root')[0]?.[1],
    sessions: valuesOf<SessionRecord>('session')
      .map(([, session]) => session)
      .sort((a, b) => a.position - b.position),
    keys: valuesOf('key').map(([id]) => id.toLowerCase()),
    journals: new Map(valuesOf<SessionState>('state')),
    text: JSON.stringify(rows),
  }
}

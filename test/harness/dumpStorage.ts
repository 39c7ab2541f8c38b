import { zeroHash } from 'viem'
import type { RecordAddress, SessionStorageDriver } from '../../src/types/Storage.ts'

/** Everything that a storage holds, as text. */
export async function dumpStorage(storage: SessionStorageDriver): Promise<string> {
  const { records } = await storage.list({})
  return JSON.stringify(records, null, 2)
}

/**
 * The same without what a staging that was undone leaves: the revision, the place that it used up,
 * what was signed and may be mined all the same, and the record of an account that has nothing.
 */
export async function dumpContent(storage: SessionStorageDriver): Promise<string> {
  const { records } = await storage.list({})
  const content: { address: RecordAddress; value: unknown }[] = []
  for (const { address, value } of records) {
    if (address.kind !== 'root') {
      content.push({ address, value })
      continue
    }
    const { nextPosition: _place, givenUp: _givenUp, ...root } = value as Record<string, unknown>
    const isEmpty = root.root === zeroHash && Object.keys(root).length === 1
    if (!isEmpty) content.push({ address, value: root })
  }
  return JSON.stringify(content, null, 2)
}

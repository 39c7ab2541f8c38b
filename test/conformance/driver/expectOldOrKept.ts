import { expect } from 'vitest'
import type { RecordAddress, SessionStorageDriver } from '../../../src/types/Storage.ts'
import type { TestStore } from '../testDriver.ts'
import { at } from './places.ts'

const damage = /^Storage(Corrupt|Version)Error$/

/**
 * What lies at an address is the old record, or an error that no write gets past. It is never
 * nothing, and never replaced.
 *
 * @param old The envelope before it was damaged.
 * @param turn Which of the writes is tried.
 */
export async function expectOldOrKept(
  { driver, store }: { driver: SessionStorageDriver; store: Pick<TestStore, 'raw'> },
  address: RecordAddress,
  old: string,
  turn: number,
): Promise<void> {
  const before = await store.raw.read(address)
  const found = await driver.get(address).catch((error: unknown) => error)
  if (before === old) {
    // Not every store can hold every damage: this one came out as it was.
    expect(found).toMatchObject({ address, revision: expect.any(String) })
    expect(found).not.toBeInstanceOf(Error)
    return
  }
  expect(found).toMatchObject({ name: expect.stringMatching(damage), address })
  if (turn % 4 === 0) {
    const page = await driver.list({ chainId: address.chainId }, { unreadable: 'report' })
    expect(page.unreadable).toMatchObject([
      { address, revision: (found as { revision: string }).revision },
    ])
  }
  const other = at('another')
  const writes = [
    () => driver.put(address, 1),
    () => driver.put(address, 1, { ifRevision: null }),
    () => driver.put(address, 1, { ifRevision: 'other' }),
    () => driver.delete(address),
    () =>
      driver.batch([
        { type: 'put', address: other, value: 1 },
        { type: 'delete', address },
      ]),
  ]
  await expect(writes[turn % writes.length]?.()).rejects.toThrow(
    expect.objectContaining({ name: expect.stringMatching(damage) }),
  )
  expect(await store.raw.read(address)).toBe(before)
  expect(await driver.get(other)).toBeUndefined()
}

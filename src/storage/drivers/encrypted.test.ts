import { describe, expect, test } from 'vitest'
import { StorageCorruptError } from '../../errors/StorageCorruptError.ts'
import { VaultSecretError } from '../../errors/VaultSecretError.ts'
import type { RecordAddress } from '../../types/Storage.ts'
import { encrypted } from './encrypted.ts'
import { memory } from './memory.ts'

const secret = new Uint8Array(32).fill(7)

describe('encrypted', () => {
  const address: RecordAddress = {
    chainId: 1,
    account: `0x${'1'.repeat(40)}`,
    kind: 'state',
    id: 'a',
  }

  test('nothing of a value is in what is stored', async () => {
    const below = memory()
    const driver = encrypted({ storage: below, secret: async () => secret })
    await driver.put(address, { message: 'buy the blue one' })
    const stored = JSON.stringify(await below.get(address))
    for (const word of ['message', 'blue']) {
      expect(stored).not.toContain(word)
      expect(stored).not.toContain(Buffer.from(word).toString('hex'))
    }
  })

  test('moved to another place, or with another secret, it is damaged and not overwritten', async () => {
    const below = memory()
    const driver = encrypted({ storage: below, secret })
    await driver.put(address, 1)
    const sealed = await below.get(address)
    for (const change of [
      { chainId: 2 },
      { account: `0x${'2'.repeat(40)}` as const },
      { kind: 'session' as const },
      { id: 'b' },
    ]) {
      const moved = { ...address, ...change }
      await below.put(moved, sealed?.value ?? null)
      await expect(driver.get(moved)).rejects.toThrow(StorageCorruptError)
      await expect(driver.put(moved, 2)).rejects.toThrow(StorageCorruptError)
      await expect(driver.put(moved, 2, { ifRevision: null })).rejects.toThrow(StorageCorruptError)
      await expect(driver.delete(moved)).rejects.toThrow(StorageCorruptError)
    }
    const other = encrypted({ storage: below, secret: new Uint8Array(32).fill(8) })
    const error = await other.get(address).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(StorageCorruptError)
    const { revision } = error as StorageCorruptError
    await other.put(address, 3, { ifRevision: revision })
    expect((await other.get(address))?.value).toBe(3)
  })

  test('a secret that is no 32 bytes is refused', async () => {
    expect(() => encrypted({ storage: memory(), secret: new Uint8Array(31) })).toThrow(
      VaultSecretError,
    )
    const late = encrypted({ storage: memory(), secret: () => new Uint8Array(1) })
    await expect(late.put(address, 1)).rejects.toThrow(VaultSecretError)
  })
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import { FakeWebStorage } from '../../test/conformance/FakeWebStorage.ts'
import { localStorage } from './drivers/localStorage.ts'
import { memory } from './drivers/memory.ts'

const address = { chainId: 1, account: `0x${'ab'.repeat(20)}`, kind: 'root', id: 'root' } as const

/** Web Locks of one browser, as far as `ifAvailable` goes. */
function fakeLocks() {
  const held = new Set<string>()
  const request = async (
    name: string,
    _: LockOptions,
    task: (lock: object | null) => Promise<void> | undefined,
  ) => {
    if (held.has(name)) return task(null)
    held.add(name)
    await task({ name })
    held.delete(name)
  }
  return { request }
}

/** Another tab: modules of its own. */
async function openTab() {
  vi.resetModules()
  const [{ oneContext }, { StorageUnavailableError }] = await Promise.all([
    import('./oneContext.ts'),
    import('../errors/StorageUnavailableError.ts'),
  ])
  return { oneContext, StorageUnavailableError }
}

afterEach(() => vi.unstubAllGlobals())

describe('oneContext', () => {
  test('the first tab that writes has the storage; others read, and are refused', async () => {
    vi.stubGlobal('navigator', { locks: fakeLocks() })
    const web = new FakeWebStorage()
    const [one, two] = [await openTab(), await openTab()]
    const first = one.oneContext(localStorage({ storage: web }))
    const second = two.oneContext(localStorage({ storage: web }))
    await first.put(address, 1)
    expect((await second.get(address))?.value).toBe(1)
    const writes = [
      () => second.put(address, 2),
      () => second.delete(address),
      () => second.batch([{ type: 'delete', address }]),
    ]
    for (const write of writes) await expect(write()).rejects.toThrow(two.StorageUnavailableError)
    expect((await second.get(address))?.value).toBe(1)
    // two configs of one page share it
    const again = one.oneContext(localStorage({ storage: web }))
    await again.put(address, 3)
    await first.delete(address)
    expect(await second.get(address)).toBeUndefined()
  })

  test('a storage that tabs can share is left as it is', async () => {
    vi.stubGlobal('navigator', { locks: fakeLocks() })
    const { oneContext } = await openTab()
    const storage = memory()
    expect(oneContext(storage)).toBe(storage)
  })

  test('without Web Locks it writes', async () => {
    vi.stubGlobal('navigator', {})
    const { oneContext } = await openTab()
    const storage = oneContext(localStorage({ storage: new FakeWebStorage() }))
    await storage.put(address, 1)
    expect((await storage.get(address))?.value).toBe(1)
  })
})

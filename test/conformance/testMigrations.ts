import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BaseError } from '../../src/errors/BaseError.ts'
import { StorageConflictError } from '../../src/errors/StorageConflictError.ts'
import { StorageCorruptError } from '../../src/errors/StorageCorruptError.ts'
import { StorageVersionError } from '../../src/errors/StorageVersionError.ts'
import type { RecordFormat } from '../../src/storage/RecordFormat.ts'
import type { Json } from '../../src/types/Json.ts'
import type { RecordAddress, SessionStorageDriver, StoredRecord } from '../../src/types/Storage.ts'
import { at } from './driver/places.ts'
import type { TestStore } from './testDriver.ts'

/** A store on which handles of several versions of the kit can be opened; new and empty. */
export interface MigrationStore {
  open(format: RecordFormat): SessionStorageDriver
  raw: TestStore['raw']
  /** A handle whose store can be made to stop; absent where nothing can stop it. */
  openStopping?(format: RecordFormat): {
    driver: SessionStorageDriver
    /** From its `k`th step on the store does nothing any more, as when the process is gone. */
    stopAt(k: number): void
    /** What of it is left is cleared away, as when a process has ended. Whether it had stopped. */
    end(): Promise<boolean>
  }
  remove?(): Promise<void>
}

type Fields = Record<string, string>

/**
 * Three versions of a kit: a title became a name, a name became a list of names. Keys stayed as
 * they were.
 */
const migrations: RecordFormat['migrations'] = {
  0: { session: (_, value) => ({ name: (value as Fields).title ?? '' }) },
  1: {
    session: (_, value) => ({ names: (value as { name: string }).name.split(' ') }),
    root: ({ id }, value) => ({ ...(value as Fields), id }),
  },
}
const zero: RecordFormat = { version: 0, migrations: {} }
const one: RecordFormat = { version: 1, migrations }
const two: RecordFormat = { version: 2, migrations }

function namesIn(record: StoredRecord | undefined): string[] {
  return (record?.value as { names: string[] } | undefined)?.names ?? []
}

/** One suite over every driver: records of older versions among those of this one. */
export function testMigrations(
  name: string,
  createStore: () => MigrationStore | Promise<MigrationStore>,
): void {
  describe(`${name}, records of older versions`, () => {
    let store: MigrationStore
    const handles: SessionStorageDriver[] = []

    function open(format: RecordFormat, on = store): SessionStorageDriver {
      const handle = on.open(format)
      handles.push(handle)
      return handle
    }

    beforeEach(async () => {
      store = await createStore()
    })

    afterEach(async () => {
      for (const handle of handles.splice(0)) await handle.close()
      await store.remove?.()
    })

    const versionAt = async (address: RecordAddress, on = store) =>
      /^\{"v":(\d+)/.exec((await on.raw.read(address)) ?? '')?.[1]

    test('is read as of now, through every version between, and stays as it is', async () => {
      const older = await open(zero).put(at('a'), { title: 'x y' })
      const old = await open(one).put(at('b'), { name: 'z' })
      const key = await open(zero).put(at('k', { kind: 'key' }), { title: 'x y' })
      const root = await open(zero).put(at('r', { kind: 'root' }), { leaf: '0x' })
      const before = await Promise.all([at('a'), at('b')].map((it) => store.raw.read(it)))
      const driver = open(two)
      const listener = vi.fn()
      driver.watch({}, listener)
      listener.mockClear()

      expect(await driver.get(at('a'))).toEqual({ ...older, value: { names: ['x', 'y'] } })
      expect(await driver.get(at('b'))).toEqual({ ...old, value: { names: ['z'] } })
      expect(await driver.get(at('k', { kind: 'key' }))).toEqual(key)
      expect((await driver.get(at('r', { kind: 'root' })))?.value).toEqual({ leaf: '0x', id: 'r' })
      expect((await driver.get(at('r', { kind: 'root' })))?.revision).toBe(root.revision)
      expect((await open(one).get(at('a')))?.value).toEqual({ name: 'x y' })

      expect(await Promise.all([at('a'), at('b')].map((it) => store.raw.read(it)))).toEqual(before)
      expect(listener).not.toHaveBeenCalled()
    })

    test('is written as of now by its next write, under the condition that it was read with', async () => {
      const { revision } = await open(zero).put(at('a'), { title: 'x' })
      const driver = open(two)
      await expect(driver.put(at('a'), 1, { ifRevision: 'other' })).rejects.toThrow(
        StorageConflictError,
      )
      await expect(driver.put(at('a'), 1, { ifRevision: null })).rejects.toThrow(
        StorageConflictError,
      )
      expect(await versionAt(at('a'))).toBe('0')
      const written = await driver.put(at('a'), { names: ['new'] }, { ifRevision: revision })
      expect(await versionAt(at('a'))).toBe('2')
      expect(await driver.get(at('a'))).toEqual(written)
      await expect(driver.put(at('a'), 1, { ifRevision: revision })).rejects.toThrow(
        StorageConflictError,
      )
    })

    test('is checked and deleted by its revision, in a batch with others', async () => {
      const a = await open(zero).put(at('a'), { title: 'x' })
      const b = await open(zero).put(at('b'), { title: 'x' })
      const driver = open(two)
      await driver.batch([
        { type: 'check', address: at('a'), ifRevision: a.revision },
        { type: 'delete', address: at('b'), ifRevision: b.revision },
        { type: 'put', address: at('c'), value: { names: [] }, ifRevision: null },
      ])
      expect((await driver.list({})).records.map(({ address }) => address.id)).toEqual(['a', 'c'])
      expect(await versionAt(at('a'))).toBe('0')
    })

    test('of two who bring one record up to date at once, one does', async () => {
      const handlesOfTwo = [open(two), open(two)]
      for (let round = 0; round < 5; round++) {
        const address = at(`a ${round}`)
        await open(zero).put(address, { title: 'x' })
        const outcomes = await Promise.all(
          handlesOfTwo.map(async (handle, index) => {
            const record = await handle.get(address)
            expect(record?.value).toEqual({ names: ['x'] })
            return await handle
              .put(address, { names: [`by ${index}`] }, { ifRevision: record?.revision ?? null })
              .catch((error: unknown) => error)
          }),
        )
        const winners = outcomes.filter((it) => !(it instanceof Error))
        expect(winners).toHaveLength(1)
        expect(outcomes.filter((it) => it instanceof StorageConflictError)).toHaveLength(1)
        expect(await handlesOfTwo[0]?.get(address)).toEqual(winners[0])
      }
    })

    test('two who add to one old record lose nothing of each other’s', async () => {
      await open(zero).put(at('a'), { title: '0' })
      const add = async (handle: SessionStorageDriver, word: string): Promise<void> => {
        for (;;) {
          const record = await handle.get(at('a'))
          const names = namesIn(record)
          const written = await handle
            .put(at('a'), { names: [...names, word] }, { ifRevision: record?.revision ?? null })
            .catch((error: unknown) => {
              if (!(error instanceof StorageConflictError)) throw error
            })
          if (written) return
        }
      }
      const pair = [open(two), open(two)] as const
      const words = Array.from({ length: 10 }, (_, index) => String(index + 1))
      await Promise.all(words.map((word, index) => add(pair[index % 2 ? 1 : 0], word)))
      const names = namesIn(await pair[0].get(at('a')))
      expect(names.toSorted()).toEqual(['0', ...words].toSorted())
    })

    test('old and new side by side are listed in order, page by page', async () => {
      const formats = [zero, one, two]
      const values: Json[] = [{ title: 'x y' }, { name: 'x y' }, { names: ['x', 'y'] }]
      for (let index = 0; index < 10; index++)
        await open(formats[index % 3] as RecordFormat).put(
          at(`id ${index}`),
          values[index % 3] as Json,
        )
      const driver = open(two)
      for (const limit of [1, 3, 10]) {
        const found: [string, Json][] = []
        let cursor: string | undefined
        do {
          const page = await driver.list({ chainId: 137 }, { limit, cursor })
          expect(page.unreadable).toBeUndefined()
          found.push(...page.records.map((it): [string, Json] => [it.address.id, it.value]))
          cursor = page.cursor
          // A record that is brought up to date keeps its place.
          const [last] = page.records.slice(-1)
          if (last && limit === 3)
            await driver.put(last.address, last.value, { ifRevision: last.revision })
        } while (cursor !== undefined)
        expect(found).toEqual(
          Array.from({ length: 10 }, (_, index) => [`id ${index}`, { names: ['x', 'y'] }]),
        )
      }
    })

    test('a kit of the older version refuses what was brought up to date, and leaves it', async () => {
      const { revision } = await open(one).put(at('a'), { name: 'x' })
      await open(two).put(at('a'), { names: ['new'] })
      const text = await store.raw.read(at('a'))
      const older = open(one)
      await expect(older.get(at('a'))).rejects.toThrow(StorageVersionError)
      for (const ifRevision of [undefined, null, revision])
        await expect(older.put(at('a'), 1, { ifRevision })).rejects.toThrow(StorageVersionError)
      await expect(older.delete(at('a'))).rejects.toThrow(StorageVersionError)
      expect(await store.raw.read(at('a'))).toBe(text)
    })

    test('its checksum is that of its version: a bit flipped at any place is an error', async () => {
      const written: [RecordFormat, Json][] = [
        [zero, { title: 'x y' }],
        [one, { name: 'x y' }],
        [two, { names: ['x'] }],
      ]
      const driver = open(two)
      for (const [format, value] of written) {
        const handle = open(format)
        await handle.put(at('a'), value)
        const text = (await store.raw.read(at('a'))) ?? ''
        for (let index = 0; index < text.length; index++) {
          // At the version itself every bit, so that it also comes to be another known one.
          const bits = index === 5 ? [0, 1, 2, 3, 4, 5, 6] : [index % 7]
          for (const bit of bits) {
            const flipped = String.fromCharCode(text.charCodeAt(index) ^ (1 << bit))
            const damaged = text.slice(0, index) + flipped + text.slice(index + 1)
            await store.raw.write(at('a'), damaged)
            const error = (await driver.get(at('a')).catch((e: unknown) => e)) as Error
            expect(error.name).toMatch(/^Storage(Corrupt|Version)Error$/)
            expect(await store.raw.read(at('a'))).toBe(damaged)
          }
        }
        await store.raw.write(at('a'), text)
        await handle.delete(at('a'))
      }
    })

    test('a change that fails is an error that shows nothing of it, and the record stays', async () => {
      const failing: RecordFormat = {
        version: 2,
        migrations: {
          ...migrations,
          1: {
            session: (address, value) => {
              if (address.id === 'a') throw new TypeError(`cannot change ${JSON.stringify(value)}`)
              return value
            },
            key: () => undefined as unknown as Json,
          },
        },
      }
      const key = at('k', { kind: 'key' })
      await open(one).put(at('a'), { name: 'do not show' })
      await open(one).put(at('b'), { name: 'b' })
      await open(one).put(key, 'do not show')
      const before = await Promise.all([at('a'), key].map((it) => store.raw.read(it)))
      const driver = open(failing)
      for (const address of [at('a'), key]) {
        const error = (await driver.get(address).catch((e: unknown) => e)) as StorageCorruptError
        expect(error).toBeInstanceOf(StorageCorruptError)
        expect(error.details).toMatch(/^The change from version 1 to 2 failed \(\w+\)\.$/)
        expect(JSON.stringify([error, error.stack, error.cause])).not.toContain('do not show')
        await expect(driver.put(address, 1)).rejects.toThrow(StorageCorruptError)
        await expect(driver.put(address, 1, { ifRevision: null })).rejects.toThrow(
          StorageCorruptError,
        )
        await expect(driver.delete(address)).rejects.toThrow(StorageCorruptError)
      }
      await expect(driver.list({})).rejects.toThrow(StorageCorruptError)
      const page = await driver.list({}, { unreadable: 'report' })
      expect(page.records).toMatchObject([{ address: at('b'), value: { name: 'b' } }])
      expect(page.unreadable).toMatchObject([{ address: key }, { address: at('a') }])
      expect(await Promise.all([at('a'), key].map((it) => store.raw.read(it)))).toEqual(before)

      // A kit that can change them finds them whole.
      expect((await open(two).get(at('a')))?.value).toEqual({ names: ['do', 'not', 'show'] })
      const { revision } = page.unreadable?.[0] ?? { revision: '' }
      await driver.put(key, 'new', { ifRevision: revision })
      expect((await open(two).get(key))?.value).toBe('new')
    })

    test('a version from which nothing leads here is an error, and stays', async () => {
      await open(zero).put(at('a'), { title: 'x' })
      const text = await store.raw.read(at('a'))
      const driver = open({ version: 2, migrations: { 1: {} } })
      const error = (await driver.get(at('a')).catch((e: unknown) => e)) as StorageCorruptError
      expect(error).toBeInstanceOf(StorageCorruptError)
      expect(error.details).toContain('no change from version 0 to 1')
      await expect(driver.put(at('a'), 1)).rejects.toThrow(StorageCorruptError)
      expect(await store.raw.read(at('a'))).toBe(text)
    })

    test('stopped at whichever step of bringing several up to date, all are old or all new', async () => {
      const addresses = [at('r', { kind: 'root' }), at('a'), at('b'), at('c')]
      const oldValues: Json[] = [{ id: 'r' }, ...Array(3).fill({ names: ['x'] })]
      const newValue = { names: ['new'] }
      let stops = 0
      for (let k = 1; store.openStopping; k++) {
        const own = await createStore()
        try {
          for (const address of addresses)
            await open(zero, own).put(address, address.kind === 'root' ? {} : { title: 'x' })
          const stopping = own.openStopping?.(two)
          if (!stopping) break
          const read = await stopping.driver.list({})
          stopping.stopAt(k)
          const outcome = await stopping.driver
            .batch(
              addresses.map((address) => ({
                type: 'put',
                address,
                value: newValue,
                ifRevision:
                  read.records.find((it) => it.address.id === address.id)?.revision ?? null,
              })),
            )
            .then(
              () => undefined,
              (error: BaseError) => error,
            )
          const hasStopped = await stopping.end()

          const next = open(two, own)
          const { records } = await next.list({})
          const inOrder = addresses.map(({ id }) => records.find((it) => it.address.id === id))
          const values = inOrder.map((it) => it?.value)
          if (outcome === undefined) expect(values).toEqual(addresses.map(() => newValue))
          else {
            expect(outcome.name).toMatch(/^Storage(Unavailable|Quota)Error$/)
            expect([oldValues, addresses.map(() => newValue)]).toContainEqual(values)
          }
          const versions = await Promise.all(addresses.map((it) => versionAt(it, own)))
          expect(new Set(versions).size).toBe(1)
          expect(versions[0]).toBe(namesIn(inOrder[1]).includes('new') ? '2' : '0')
          // And whoever comes next goes on from there.
          await next.batch(
            inOrder.map((it) => ({
              type: 'put',
              address: it?.address ?? at('none'),
              value: newValue,
              ifRevision: it?.revision ?? null,
            })),
          )
          expect(new Set(await Promise.all(addresses.map((it) => versionAt(it, own))))).toEqual(
            new Set(['2']),
          )
          if (!hasStopped) break
          stops++
        } finally {
          for (const handle of handles.splice(0)) await handle.close()
          await own.remove?.()
        }
      }
      if (store.openStopping) expect(stops).toBeGreaterThan(1)
    })
  })
}

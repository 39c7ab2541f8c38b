import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StorageCorruptError } from '../../src/errors/StorageCorruptError.ts'
import { StorageInputError } from '../../src/errors/StorageInputError.ts'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import { recordPath } from '../../src/storage/drivers/file/recordPath.ts'
import { file } from '../../src/storage/drivers/file.ts'
import type { Json } from '../../src/types/Json.ts'
import type { RecordAddress, SessionStorageDriver } from '../../src/types/Storage.ts'
import { createFaultyFileSystem } from '../conformance/FaultyFileSystem.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'grantkit-faults-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

function at(id: string, kind: RecordAddress['kind'] = 'session'): RecordAddress {
  return { chainId: 137, account: `0x${'1'.repeat(40)}`, kind, id }
}

const fileOf = (address: RecordAddress) => join(directory, 'records', ...recordPath.encode(address))

async function stateOf(driver: SessionStorageDriver): Promise<Record<string, Json>> {
  const { records } = await driver.list({})
  return Object.fromEntries(records.map(({ address, value }) => [address.id, value]))
}

describe('file, when the disk fails', () => {
  const actions: Record<string, (driver: SessionStorageDriver) => Promise<unknown>> = {
    'a first write': (driver) => driver.put(at('new', 'key'), 'new'),
    'a write': (driver) => driver.put(at('a'), 'new'),
    'a deletion': (driver) => driver.delete(at('a')),
    'a batch': (driver) =>
      driver.batch([
        { type: 'put', address: at('root', 'root'), value: 'new' },
        { type: 'put', address: at('a'), value: 'new' },
        { type: 'delete', address: at('b') },
        { type: 'put', address: at('c', 'key'), value: 'new' },
      ]),
    'a list': (driver) => driver.list({}),
    'a read': (driver) => driver.get(at('a')),
  }

  describe.each(Object.keys(actions))('%s', (name) => {
    const act = actions[name] as (driver: SessionStorageDriver) => Promise<unknown>

    test.each([
      ['EIO', false],
      ['ENOSPC', false],
      ['EACCES', false],
      ['EIO', true],
    ])(
      '%s at whichever call (from then on: %s): old, new, or a typed error',
      async (code, lasting) => {
        let faults = 0
        for (let k = 1; ; k++) {
          const faulty = createFaultyFileSystem()
          await rm(directory, { recursive: true })
          const driver = file({ directory, fileSystem: faulty.fileSystem, lockTimeout: 2_000 })
          await driver.batch([
            { type: 'put', address: at('root', 'root'), value: 'old' },
            { type: 'put', address: at('a'), value: 'old' },
            { type: 'put', address: at('b'), value: 'old' },
          ])
          const before = await stateOf(driver)

          faulty.failAt(k, code, lasting)
          const outcome = await act(driver).then(
            () => 'done' as const,
            (error: Error) => error,
          )
          const didFail = faulty.heal()

          const reader = file({ directory })
          const after = await stateOf(reader)
          // This handle goes on too.
          expect(await stateOf(driver)).toEqual(after)
          await rm(directory, { recursive: true })
          const healthy = file({ directory })
          await healthy.batch([
            { type: 'put', address: at('root', 'root'), value: 'old' },
            { type: 'put', address: at('a'), value: 'old' },
            { type: 'put', address: at('b'), value: 'old' },
          ])
          await act(healthy)
          const wanted = await stateOf(healthy)

          if (outcome === 'done') expect(after).toEqual(wanted)
          else {
            expect(outcome.name).toBe(
              code === 'ENOSPC' ? 'StorageQuotaError' : 'StorageUnavailableError',
            )
            expect([before, wanted]).toContainEqual(after)
          }
          await driver.close()
          await reader.close()
          if (!didFail) break
          faults++
        }
        expect(faults).toBeGreaterThan(1)
      },
    )
  })
})

describe('file, on disk', () => {
  test('truncated or with a bit flipped at every byte, it is an error and stays', async () => {
    const driver = file({ directory })
    await driver.put(at('a'), { text: 'é🔑', n: 12 })
    const bytes = await readFile(fileOf(at('a')))
    for (let index = 0; index < bytes.length; index++) {
      const flipped = Buffer.from(bytes)
      flipped[index] = (bytes[index] ?? 0) ^ (1 << (index % 8))
      for (const damaged of [bytes.subarray(0, index), flipped]) {
        await writeFile(fileOf(at('a')), damaged)
        const error = await driver.get(at('a')).catch((e: unknown) => e)
        expect((error as Error).name).toMatch(/^Storage(Corrupt|Version)Error$/)
        if (index % 20 === 0) {
          await expect(driver.put(at('a'), 1)).rejects.toThrow()
          expect(await readFile(fileOf(at('a')))).toEqual(damaged)
        }
      }
    }
  })

  test('a damaged journal is an error that overwrites nothing', async () => {
    const driver = file({ directory })
    await driver.put(at('a'), 1)
    await writeFile(join(directory, 'journal'), '00000000[{"path":"x"')
    await expect(driver.get(at('a'))).rejects.toThrow(StorageUnavailableError)
    await expect(driver.put(at('a'), 2)).rejects.toThrow(/journal of the file storage is damaged/)
    await rm(join(directory, 'journal'))
    expect((await driver.get(at('a')))?.value).toBe(1)
  })

  test('files and directories are for their owner alone', async () => {
    const inner = join(directory, 'made', 'here')
    const driver = file({ directory: inner })
    await driver.batch([
      { type: 'put', address: at('a', 'key'), value: 1 },
      { type: 'put', address: at('b', 'key'), value: 1 },
    ])
    for (const name of await readdir(inner, { recursive: true })) {
      const { mode } = await stat(join(inner, name))
      expect(mode & 0o077, name).toBe(0)
    }
  })

  test('a list passes over what is not ours, and nothing but records is left behind', async () => {
    const driver = file({ directory })
    await driver.put(at('a'), 1)
    await driver.batch([
      { type: 'put', address: at('b'), value: 1 },
      { type: 'put', address: at('c'), value: 1 },
    ])
    await writeFile(join(directory, 'records', '.DS_Store'), '')
    await writeFile(fileOf(at('a')).replace('r-a', 'r-A'), 'not ours')
    await writeFile(fileOf(at('a')).replace('r-a.json', 'notes.txt'), 'not ours')
    expect(Object.keys(await stateOf(driver))).toEqual(['a', 'b', 'c'])
    expect(await readdir(join(directory, 'unfinished'))).toEqual([])
    expect(await readdir(join(directory, 'lock'))).toHaveLength(2)
  })

  test('an id that is too long for a path is refused', async () => {
    const driver = file({ directory })
    await expect(driver.put(at('é'.repeat(2_000)), 1)).rejects.toThrow(StorageInputError)
    await driver.put(at('é'.repeat(500)), 1)
    expect(Object.keys(await stateOf(driver))).toEqual(['é'.repeat(500)])
  })

  test('a lock of another machine is waited for and not broken', async () => {
    const driver = file({ directory, lockTimeout: 100 })
    await driver.put(at('a'), 1)
    const [name] = (await readdir(join(directory, 'lock'))).filter((it) => /^\d+$/.test(it))
    const lock = join(directory, 'lock', String(name))
    await writeFile(
      lock,
      JSON.stringify({ pid: 1, host: 'elsewhere', boot: 'b', namespace: '', start: '' }),
    )
    const error = await driver.put(at('a'), 2).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(String(error)).toContain('locked by process 1 on elsewhere')
    // Reading does not need it.
    expect((await driver.get(at('a')))?.value).toBe(1)
    await rm(lock)
    await driver.put(at('a'), 3)
  })

  test('a record that a backup put back in the wrong place is damaged', async () => {
    const driver = file({ directory })
    await driver.put(at('a'), 1)
    await driver.put(at('b'), 2)
    await writeFile(fileOf(at('b')), await readFile(fileOf(at('a'))))
    await expect(driver.get(at('b'))).rejects.toThrow(StorageCorruptError)
  })
})

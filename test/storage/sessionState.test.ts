import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { SessionNotFoundError } from '../../src/errors/SessionNotFoundError.ts'
import { SessionStateError } from '../../src/errors/SessionStateError.ts'
import { StorageInputError } from '../../src/errors/StorageInputError.ts'
import { StorageValueError } from '../../src/errors/StorageValueError.ts'
import { appendJournal } from '../../src/storage/appendJournal.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { createNodeSessionStorage } from '../../src/storage/state/createNodeSessionStorage.ts'
import { createSession } from '../../src/storage/state/createSession.ts'
import { createSessionStorage } from '../../src/storage/state/createSessionStorage.ts'
import { DriverSessionStorage } from '../../src/storage/state/DriverSessionStorage.ts'
import { FileSessionStorage } from '../../src/storage/state/FileSessionStorage.ts'
import { MemorySessionStorage } from '../../src/storage/state/MemorySessionStorage.ts'
import { resumeSession } from '../../src/storage/state/resumeSession.ts'
import { setDefaultStorage } from '../../src/storage/state/setDefaultStorage.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import { FakeWebStorage } from '../conformance/FakeWebStorage.ts'
import { testSessionStorage } from '../conformance/testSessionStorage.ts'
import { setUpRedis } from '../harness/setUpRedis.ts'
import { RedisSessionStorage } from './seed/RedisSessionStorage.ts'
import { SQLiteSessionStorage } from './seed/SQLiteSessionStorage.ts'

const server = setUpRedis()
let directory: string
let count = 0
const seedClients: { destroy(): void }[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'grantkit-state-'))
})

afterAll(async () => {
  for (const seedClient of seedClients) seedClient.destroy()
  await rm(directory, { recursive: true, force: true })
})

afterEach(() => vi.useRealTimers())

const fresh = () => join(directory, `sessions-${count++}`)

testSessionStorage('MemorySessionStorage', () => new MemorySessionStorage())
testSessionStorage('FileSessionStorage', () => new FileSessionStorage(fresh()))
testSessionStorage('createSessionStorage: memory', () => createSessionStorage('memory'))
testSessionStorage('createSessionStorage: localStorage', () =>
  createSessionStorage('localStorage', { storage: new FakeWebStorage() }),
)
testSessionStorage('createSessionStorage: any driver', () =>
  createSessionStorage('driver', {
    driver: memory(),
    scope: { chainId: 1, account: `0x${'1'.repeat(40)}` },
  }),
)
testSessionStorage('createSessionStorage: file', () =>
  createNodeSessionStorage('file', { directory: fresh() }),
)
testSessionStorage('createSessionStorage: sqlite', () =>
  createNodeSessionStorage('sqlite', { database: new Database(':memory:') }),
)
testSessionStorage('createSessionStorage: redis', () =>
  createNodeSessionStorage('redis', { client: server.client, prefix: `state:${count++}` }),
)

describe('storages that others wrote, as they stand', () => {
  testSessionStorage('the documentation’s Redis class', async () => {
    const storage = new RedisSessionStorage(server.url, `seed:${count++}:`)
    // The documentation leaves out that a client must be connected.
    const { client: inner } = storage as unknown as { client: ReturnType<typeof createClient> }
    await inner.connect()
    seedClients.push(inner)
    return storage
  })

  testSessionStorage('the documentation’s SQLite class', () => {
    return new SQLiteSessionStorage(join(directory, `seed-${count++}.db`))
  })
})

function state(id: string): SessionState {
  return { id, messages: [], usage: {}, metadata: {}, createdAt: 1, updatedAt: 1 }
}

describe('MemorySessionStorage', () => {
  test('has a size, and can be cleared', async () => {
    const storage = new MemorySessionStorage()
    await storage.save(state('a'))
    await storage.save(state('b'))
    expect(storage.size()).toBe(2)
    storage.clear()
    expect(storage.size()).toBe(0)
    expect(await storage.list()).toEqual([])
  })
})

describe('FileSessionStorage', () => {
  test('keeps a session in <directory>/<id>.json, for its owner alone', async () => {
    const place = fresh()
    const storage = new FileSessionStorage(place)
    await storage.save(state('sess_abc123'))
    expect(JSON.parse(await readFile(join(place, 'sess_abc123.json'), 'utf8'))).toEqual(
      state('sess_abc123'),
    )
    expect((await stat(join(place, 'sess_abc123.json'))).mode & 0o077).toBe(0)
    expect((await readdir(place)).filter((name) => !name.startsWith('.'))).toEqual([
      'sess_abc123.json',
    ])
  })

  test('reads what somebody else wrote there, and passes over what is no session', async () => {
    const place = fresh()
    const storage = new FileSessionStorage(place)
    await storage.save(state('a'))
    await writeFile(join(place, 'Other.Session-1.json'), JSON.stringify(state('Other.Session-1')))
    await writeFile(join(place, 'notes.txt'), '')
    expect(await storage.list()).toEqual(['Other.Session-1', 'a'])
    expect(await storage.load('Other.Session-1')).toEqual(state('Other.Session-1'))
  })

  test('any id is safe', async () => {
    const place = fresh()
    const storage = new FileSessionStorage(place)
    const ids = [
      '../x',
      'a/../b',
      '..',
      '.',
      '',
      '.hidden',
      'CON',
      'nul.txt',
      'a\0b',
      'a\\b',
      'é',
      '\ud800',
      '__proto__',
      '%002e',
      'x'.repeat(300),
      'é'.repeat(300),
    ]
    for (const id of ids) await storage.save({ ...state(id), metadata: { id } })
    for (const id of ids) expect((await storage.load(id))?.metadata).toEqual({ id })
    expect((await storage.list()).sort()).toEqual([...ids].sort())
    const inside = (await readdir(place)).filter((name) => name.endsWith('.json'))
    expect(inside).toHaveLength(ids.length)
    for (const name of inside) expect(name).toMatch(/^[^./\\][^/\\]*\.json$/)
    for (const id of ids) await storage.delete(id)
    expect(await storage.list()).toEqual([])
  })

  test('a damaged file is an error that shows nothing of it, and stays', async () => {
    const place = fresh()
    const storage = new FileSessionStorage(place)
    await storage.save({ ...state('a'), metadata: { secret: 'do not show' } })
    const path = join(place, 'a.json')
    const whole = await readFile(path, 'utf8')
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.slice(0, length))
      const error = await storage.load('a').catch((e: unknown) => e)
      expect(error).toBeInstanceOf(SessionStateError)
      expect(String(error)).not.toContain('do not show')
    }
    const torn = await readFile(path, 'utf8')
    await expect(storage.save(state('a'))).rejects.toThrow(SessionStateError)
    expect(await readFile(path, 'utf8')).toBe(torn)
    await storage.delete('a')
    await storage.save(state('a'))
  })

  test('two storages on one directory lose nothing of each other’s', async () => {
    const place = fresh()
    const session = await createSession({ sessionStorage: new FileSessionStorage(place) })
    const other = await resumeSession(session.id, { sessionStorage: new FileSessionStorage(place) })
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? session : other).append({ type: 'n', n: index }),
      ),
    )
    const { messages } = (await new FileSessionStorage(place).load(session.id)) as SessionState
    expect(messages.map(({ n }) => n).sort()).toEqual(
      Array.from({ length: 20 }, (_, index) => index).sort(),
    )
  })

  test('survives the end of the process', async () => {
    const place = fresh()
    const script = `
      import { FileSessionStorage } from './src/storage/state/FileSessionStorage.ts'
      import { createSession } from './src/storage/state/createSession.ts'
      const session = await createSession({ sessionStorage: new FileSessionStorage(${JSON.stringify(place)}) })
      await session.append({ type: 'user', text: 'from before' })
      process.stdout.write(session.id)
      process.kill(process.pid, 'SIGKILL')
    `
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
    let id = ''
    let problem = ''
    child.stdout.on('data', (chunk) => {
      id += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      problem += String(chunk)
    })
    await new Promise((resolve) => child.on('close', resolve))
    expect(id, problem).toMatch(/^sess_/)
    const session = await resumeSession(id, { sessionStorage: new FileSessionStorage(place) })
    expect(session.state.messages).toEqual([{ type: 'user', text: 'from before' }])
  })
})

describe('createSession', () => {
  test('without a storage it uses the default one', async () => {
    const storage = new MemorySessionStorage()
    setDefaultStorage(storage)
    const first = await createSession()
    const second = await createSession()
    expect((await storage.list()).sort()).toEqual([first.id, second.id].sort())
    setDefaultStorage(new MemorySessionStorage())
    await expect(createSession({ resume: first.id })).rejects.toThrow(SessionNotFoundError)
  })

  test('resume with fork or id, and an id that is taken, are refused', async () => {
    const sessionStorage = new MemorySessionStorage()
    await createSession({ sessionStorage, id: 'mine' })
    for (const wrong of [
      { resume: 'mine', fork: 'mine' },
      { resume: 'mine', id: 'x' },
      { id: 'mine' },
    ])
      await expect(createSession({ sessionStorage, ...wrong })).rejects.toThrow(
        InvalidParameterError,
      )
  })

  test('a session that was deleted meanwhile is not brought back', async () => {
    const sessionStorage = new MemorySessionStorage()
    const session = await createSession({ sessionStorage })
    await sessionStorage.delete(session.id)
    await expect(session.append({ type: 'x' })).rejects.toThrow(SessionNotFoundError)
    expect(sessionStorage.size()).toBe(0)
  })

  test('the time of the last update never goes back, whatever the clock does', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] })
    const session = await createSession({ sessionStorage: new MemorySessionStorage() })
    vi.setSystemTime(500_000)
    await session.append({ type: 'x' })
    expect(session.state.updatedAt).toBe(1_000_000)
    vi.setSystemTime(2_000_000)
    await session.append({ type: 'y' })
    expect(session.state.updatedAt).toBe(2_000_000)
  })

  test('what a state cannot be is refused, and nothing is saved', async () => {
    const sessionStorage = new MemorySessionStorage()
    const session = await createSession({ sessionStorage })
    const before = await sessionStorage.load(session.id)
    expect(() => session.append({ type: 'x', amount: 1n as unknown as number })).toThrow(
      StorageValueError,
    )
    await expect(sessionStorage.save({ id: 1 } as unknown as SessionState)).rejects.toThrow(
      StorageInputError,
    )
    expect(await sessionStorage.load(session.id)).toEqual(before)
    expect(() => {
      ;(session.state.messages as unknown[]).push('x')
    }).toThrow(TypeError)
  })

  test('the journal that GrantKit keeps is a session that can be resumed', async () => {
    const driver = memory()
    const scope = { chainId: 137, account: `0x${'1'.repeat(40)}` } as const
    await appendJournal(driver, { ...scope, id: 'granted' }, { type: 'granted' })
    const sessionStorage = new DriverSessionStorage({ driver, scope })
    const session = await resumeSession('granted', { sessionStorage })
    expect(session.state.messages).toMatchObject([{ type: 'granted' }])
    await Promise.all([
      session.append({ type: 'note', text: 'from the agent' }),
      appendJournal(driver, { ...scope, id: 'granted' }, { type: 'sent' }),
    ])
    const { messages } = (await sessionStorage.load('granted')) as SessionState
    expect(messages.map(({ type }) => type).sort()).toEqual(['granted', 'note', 'sent'])
    expect(await new DriverSessionStorage({ driver }).list()).toEqual([])
  })

  test('an unknown type of storage is refused', () => {
    expect(() => createSessionStorage('cloud' as 'memory')).toThrow(InvalidParameterError)
    expect(() => createNodeSessionStorage('cloud' as 'memory')).toThrow(InvalidParameterError)
  })
})

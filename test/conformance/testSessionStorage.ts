import { beforeEach, describe, expect, test } from 'vitest'
import { cleanupSessions } from '../../src/storage/state/cleanupSessions.ts'
import { createSession } from '../../src/storage/state/createSession.ts'
import { forkSession } from '../../src/storage/state/forkSession.ts'
import { resumeSession } from '../../src/storage/state/resumeSession.ts'
import type { SessionStorage } from '../../src/storage/state/SessionStorage.ts'
import type { SessionState } from '../../src/types/SessionState.ts'

/** One suite over every storage of session states, ours and others'. */
export function testSessionStorage(
  name: string,
  createStorage: () => SessionStorage | Promise<SessionStorage>,
): void {
  describe(name, () => {
    let storage: SessionStorage

    beforeEach(async () => {
      storage = await createStorage()
    })

    function state(id: string, overrides: Partial<SessionState> = {}): SessionState {
      return {
        id,
        messages: [{ type: 'user', text: 'é🔑', list: [1, null] }],
        usage: { inputTokens: 3 },
        metadata: { nested: { a: [true] } },
        createdAt: 1,
        updatedAt: 2,
        ...overrides,
      }
    }

    test('saves, loads, lists and deletes', async () => {
      expect(await storage.load('a')).toBeUndefined()
      expect(await storage.list()).toEqual([])
      await storage.save(state('a'))
      await storage.save(state('b', { parentId: 'a' }))
      expect(await storage.load('a')).toEqual(state('a'))
      expect(await storage.load('b')).toEqual(state('b', { parentId: 'a' }))
      expect((await storage.list()).sort()).toEqual(['a', 'b'])
      await storage.save(state('a', { updatedAt: 5 }))
      expect((await storage.load('a'))?.updatedAt).toBe(5)
      await storage.delete('a')
      await storage.delete('a')
      expect(await storage.load('a')).toBeUndefined()
      expect(await storage.list()).toEqual(['b'])
    })

    test('shares no object with the caller', async () => {
      const mine = state('a')
      await storage.save(mine)
      ;(mine.metadata as Record<string, unknown>).nested = 'changed'
      const loaded = await storage.load('a')
      expect(loaded).toEqual(state('a'))
      ;(loaded?.messages as unknown[]).length = 0
      expect(await storage.load('a')).toEqual(state('a'))
    })

    test('a session is created, written, resumed and forked', async () => {
      const session = await createSession({ sessionStorage: storage, metadata: { model: 'm' } })
      await Promise.all([
        session.append({ type: 'user', text: 'hello' }),
        session.append({ type: 'assistant', text: 'hi' }, { type: 'tool' }),
        session.addUsage({ tokens: 2, model: 'm' }),
        session.addUsage({ tokens: 3 }),
      ])
      await session.close()
      await expect(session.append({ type: 'late' })).rejects.toThrow(/closed/)

      const resumed = await resumeSession(session.id, { sessionStorage: storage })
      expect(resumed.state.messages.map(({ type }) => type)).toEqual(['user', 'assistant', 'tool'])
      expect(resumed.state.usage).toEqual({ tokens: 5, model: 'm' })
      expect(resumed.state.metadata).toEqual({ model: 'm' })
      await resumed.append({ type: 'again' })

      const fork = await forkSession(session.id, { sessionStorage: storage })
      expect(fork.id).not.toBe(session.id)
      expect(fork.state).toMatchObject({
        parentId: session.id,
        messages: resumed.state.messages,
        usage: { tokens: 5 },
      })
      await fork.append({ type: 'in the fork' })
      expect((await storage.load(session.id))?.messages).toHaveLength(4)
      expect((await storage.load(fork.id))?.messages).toHaveLength(5)
      expect((await storage.list()).sort()).toEqual([session.id, fork.id].sort())
    })

    test('a session that is not there says so in the words that callers look for', async () => {
      for (const source of [{ resume: 'never' }, { fork: 'never' }]) {
        const attempt = createSession({ sessionStorage: storage, ...source })
        const error = await attempt.catch((e: unknown) => e as Error)
        expect((error as Error).message.includes('Session not found')).toBe(true)
      }
      expect(await storage.list()).toEqual([])
    })

    test('old sessions are cleaned up, and neither kept ones nor those of the future', async () => {
      const now = Date.now()
      const day = 24 * 60 * 60 * 1000
      await storage.save(state('old', { updatedAt: now - 31 * day }))
      await storage.save(state('kept', { updatedAt: now - 31 * day }))
      await storage.save(state('young', { updatedAt: now - 29 * day }))
      await storage.save(state('future', { updatedAt: now + 400 * day }))
      const deleted = await cleanupSessions(storage, {
        maxAge: 30 * day,
        keep: (id) => id === 'kept',
      })
      expect(deleted).toEqual(['old'])
      expect((await storage.list()).sort()).toEqual(['future', 'kept', 'young'])
    })
  })
}

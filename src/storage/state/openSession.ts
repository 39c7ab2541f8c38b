import { SessionNotFoundError } from '../../errors/SessionNotFoundError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { Json } from '../../types/Json.ts'
import type { SessionState } from '../../types/SessionState.ts'
import { copyState } from './copyState.ts'
import type { SessionHandle } from './SessionHandle.ts'
import type { SessionStorage } from './SessionStorage.ts'

type Change = (state: SessionState) => Partial<SessionState>

/** A handle on a session that is saved. Its changes happen one after another. */
export function openSession(storage: SessionStorage, saved: SessionState): SessionHandle {
  const { id } = saved
  let state = frozen(saved)
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  function apply(before: SessionState, change: Change): SessionState {
    // Never back in time, whatever the clock does.
    return { ...before, ...change(before), updatedAt: Math.max(Date.now(), before.updatedAt) }
  }

  async function write(change: Change): Promise<void> {
    if (storage.update)
      state = frozen(
        await storage.update(id, (found) => {
          // Deleted meanwhile: writing it anew would bring it back.
          if (!found) throw new SessionNotFoundError({ sessionId: id })
          return apply(found, change)
        }),
      )
    else {
      const next = copyState(apply(state, change))
      await storage.save(next)
      state = frozen(next)
    }
  }

  function queue(change: Change): Promise<void> {
    if (isClosed)
      return Promise.reject(
        new StorageUnavailableError('The session was closed.', 'Resume it to go on.'),
      )
    const turn = last.then(() => write(change))
    last = turn.catch(() => {})
    return turn
  }

  return {
    id,
    get state() {
      return state
    },
    append(...messages) {
      const copies = copyState({ ...state, messages }).messages
      return queue((before) => ({ messages: [...before.messages, ...copies] }))
    },
    addUsage(usage) {
      const copy = copyState({ ...state, usage }).usage
      return queue((before) => ({ usage: { ...before.usage, ...summed(before.usage, copy) } }))
    },
    setMetadata(metadata) {
      const copy = copyState({ ...state, metadata }).metadata
      return queue((before) => ({ metadata: { ...before.metadata, ...copy } }))
    },
    async close() {
      isClosed = true
      await last
    },
  }
}

function summed(before: Readonly<Record<string, Json>>, added: Readonly<Record<string, Json>>) {
  return Object.fromEntries(
    Object.entries(added).map(([name, value]) => {
      const known = Object.hasOwn(before, name) ? before[name] : undefined
      return [name, typeof known === 'number' && typeof value === 'number' ? known + value : value]
    }),
  )
}

/** The outside sees this very object: it must not be able to change what will be saved. */
function frozen(state: SessionState): SessionState {
  return deepFreeze(copyState(state))
}

function deepFreeze<value>(value: value): value {
  if (value !== null && typeof value === 'object') {
    for (const member of Object.values(value)) deepFreeze(member)
    Object.freeze(value)
  }
  return value
}

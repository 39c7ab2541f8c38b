import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { SessionNotFoundError } from '../../errors/SessionNotFoundError.ts'
import type { SessionState } from '../../types/SessionState.ts'
import { createId } from '../../utils/createId.ts'
import { defaultStorage } from './defaultStorage.ts'
import { openSession } from './openSession.ts'
import type { SessionHandle } from './SessionHandle.ts'
import type { SessionStorage } from './SessionStorage.ts'

export interface CreateSessionParameters {
  /** Where it is kept. @default what `setDefaultStorage` was given, else in memory */
  sessionStorage?: SessionStorage | undefined
  /** The id of a session to go on with. */
  resume?: string | undefined
  /** The id of a session to copy under a new id. */
  fork?: string | undefined
  /** The id of a new or forked session. @default a random one */
  id?: string | undefined
  /** Added to the metadata. */
  metadata?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Starts a session, goes on with one, or forks one: a journal of messages that survives the process.
 * It grants nothing; `grantSession` does that, and keeps its journal in the same form.
 *
 * @throws SessionNotFoundError ("Session not found.") when there is none to resume or fork.
 *
 * @example
 * const session = await createSession({ sessionStorage: new FileSessionStorage('./sessions') })
 * await session.append({ type: 'user', text: 'Mint one for me.' })
 * await session.close()
 */
export async function createSession(
  parameters: CreateSessionParameters = {},
): Promise<SessionHandle> {
  const { resume, fork, metadata } = parameters
  const storage = parameters.sessionStorage ?? defaultStorage.get()
  if (resume !== undefined && (fork !== undefined || parameters.id !== undefined))
    throw new InvalidParameterError({
      parameter: 'resume',
      problem: 'cannot go with `fork` or `id`',
      fix: 'Resume goes on under the same id, fork makes a copy under a new one: choose one.',
    })
  const source = resume ?? fork
  const found = source === undefined ? undefined : await storage.load(source)
  if (source !== undefined && !found) throw new SessionNotFoundError({ sessionId: source })
  if (resume !== undefined && found) {
    const session = openSession(storage, found)
    if (metadata) await session.setMetadata(metadata)
    return session
  }
  const now = Date.now()
  const id = parameters.id ?? `sess_${createId()}`
  const fresh: SessionState = {
    messages: [],
    usage: {},
    ...found,
    id,
    metadata: { ...found?.metadata, ...metadata },
    createdAt: now,
    updatedAt: now,
    parentId: fork,
  }
  if (parameters.id !== undefined && (await storage.load(id)))
    throw new InvalidParameterError({
      parameter: 'id',
      problem: 'is taken by another session',
      fix: 'Leave it out, or resume that session.',
    })
  await storage.save(fresh)
  return openSession(storage, fresh)
}

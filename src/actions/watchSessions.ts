import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { tell } from '../storage/tell.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import { getSessions } from './getSessions.ts'

export interface WatchSessionsParameters extends AccountScope {
  /** Called with all sessions after each change, and never twice for the same state. */
  onChange(sessions: Session[]): void
  onError?: ((error: BaseError) => void) | undefined
}

/** `setTimeout` counts in 32 bits. */
const longestTimer = 2 ** 31 - 1

/**
 * Follows the sessions of an account: what this page, other tabs, the clock and the vault's
 * lock do to them. Calls
 * `onChange` once at the start.
 *
 * @returns ends it.
 *
 * @example
 * const unwatch = watchSessions(config, { chainId, account, onChange: (sessions) => render(sessions) })
 */
export function watchSessions(
  config: SessionConfig,
  parameters: WatchSessionsParameters,
): () => void {
  const { chainId, account, onChange, onError } = parameters
  const scope = { chainId, account }
  let ended = false
  let reading = false
  let again = false
  let last: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const read = async (): Promise<void> => {
    if (reading) {
      again = true
      return
    }
    reading = true
    try {
      do {
        again = false
        const sessions = await getSessions(config, scope)
        if (ended) return
        const state = JSON.stringify(sessions)
        schedule(sessions)
        if (state === last) continue
        last = state
        tell(onChange, sessions)
      } while (again)
    } catch (error) {
      if (!ended) tell(onError, toTypedError(error, 'none'))
    } finally {
      reading = false
    }
    // told of a change while a read failed: that change must not be lost with it
    if (again && !ended) await read()
  }

  /** The clock changes a session when it begins and when it ends. */
  const schedule = (sessions: readonly Session[]) => {
    clearTimeout(timer)
    const now = config.views.now(scope)
    const next = sessions
      .flatMap(({ validAfter, validUntil }) => [validAfter, validUntil && validUntil + 1])
      .filter((time) => time > now)
    if (next.length === 0) return
    timer = setTimeout(() => void read(), Math.min((Math.min(...next) - now) * 1000, longestTimer))
  }

  const unwatchScope = config.watched.add(scope)
  const unwatchStorage = config.storage.watch(scope, () => void read())
  const unwatchChain = config.views.subscribe(() => void read())
  const unwatchVault = config.vault.watch?.(() => void read())
  void read()
  return () => {
    ended = true
    clearTimeout(timer)
    unwatchScope()
    unwatchStorage()
    unwatchChain()
    unwatchVault?.()
  }
}

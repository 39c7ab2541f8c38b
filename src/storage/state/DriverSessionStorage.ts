import { zeroAddress } from 'viem'
import { SessionStateError } from '../../errors/SessionStateError.ts'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { StorageCorruptError } from '../../errors/StorageCorruptError.ts'
import type { Json } from '../../types/Json.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { SessionState } from '../../types/SessionState.ts'
import type { RecordAddress, SessionStorageDriver } from '../../types/Storage.ts'
import { copyState } from './copyState.ts'
import { isSessionState } from './isSessionState.ts'
import type { SessionStorage } from './SessionStorage.ts'

export interface DriverSessionStorageParameters {
  driver: SessionStorageDriver
  /**
   * Whose sessions: the journals of an account's session keys on a chain. Without it, sessions that
   * belong to no account, such as a plain conversation.
   */
  scope?: AccountScope | undefined
}

const nobody: AccountScope = { chainId: 0, account: zeroAddress }

/**
 * The states of sessions in any storage driver. With a scope these are the journals that GrantKit
 * itself keeps there.
 *
 * @example
 * const journals = new DriverSessionStorage({ driver: config.storage, scope: { chainId, account } })
 */
export class DriverSessionStorage implements SessionStorage {
  readonly #driver: SessionStorageDriver
  readonly #scope: AccountScope

  constructor({ driver, scope = nobody }: DriverSessionStorageParameters) {
    this.#driver = driver
    this.#scope = { chainId: scope.chainId, account: scope.account }
  }

  async save(state: SessionState): Promise<void> {
    await this.#driver.put(this.#at(state.id), toJson(state))
  }

  async load(sessionId: string): Promise<SessionState | undefined> {
    return (await this.#read(sessionId))?.state
  }

  async delete(sessionId: string): Promise<void> {
    await this.#driver.delete(this.#at(sessionId))
  }

  async list(): Promise<string[]> {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      // A damaged one is there all the same, and `load` says so.
      const page = await this.#driver.list(
        { ...this.#scope, kind: 'state' },
        { cursor, unreadable: 'report' },
      )
      ids.push(...page.records.map(({ address }) => address.id))
      ids.push(...(page.unreadable ?? []).map(({ address }) => address.id))
      cursor = page.cursor
    } while (cursor !== undefined)
    return ids
  }

  async update(
    sessionId: string,
    change: (state: SessionState | undefined) => SessionState,
  ): Promise<SessionState> {
    for (;;) {
      const found = await this.#read(sessionId)
      const next = change(found?.state)
      try {
        await this.#driver.put(this.#at(sessionId), toJson(next), {
          ifRevision: found?.revision ?? null,
        })
        return copyState(next)
      } catch (error) {
        // Somebody else was quicker: change what they wrote.
        if (!(error instanceof StorageConflictError)) throw error
      }
    }
  }

  async #read(sessionId: string): Promise<{ state: SessionState; revision: string } | undefined> {
    let record: Awaited<ReturnType<SessionStorageDriver['get']>>
    try {
      record = await this.#driver.get(this.#at(sessionId))
    } catch (error) {
      if (error instanceof StorageCorruptError) throw new SessionStateError({ sessionId })
      throw error
    }
    if (!record) return undefined
    const { value, revision } = record
    if (!isSessionState(value)) throw new SessionStateError({ sessionId })
    return { state: value, revision }
  }

  #at(id: string): RecordAddress {
    return { ...this.#scope, kind: 'state', id }
  }
}

function toJson(state: SessionState): Json {
  return copyState(state) as unknown as Json
}

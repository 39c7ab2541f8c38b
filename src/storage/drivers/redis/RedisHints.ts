import type { RecordAddress, RecordPrefix } from '../../../types/Storage.ts'
import { createId } from '../../../utils/createId.ts'
import { normalizePrefix } from '../../normalizePrefix.ts'
import { Watchers } from '../../Watchers.ts'
import type { RedisClient, RedisConnection, RedisSubscriber } from './RedisClient.ts'

/** Between two attempts to subscribe, milliseconds. */
const longestPause = 30_000

export interface RedisHintsParameters {
  client: RedisClient
  /** The caller's; else a duplicate of the client, while somebody watches. */
  subscriber: RedisSubscriber | undefined
  channel: string
  /** The number of writes so far, by whomever. */
  readVersion: () => Promise<number>
}

/** Tells of writes: exactly of this handle's, and by publish and subscribe of others'. */
export class RedisHints {
  readonly #parameters: RedisHintsParameters
  readonly #watchers = new Watchers()
  readonly #origin = createId()
  #subscription: Promise<() => Promise<void>> | undefined
  #ownWrites = 0
  #failures = 0
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(parameters: RedisHintsParameters) {
    this.#parameters = parameters
  }

  get reachesOthers(): boolean {
    const { client, subscriber } = this.#parameters
    return subscriber !== undefined || client.duplicate !== undefined
  }

  /** What is published with a write. */
  messageFor(changed: readonly RecordAddress[]): string {
    const places = changed.map(({ chainId, account, kind }) => ({ chainId, account, kind }))
    return JSON.stringify({ origin: this.#origin, places })
  }

  /** After a write of this handle's own. */
  notify(changed: readonly RecordAddress[]): void {
    this.#ownWrites++
    this.#watchers.notify(changed)
  }

  watch(prefix: RecordPrefix, listener: () => void): () => void {
    const unwatch = this.#watchers.add(prefix, listener)
    if (!this.#subscription && this.reachesOthers) this.#keepSubscribed()
    return unwatch
  }

  /**
   * What is read is right without it, so that a Redis that is away for a while fails no watch and
   * ends no process: it is asked again, and what may have been missed is told when it is back.
   */
  #keepSubscribed(): void {
    clearTimeout(this.#retry)
    const attempt = this.#subscribe()
    this.#subscription = attempt
    attempt.then(
      () => {
        if (this.#failures > 0) this.#watchers.notify([{}])
        this.#failures = 0
      },
      () => {
        this.#subscription = undefined
        if (this.#watchers.size === 0) return
        const pause = Math.min(500 * 2 ** this.#failures++, longestPause)
        this.#retry = setTimeout(() => this.#keepSubscribed(), pause)
      },
    )
  }

  async close(): Promise<void> {
    clearTimeout(this.#retry)
    this.#watchers.clear()
    const unsubscribe = await this.#subscription?.catch(() => undefined)
    this.#subscription = undefined
    await unsubscribe?.()
  }

  async #subscribe(): Promise<() => Promise<void>> {
    const { client, subscriber, channel, readVersion } = this.#parameters
    const before = await readVersion()
    const known = this.#ownWrites
    const own = subscriber ? undefined : client.duplicate?.()
    if (own) {
      // It reconnects by itself; without a listener its errors would end the process.
      let isLost = false
      own.on('error', () => {
        isLost = true
      })
      // What was published while it was away is lost.
      own.on('ready', () => {
        if (isLost) this.#watchers.notify([{}])
        isLost = false
      })
      await own.connect()
    }
    const connection = own ?? subscriber
    const listener = (message: string) => this.#hear(message)
    try {
      await connection?.subscribe(channel, listener)
    } catch (error) {
      if (own) await end(own)
      throw error
    }
    // Somebody may have written between the call of `watch` and now.
    const others = (await readVersion()) - before - (this.#ownWrites - known)
    if (others !== 0) this.#watchers.notify([{}])
    return async () => {
      if (own) await end(own)
      else await connection?.unsubscribe(channel, listener)
    }
  }

  #hear(message: string): void {
    let places: readonly RecordPrefix[] = [{}]
    try {
      const hint = JSON.parse(message) as { origin: string; places: RecordPrefix[] }
      if (hint.origin === this.#origin) return
      places = hint.places.map(normalizePrefix)
    } catch {
      // From another version of the kit: something changed.
    }
    this.#watchers.notify(places)
  }
}

async function end(connection: RedisConnection): Promise<void> {
  // node-redis 5 and 4, respectively.
  await (connection.destroy ? connection.destroy() : connection.disconnect?.())
}

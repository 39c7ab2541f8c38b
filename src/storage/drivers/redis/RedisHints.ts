import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import type { RecordAddress, RecordPrefix } from '../../../types/Storage.ts'
import { createId } from '../../../utils/createId.ts'
import { normalizePrefix } from '../../normalizePrefix.ts'
import { reportListenerError } from '../../reportListenerError.ts'
import { Watchers } from '../../Watchers.ts'
import type { RedisClient, RedisConnection, RedisSubscriber } from './RedisClient.ts'

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
    if (!this.#subscription && this.reachesOthers) {
      const attempt = this.#subscribe()
      this.#subscription = attempt
      attempt.catch((cause) => {
        // The next watch tries again.
        this.#subscription = undefined
        reportListenerError(
          new StorageUnavailableError(
            'Redis cannot tell of the writes of others.',
            'Look at the connection, and at the right to subscribe. What is read is right all the same.',
            { cause },
          ),
        )
      })
    }
    return this.#watchers.add(prefix, listener)
  }

  async close(): Promise<void> {
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
      own.on('error', () => {})
      await own.connect()
    }
    const connection = own ?? subscriber
    const listener = (message: string) => this.#hear(message)
    await connection?.subscribe(channel, listener)
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

import { BaseError } from '../../../errors/BaseError.ts'
import { StorageQuotaError } from '../../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import type { RecordAddress, RecordPrefix } from '../../../types/Storage.ts'
import type { StoredText } from '../../pageOf.ts'
import type { TextChange } from '../createTextDriver.ts'
import type { Decision, TransactionalStore } from '../TransactionalStore.ts'
import type { RedisClient, RedisSubscriber } from './RedisClient.ts'
import { RedisHints } from './RedisHints.ts'
import { redisField } from './redisField.ts'
import { digestScript, scanScript, writeScript } from './scripts.ts'

/**
 * Records as fields of one hash, with a sorted set beside it that has them in order: a list reads
 * what it returns and no more, and needs neither KEYS nor SCAN. Both keys have the prefix as their
 * hash tag, so that a cluster keeps them on one node, where a script can change them in one step.
 */
export class RedisStore implements TransactionalStore {
  readonly #client: RedisClient
  readonly #keys: { records: string; index: string; version: string; changes: string }
  readonly hints: RedisHints

  constructor(client: RedisClient, prefix: string, subscriber: RedisSubscriber | undefined) {
    this.#client = client
    const tag = `{${prefix}}`
    this.#keys = {
      records: `${tag}:records`,
      index: `${tag}:index`,
      version: `${tag}:version`,
      changes: `${tag}:changes`,
    }
    this.hints = new RedisHints({
      client,
      subscriber,
      channel: this.#keys.changes,
      readVersion: async () => Number((await this.#send('GET', this.#keys.version)) ?? 0),
    })
  }

  async read(address: RecordAddress): Promise<string | undefined> {
    return textOf(await this.#send('HGET', this.#keys.records, redisField.encode(address)))
  }

  async transact<result>(
    addresses: readonly RecordAddress[],
    decide: (stored: readonly (string | undefined)[]) => Decision<result>,
  ): Promise<result> {
    const { records, index, version, changes: channel } = this.#keys
    const fields = addresses.map((address) => redisField.encode(address))
    for (;;) {
      const expected = await this.#readAll(fields)
      const { changes, result } = decide(expected.map(({ text }) => text))
      if (changes.length === 0) return result
      const written = await this.#send(
        'EVAL',
        writeScript,
        '3',
        records,
        index,
        version,
        channel,
        this.hints.messageFor(changes.map(({ address }) => address)),
        String(fields.length),
        ...expected.flatMap(({ field, text, digest }) =>
          digest === undefined ? entryOf(field, text) : [field, '2', digest],
        ),
        ...changes.flatMap(({ address, text }: TextChange) =>
          entryOf(redisField.encode(address), text),
        ),
      )
      if (Number(written) !== 0) return result
    }
  }

  async scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): Promise<readonly StoredText[]> {
    const { records, index } = this.#keys
    const below = redisField.below(prefix)
    const behind = after && redisField.encode(after)
    const lower = behind !== undefined && behind >= below ? `(${behind}` : below && `[${below}`
    // The character after the colon that every prefix ends with.
    const upper = below && `(${below.slice(0, -1)};`
    const reply = await this.#send(
      'EVAL',
      scanScript,
      '2',
      records,
      index,
      lower || '-',
      upper || '+',
      String(limit),
    )
    const texts = (reply as unknown[]).map(textOf)
    const found: StoredText[] = []
    for (let place = 0; place < texts.length; place += 2) {
      const address = redisField.decode(texts[place] ?? '')
      if (address) found.push({ address, text: texts[place + 1] ?? '' })
    }
    return found
  }

  watch(prefix: RecordPrefix, listener: () => void): () => void {
    return this.hints.watch(prefix, listener)
  }

  notify(changed: readonly RecordAddress[]): void {
    this.hints.notify(changed)
  }

  async close(): Promise<void> {
    await this.hints.close()
  }

  async #readAll(fields: readonly string[]): Promise<readonly Expected[]> {
    const { records } = this.#keys
    const reply = await this.#send('HMGET', records, ...fields)
    const texts = (reply as unknown[]).map(textOf)
    if (!texts.some((text) => text?.includes('\ufffd')))
      return fields.map((field, place) => ({ field, text: texts[place] }))
    // The bytes may be others than these texts have: their digest is compared instead.
    const pairs = (await this.#send('EVAL', digestScript, '1', records, ...fields)) as unknown[]
    return fields.map((field, place) => {
      const [text, digest] = pairs.slice(2 * place, 2 * place + 2).map(textOf)
      return digest ? { field, text, digest } : { field, text: undefined }
    })
  }

  async #send(...parts: string[]): Promise<unknown> {
    try {
      return await this.#client.sendCommand(parts)
    } catch (error) {
      throw translate(error)
    }
  }
}

/** What a write expects of a field: the digest, where the text does not tell the bytes. */
interface Expected {
  field: string
  text: string | undefined
  digest?: string | undefined
}

function entryOf(field: string, text: string | undefined): [string, string, string] {
  return text === undefined ? [field, '0', ''] : [field, '1', text]
}

/** Clients answer `null` for nothing, and some bytes for text. */
function textOf(reply: unknown): string | undefined {
  return reply === null || reply === undefined ? undefined : String(reply)
}

function translate(error: unknown): unknown {
  if (error instanceof BaseError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('OOM')) return new StorageQuotaError('redis', { cause: error })
  return new StorageUnavailableError(
    'Redis did not do what it was asked for.',
    'Look at the connection and at the rights of its user; the commands are HGET, HMGET, EVAL, GET and PUBLISH.',
    // The message alone: some clients put the whole command into their errors, with its values.
    { details: message.slice(0, 200) },
  )
}

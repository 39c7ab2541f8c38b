import type { RecordAddress, RecordPrefix } from '../../types/Storage.ts'
import { Watchers } from '../Watchers.ts'
import { protocol } from './protocol.ts'
import type { RemoteConnection } from './RemoteConnection.ts'

interface Stream {
  abort: AbortController
  watchers: Watchers
  /** While it stands it tells of this handle's writes too. */
  isOpen: boolean
  connected: Promise<void>
}

/**
 * Tells of writes through a stream of events for each watched prefix; of this handle's own also
 * while there is no connection. After every connection it tells that something may have changed.
 */
export class RemoteHints {
  readonly #connection: RemoteConnection
  readonly #streams = new Map<string, Stream>()

  constructor(connection: RemoteConnection) {
    this.#connection = connection
  }

  /** When the streams that were asked for so far stand. */
  async connected(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(({ connected }) => connected))
  }

  notify(changed: readonly RecordAddress[]): void {
    for (const { isOpen, watchers } of this.#streams.values()) if (!isOpen) watchers.notify(changed)
  }

  watch(prefix: RecordPrefix, listener: () => void): () => void {
    const path = `/watch?${protocol.prefixQuery(prefix)}`
    const stream = this.#streams.get(path) ?? this.#start(path, prefix)
    this.#streams.set(path, stream)
    const stop = stream.watchers.add(prefix, listener)
    let active = true
    return () => {
      if (!active) return
      active = false
      stop()
      if (stream.watchers.size > 0) return
      stream.abort.abort()
      this.#streams.delete(path)
    }
  }

  close(): void {
    for (const { abort, watchers } of this.#streams.values()) {
      abort.abort()
      watchers.clear()
    }
    this.#streams.clear()
  }

  #start(path: string, prefix: RecordPrefix): Stream {
    let connected = () => {}
    const stream: Stream = {
      abort: new AbortController(),
      watchers: new Watchers(),
      isOpen: false,
      connected: new Promise<void>((resolve) => {
        connected = resolve
      }),
    }
    const tell = () => {
      stream.isOpen = true
      stream.watchers.notify([prefix])
      connected()
    }
    // It ends by `abort` alone, and never fails: hints are not worth an error.
    void this.#follow(path, prefix, stream, tell).then(connected)
    return stream
  }

  async #follow(
    path: string,
    prefix: RecordPrefix,
    stream: Stream,
    tell: () => void,
  ): Promise<void> {
    const { signal } = stream.abort
    let isRefused = false
    for (let attempt = 0; !signal.aborted; attempt++) {
      let wait = Math.min(250 * 2 ** attempt, 30_000)
      try {
        const headers = new Headers({ accept: 'text/event-stream' })
        const request = { method: 'GET', path } as const
        const response = await this.#connection.open(request, headers, isRefused, signal)
        isRefused = response.status === 401
        // The server has no room for another stream: then it is asked again and again instead.
        if (response.status === 429) {
          await response.body?.cancel()
          const after = Number(response.headers.get('retry-after')) * 1_000
          if (after > 0) wait = Math.min(after, 30_000)
          stream.watchers.notify([prefix])
        }
        if (response.ok && response.body) {
          attempt = 0
          await readEvents(response.body, tell)
        }
      } catch {
        // Cut off, aborted or refused: the loop decides.
      }
      stream.isOpen = false
      if (!signal.aborted) await pause(wait, signal)
    }
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, tell: () => void): Promise<void> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    // Other lines only keep the connection open.
    if (decoder.decode(value, { stream: true }).includes('data:')) tell()
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

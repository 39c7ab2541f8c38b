import type { RecordPrefix, SessionStorageDriver } from '../../types/Storage.ts'

/** How often to say that the connection stands, milliseconds: proxies cut silent ones. */
const heartbeat = 15_000

export interface WatchRecordsParameters {
  storage: SessionStorageDriver
  prefixes: readonly RecordPrefix[]
  /** Unix milliseconds: when the token ends, the stream does too. */
  until: number
  /** Ends it before that, when the server stops. */
  signal?: AbortSignal | undefined
  /** Calls `end` when the token is ended early; returns what stops that. */
  watchToken: (end: () => void) => () => void
  onEnd: () => void
}

/** A stream of events (`text/event-stream`): one when it stands, and one after every change. */
export function watchRecords(parameters: WatchRecordsParameters): ReadableStream<Uint8Array> {
  const { storage, prefixes, until, signal, watchToken, onEnd } = parameters
  const encoder = new TextEncoder()
  let end = () => {}
  let isChanged = false
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text))
      // To a client that does not read, one event is as good as many: nothing is piled up for it.
      const isWaiting = () => (controller.desiredSize ?? 0) <= 0
      const change = () => {
        if (isWaiting()) isChanged = true
        else say('data: changed\n\n')
      }
      const stops = prefixes.map((prefix) => storage.watch(prefix, change))
      const beat = setInterval(() => {
        if (!isWaiting()) say(': \n\n')
      }, heartbeat)
      let isOver = false
      const close = () => {
        if (isOver) return
        end()
        controller.close()
      }
      const last = setTimeout(close, Math.min(until - Date.now(), 2 ** 31 - 1))
      end = () => {
        if (isOver) return
        isOver = true
        clearInterval(beat)
        clearTimeout(last)
        signal?.removeEventListener('abort', close)
        for (const stop of stops) stop()
        onEnd()
      }
      say('data: watching\n\n')
      stops.push(watchToken(close))
      if (signal?.aborted) close()
      else signal?.addEventListener('abort', close)
    },
    pull(controller) {
      if (!isChanged) return
      isChanged = false
      controller.enqueue(encoder.encode('data: changed\n\n'))
    },
    cancel: () => end(),
  })
}

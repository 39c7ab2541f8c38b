import type { RecordPrefix, SessionStorageDriver } from '../../types/Storage.ts'

/** How often to say that the connection stands, milliseconds: proxies cut silent ones. */
const heartbeat = 15_000

/**
 * A stream of events (`text/event-stream`): one when it stands, and one after every change.
 *
 * @param until Unix milliseconds: when the token ends, the stream does too.
 * @param signal Ends it before that, when the server stops.
 */
export function watchRecords(
  storage: SessionStorageDriver,
  prefixes: readonly RecordPrefix[],
  until: number,
  signal?: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end = () => {}
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text))
      const stops = prefixes.map((prefix) => storage.watch(prefix, () => say('data: changed\n\n')))
      const beat = setInterval(() => say(': \n\n'), heartbeat)
      const close = () => {
        end()
        controller.close()
      }
      const last = setTimeout(close, Math.min(until - Date.now(), 2 ** 31 - 1))
      end = () => {
        clearInterval(beat)
        clearTimeout(last)
        signal?.removeEventListener('abort', close)
        for (const stop of stops) stop()
      }
      say('data: watching\n\n')
      if (signal?.aborted) close()
      else signal?.addEventListener('abort', close)
    },
    cancel: () => end(),
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { protocol } from '../remote/protocol.ts'

/**
 * A handler of requests as a listener of `node:http`. What is no request that it could be given (a
 * malformed `Host` or path, TRACE) is refused with 400 or 405.
 *
 * @example
 * createServer(toNodeListener(createStorageHandler(parameters))).listen(3000)
 */
export function toNodeListener(
  handler: (request: Request) => Promise<Response>,
): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    answer(handler, message, response).catch(() => {
      // The connection is gone, or the handler broke its word.
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = message
  const url = urlOf(message)
  if (!url || unheard.has(method)) {
    const status = url ? 405 : 400
    const error = {
      error: 'Refused',
      message: url ? 'Use GET, PUT, DELETE or POST.' : 'The path or the Host is malformed.',
    }
    response.writeHead(status, {
      'content-type': 'application/json',
      [protocol.versionHeader]: protocol.version,
      ...(url ? { allow: 'GET, PUT, DELETE, POST' } : {}),
    })
    response.end(JSON.stringify(error))
    message.resume()
    return
  }
  const abort = new AbortController()
  response.on('close', () => abort.abort())
  const body = method === 'GET' || method === 'HEAD' ? undefined : readBody(message)
  const request = new Request(url, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
    signal: abort.signal,
    ...(body ? { body: body.stream, duplex: 'half' } : {}),
  } as RequestInit)
  const answered = await handler(request)
  body?.discard()
  if (response.destroyed) {
    // It went away while it was served: what would be streamed to it ends.
    await answered.body?.cancel()
    return
  }
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  if (!answered.body) {
    response.end()
    return
  }
  const stream = Readable.fromWeb(answered.body as unknown as NodeReadableStream)
  response.on('close', () => stream.destroy())
  for await (const chunk of stream)
    if (!response.write(chunk) && !response.destroyed)
      // A client that does not read is waited for, and what it does not take is not piled up.
      await new Promise<void>((resolve) => {
        const go = () => {
          response.off('drain', go).off('close', go)
          resolve()
        }
        response.on('drain', go).on('close', go)
      })
  response.end()
}

/** No `Request` can have these methods. */
const unheard = new Set(['TRACE', 'TRACK', 'CONNECT'])

/** Where a request goes, or nothing when that is malformed. Two slashes at its start name no host. */
function urlOf({ url = '/', headers }: IncomingMessage): URL | undefined {
  const host = headers.host ?? 'localhost'
  if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host)) return undefined
  // A proxy may name the whole of it.
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '')
  if (!/^[/?]/.test(path) && path !== '') return undefined
  const whole = `http://${host}${path}`
  return URL.canParse(whole) ? new URL(whole) : undefined
}

/** What is left of a refused body that is taken, so that the client gets to read the refusal. */
const patience = 4_194_304

/** A request's body, chunk by chunk as it is asked for. */
function readBody(message: IncomingMessage): { stream: ReadableStream; discard(): void } {
  let isDiscarded = false
  let discarded = 0
  const discard = () => {
    isDiscarded = true
    message.resume()
  }
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      message.on('data', (chunk: Uint8Array) => {
        if (!isDiscarded) {
          controller.enqueue(chunk)
          message.pause()
        } else {
          discarded += chunk.byteLength
          if (discarded > patience) message.destroy()
        }
      })
      message.on('end', () => {
        if (!isDiscarded) controller.close()
      })
      message.on('error', (error) => {
        if (!isDiscarded) controller.error(error)
      })
      message.pause()
    },
    pull: () => void message.resume(),
    cancel: discard,
  })
  return { stream, discard }
}

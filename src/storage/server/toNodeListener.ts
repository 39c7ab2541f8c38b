import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

/**
 * A handler of requests as a listener of `node:http`.
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
  const { method = 'GET', headers, url = '/' } = message
  const abort = new AbortController()
  response.on('close', () => abort.abort())
  const body = method === 'GET' || method === 'HEAD' ? undefined : readBody(message)
  const request = new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
    signal: abort.signal,
    ...(body ? { body: body.stream, duplex: 'half' } : {}),
  } as RequestInit)
  const answered = await handler(request)
  body?.discard()
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  if (!answered.body) {
    response.end()
    return
  }
  const stream = Readable.fromWeb(answered.body as unknown as NodeReadableStream)
  response.on('close', () => stream.destroy())
  for await (const chunk of stream) response.write(chunk)
  response.end()
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

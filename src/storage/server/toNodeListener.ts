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
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const request = new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
    signal: abort.signal,
    ...(hasBody ? { body: Readable.toWeb(message) as ReadableStream, duplex: 'half' } : {}),
  } as RequestInit)
  const { status, headers: answered, body } = await handler(request)
  response.writeHead(status, Object.fromEntries(answered))
  if (!body) {
    response.end()
    return
  }
  const stream = Readable.fromWeb(body as unknown as NodeReadableStream)
  response.on('close', () => stream.destroy())
  for await (const chunk of stream) response.write(chunk)
  response.end()
}

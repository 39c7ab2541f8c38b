import type { IncomingMessage } from 'node:http'

/** The body as text, or `undefined` if it has more bytes than that. */
export async function readBody(request: IncomingMessage, limit: number) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // Read on, so that the client gets to see the answer, but keep nothing.
    if (size <= limit) chunks.push(chunk)
    else chunks.length = 0
  }
  return size <= limit ? Buffer.concat(chunks).toString('utf8') : undefined
}

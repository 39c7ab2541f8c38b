import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ProxiedRequest {
  method: string
  params: readonly unknown[]
  /** `performance.now()`. */
  start: number
  end: number
}

export interface ProxyReply {
  status?: number
  /** @default 'application/json' */
  contentType?: string
  body: string
}

/** What is done with a request instead of passing it on. */
export type Fault = (request: {
  method: string
  params: readonly unknown[]
  /** Passes it on after all. */
  forward(): Promise<ProxyReply>
}) => Promise<ProxyReply | 'cut' | undefined> | ProxyReply | 'cut' | undefined

export interface TestProxy {
  /** The target's address, through the proxy. */
  url: string
  /** What came, in the order of arrival. */
  requests: ProxiedRequest[]
  /** Replaces the fault; `undefined` passes everything on. */
  fault: Fault | undefined
  /** How often each method was called. */
  counts(): Record<string, number>
}

/**
 * An HTTP server in front of a JSON-RPC server, to count what passes and to make it fail. It ends
 * with the test.
 */
export async function startProxy(target: string, fault?: Fault): Promise<TestProxy> {
  const proxy: TestProxy = {
    url: '',
    requests: [],
    fault,
    counts() {
      const counts: Record<string, number> = {}
      for (const { method } of proxy.requests) counts[method] = (counts[method] ?? 0) + 1
      return counts
    },
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const { method, params } = JSON.parse(text) as { method: string; params: unknown[] }
    const entry = { method, params, start: performance.now(), end: Number.POSITIVE_INFINITY }
    proxy.requests.push(entry)
    const forward = async (): Promise<ProxyReply> => {
      const answer = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      })
      return { status: answer.status, body: await answer.text() }
    }
    const reply = (await proxy.fault?.({ method, params, forward })) ?? (await forward())
    entry.end = performance.now()
    if (reply === 'cut') return request.socket.destroy()
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.contentType ?? 'application/json',
    })
    response.end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const { pathname } = new URL(target)
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`
  return proxy
}

/** A JSON-RPC answer. */
export function rpcReply(
  answer: { result: unknown } | { error: object },
  status = 200,
): ProxyReply {
  return { status, body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...answer }) }
}

/** How many of the requests had to wait for one another: the longest chain of them. */
export function sequentialRounds(requests: readonly ProxiedRequest[]): number {
  let rounds = 0
  let free = Number.NEGATIVE_INFINITY
  for (const { start, end } of [...requests].sort((a, b) => a.end - b.end)) {
    if (start < free) continue
    rounds += 1
    free = end
  }
  return rounds
}

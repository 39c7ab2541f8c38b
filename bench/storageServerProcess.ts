import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memory } from '../src/storage/drivers/memory.ts'
import { createStorageHandler } from '../src/storage/server/createStorageHandler.ts'
import { toNodeListener } from '../src/storage/server/toNodeListener.ts'

/**
 * One of two roles, each in a process of its own: `serve`, a storage server with the limits that it
 * has by itself; `flood`, a user of it who takes all there is to take, until the process is ended.
 */
const [role, url = '', token = '', account = ''] = process.argv.slice(2)
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

if (role === 'serve') {
  const handler = createStorageHandler({
    storage: memory(),
    secret: '5e'.repeat(32),
    domains: ['app.example.com'],
    chainIds: [137],
  })
  const server = createServer(toNodeListener(handler))
  server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }))
} else {
  const headers = { authorization: `Bearer ${token}` }
  const value = JSON.stringify({ value: 'x'.repeat(200_000) })
  const signIn = JSON.stringify({ message: 'x'.repeat(10_000), signature: '0x' })
  const attacks: ((n: number) => Promise<Response>)[] = [
    (n) =>
      fetch(`${url}/records/137/${account}/state/r-${n}`, {
        method: 'PUT',
        headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
        body: value,
      }),
    () => fetch(`${url}/records`, { headers }),
    () => fetch(`${url}/watch?chainId=137`, { headers }),
    () => fetch(`${url}/nonce`, { method: 'POST' }),
    () => fetch(`${url}/sign-in`, { method: 'POST', body: signIn }),
    () => fetch(`${url}/records`, { headers: { authorization: 'Bearer x.y' } }),
  ]
  const refused = new Set<number>()
  // Two at a time of each.
  for (const attack of [...attacks, ...attacks])
    void (async () => {
      for (let n = 0; ; n++) {
        const response = await attack(n)
        if (response.headers.get('content-type') !== 'text/event-stream') await response.text()
        // Full, and too fast: from now on it meets the limits.
        if (refused.has(429) && refused.has(507)) continue
        refused.add(response.status)
        if (refused.has(429) && refused.has(507)) tell({ refused: [...refused] })
      }
    })()
}

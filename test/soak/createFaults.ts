import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Route } from 'playwright'
import type { Devnet } from '../devnet/Devnet.ts'
import type { Random } from './createRandom.ts'
import { setOffline } from './setOffline.ts'
import type { Tally } from './Tally.ts'

const faultKinds = [
  'cut',
  'answer lost',
  'delay',
  'HTTP 500',
  'JSON-RPC error',
  'garbage',
  'offline',
] as const
type FaultKind = (typeof faultKinds)[number]

export interface Faults {
  /** How many requests met each kind; for `offline`, how often it was. */
  counts: Tally
  /** Makes trouble until the signal ends it; then the line is clean. */
  run(signal: AbortSignal): Promise<void>
}

/** A bad line between all tabs of a context and chain, bundler and paymaster. */
export async function createFaults(
  context: BrowserContext,
  { rpcUrl, bundlerUrl, paymasterUrl }: Devnet,
  random: Random,
): Promise<Faults> {
  const counts: Tally = {}
  const count = (kind: FaultKind) => {
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  let kind: FaultKind | undefined
  let odds = 0
  const isService = ({ href }: URL) =>
    [rpcUrl, bundlerUrl, paymasterUrl].some((it) => href.startsWith(it))

  await context.route(isService, (route) => {
    const isHit = kind !== undefined && kind !== 'offline' && random.chance(odds)
    if (isHit) count(kind as FaultKind)
    // the page may be gone by now
    return meet(route, isHit ? kind : undefined).catch(() => undefined)
  })

  return {
    counts,
    async run(signal) {
      const pause = (shortest: number, longest: number) =>
        sleep(shortest + random.below(longest - shortest), undefined, { signal }).catch(
          () => undefined,
        )
      while (!signal.aborted) {
        await pause(1_000, 4_000)
        if (signal.aborted) break
        kind = random.pick(faultKinds)
        odds = 0.2 + 0.8 * random.next()
        if (kind === 'offline') {
          count(kind)
          await setOffline(context, true)
        }
        await pause(300, 3_000)
        if (kind === 'offline') await setOffline(context, false)
        kind = undefined
      }
    },
  }
}

async function meet(route: Route, kind: FaultKind | undefined): Promise<void> {
  const json = { contentType: 'application/json', headers: { 'access-control-allow-origin': '*' } }
  switch (kind) {
    case 'cut':
      return route.abort('connectionreset')
    case 'answer lost':
      await route.fetch()
      return route.abort('connectionreset')
    case 'delay':
      await sleep(1_500)
      return route.continue()
    case 'HTTP 500':
      return route.fulfill({ status: 500, ...json, body: '{"message":"Internal Server Error"}' })
    case 'JSON-RPC error':
      return route.fulfill({ ...json, body: errorFor(route.request().postData() ?? '{}') })
    case 'garbage':
      return route.fulfill({ ...json, body: '<html>502 Bad Gateway</html>' })
    default:
      return route.continue()
  }
}

/** What a server says that has no time, to one request or to a batch. */
function errorFor(body: string): string {
  const error = { code: -32603, message: 'internal error' }
  const answer = ({ id }: { id?: unknown }) => ({ jsonrpc: '2.0', id, error })
  const requests = JSON.parse(body) as { id?: unknown } | { id?: unknown }[]
  return JSON.stringify(Array.isArray(requests) ? requests.map(answer) : answer(requests))
}

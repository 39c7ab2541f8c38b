import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright'
import { build } from 'vite'
import { chromiumArgs } from '../test/harness/chromiumArgs.ts'
import { chromiumPath } from '../test/harness/chromiumPath.ts'
import type { BenchRow } from './BenchRow.ts'
import type { IndexedDbTimes } from './page/measureIndexedDb.ts'

/** IndexedDB in Chromium among 10,000 sessions, beside the same among 10. Budget: 2 ×. */
export async function indexedDbScale(): Promise<BenchRow[]> {
  const bundles = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: 'bench/page/measureIndexedDb.ts', formats: ['iife'], name: 'bench' },
    },
  })
  const [bundle] = Array.isArray(bundles) ? bundles : [bundles]
  const script = bundle && 'output' in bundle ? bundle.output[0].code : ''
  // IndexedDB needs an origin
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(`<script>${script}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs],
  })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const { few, many } = (await page.evaluate('measureIndexedDb()')) as {
      few: IndexedDbTimes
      many: IndexedDbTimes
    }
    return (['get', 'add', 'status change'] as const).map((what) => ({
      what: `${what} at 10,000 sessions, IndexedDB`,
      unit: 'ms',
      kit: many[what],
      kitMax: many[what],
      peer: few[what],
      peerName: 'at 10 sessions',
    }))
  } finally {
    await browser.close()
    server.close()
  }
}

import { chromium } from 'playwright'
import { chromiumArgs } from '../test/harness/chromiumArgs.ts'
import { chromiumPath } from '../test/harness/chromiumPath.ts'
import { servePage } from '../test/harness/servePage.ts'
import type { BenchRow } from './BenchRow.ts'
import type { IndexedDbTimes } from './page/measureIndexedDb.ts'

/** IndexedDB in Chromium among 10,000 sessions, beside the same among 10. Budget: 2 ×. */
export async function indexedDbScale(): Promise<BenchRow[]> {
  const served = await servePage('bench/page/measureIndexedDb.ts')
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs],
  })
  try {
    const page = await browser.newPage()
    await page.goto(served.url)
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
    await served.stop()
  }
}

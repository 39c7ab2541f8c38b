import { chromium, type Page } from 'playwright'
import { startDemo } from '../demo/startDemo.ts'
import { driveDemo } from '../test/e2e/driveDemo.ts'
import { chromiumArgs } from '../test/harness/chromiumArgs.ts'
import { chromiumPath } from '../test/harness/chromiumPath.ts'
import type { BenchRow } from './BenchRow.ts'
import { median } from './median.ts'

/** Each is a grant and a revocation: two changes. */
const rounds = 10

/** When something was there: milliseconds of a clock that all tabs share, by session and status. */
type Moments = Record<string, number>

/**
 * From the commit of a grant or revocation in one tab, which is when IndexedDB has it on disk, to
 * the DOM of another tab that shows it. Two real pages of the demo. Budget: 100 ms.
 */
export async function crossTab(): Promise<BenchRow[]> {
  const demo = await startDemo({ mode: 'built' })
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] })
  try {
    const context = await browser.newContext()
    await context.addInitScript(noteMoments)
    const page = await context.newPage()
    await page.goto(demo.url)
    const dapp = driveDemo(page)
    await dapp.connect()
    await dapp.getFunds()
    const tab = await context.newPage()
    await tab.goto(demo.url)
    await driveDemo(tab).ask.waitFor()

    const times: number[] = []
    const shown = async (status: 'ACTIVE' | 'REVOKED', count: number) => {
      const all = tab.locator(`[data-session][data-status=${status}]`)
      await all.nth(count - 1).waitFor({ state: 'attached' })
      const [committed, rendered] = [await read(page, 'commits'), await read(tab, 'renders')]
      const added = Object.keys(rendered).filter((key) => key.endsWith(status))
      const newest = added.reduce((a, b) => ((rendered[a] ?? 0) > (rendered[b] ?? 0) ? a : b))
      times.push((rendered[newest] ?? Number.NaN) - (committed[newest] ?? Number.NaN))
    }
    for (let round = 1; round <= rounds; round++) {
      await (round === 1 ? dapp.ask : dapp.button('Give a new permission')).click()
      await dapp.dialog.getByRole('button', { name: 'Approve' }).click()
      await dapp.prompt.waitFor()
      await dapp.sign()
      await dapp.close('Done')
      await shown('ACTIVE', 1)
      await dapp.sessions.first().getByRole('button', { name: 'Revoke' }).click()
      await dapp.sign()
      await shown('REVOKED', round)
    }
    return [
      {
        what: 'commit in one tab to render in another',
        unit: 'ms',
        kit: median(times),
        kitMax: Math.max(...times),
      },
    ]
  } finally {
    await browser.close()
    await demo.stop()
  }
}

function read(page: Page, what: 'commits' | 'renders'): Promise<Moments> {
  return page.evaluate((name) => Reflect.get(globalThis, name) as Moments, what)
}

/**
 * Runs in each page before its own scripts, as text: no function in it may have a name, which the
 * compiler would keep with a helper that is not there.
 */
function noteMoments(): void {
  const commits: Moments = {}
  const renders: Moments = {}
  Object.assign(globalThis, { commits, renders })

  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...parameters) {
    const { kind, id, record } = parameters[0] as { kind?: string; id?: string; record?: string }
    const [status] = /(?<="status":")(ACTIVE|REVOKED)(?=")/.exec(record ?? '') ?? []
    if (kind === 'session' && status)
      this.transaction.addEventListener('complete', () => {
        commits[`${id} ${status}`] ??= performance.timeOrigin + performance.now()
      })
    return put.apply(this, parameters)
  }

  new MutationObserver(() => {
    for (const element of document.querySelectorAll<HTMLElement>('[data-session]'))
      renders[`${element.dataset.session} ${element.dataset.status}`] ??=
        performance.timeOrigin + performance.now()
  }).observe(document, { subtree: true, childList: true, attributes: true })
}

import type { Browser, BrowserContext, Page } from 'playwright'
import type { Hex } from 'viem'
import type { Ledger } from './Ledger.ts'
import type { SoakEvent, SoakPage } from './page/SoakPage.ts'

/** A browser of the user: its tabs have one storage. */
export interface Device {
  name: string
  context: BrowserContext
  /** Opens a tab and waits until it is of use, or `signal` ends the wait. */
  openTab(signal?: AbortSignal): Promise<Page>
  /** Loads a tab anew, and waits likewise. */
  reload(page: Page, signal?: AbortSignal): Promise<void>
  /** Waits until a tab knows its account and sessions. */
  untilReady(page: Page, signal?: AbortSignal): Promise<boolean>
}

/** Makes a browser with the owner's wallet, and follows whatever goes wrong in it. */
export async function createDevice(
  browser: Browser,
  parameters: { name: string; url: string; ownerKey: Hex; ledger: Ledger },
): Promise<Device> {
  const { name, url, ownerKey, ledger } = parameters
  const { violations, grants, privateKeys, consoleText } = ledger
  const context = await browser.newContext()
  await context.exposeBinding('tellSoakRun', (_, event: SoakEvent) => {
    if (event.type === 'key') privateKeys.add(event.privateKey)
    else if (event.validUntil !== undefined)
      grants.set(event.validUntil, { ...grants.get(event.validUntil), isSigned: true })
  })
  await context.addInitScript((key) => {
    // an empty page, or the browser's own for a lost network
    if (location.protocol !== 'http:') return
    localStorage.setItem('mintery.burner', JSON.stringify({ keys: [key], selected: 0 }))
    localStorage.setItem('mintery.burner.connected', 'yes')
  }, ownerKey)
  context.on('weberror', (error) =>
    violations.push(`${name}: an error that nobody caught: ${error.error().stack}`),
  )
  context.on('console', (message) => {
    consoleText.push(message.text())
    // the browser's own words for the faults that it was given
    const isOfNetwork = /Failed to load resource|blocked by CORS policy/.test(message.text())
    if (message.type() === 'error' && !isOfNetwork)
      violations.push(`${name}: console.error: ${message.text()}`)
  })

  const untilReady = async (page: Page, signal?: AbortSignal) => {
    for (let blank = 0; ; ) {
      const isReady = await page
        .waitForFunction(() => globalThis.soak?.account() !== undefined, null, { timeout: 2_000 })
        .then(() => true)
        .catch(() => false)
      if (isReady) return true
      if (signal?.aborted || page.isClosed()) return false
      const failure = await page
        .evaluate(() => (globalThis.soak ? globalThis.soak.failure() : 'blank'))
        .catch(() => undefined)
      blank = failure === 'blank' ? blank + 1 : 0
      // what anybody does with a page that stays white
      if (blank === 5) {
        blank = 0
        await page.reload().catch(() => undefined)
      } else await page.evaluate(() => globalThis.soak?.wake()).catch(() => undefined)
    }
  }
  const load = async (page: Page, signal: AbortSignal | undefined) => {
    // without a network there is no page either
    while (!(await page.goto(url).catch(() => null)) && !signal?.aborted);
    await untilReady(page, signal)
  }
  return {
    name,
    context,
    async openTab(signal) {
      const page = await context.newPage()
      await load(page, signal)
      return page
    },
    reload: (page, signal) => load(page, signal),
    untilReady,
  }
}

declare global {
  /** In the soak's page. */
  var soak: SoakPage | undefined
}

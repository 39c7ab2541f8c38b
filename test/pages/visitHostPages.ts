import { chromium, type Page } from 'playwright'
import { chromiumArgs } from '../harness/chromiumArgs.ts'
import { chromiumPath } from '../harness/chromiumPath.ts'
import type { HostPage, HostSetup } from './page/HostPage.ts'
import { startHostPages } from './startHostPages.ts'

export interface HostVisit {
  page: Page
  /** Opens the approval in the dapp's page, with the styles of that name. */
  show(setup: HostSetup, styles?: string): Promise<void>
  /** What the dapp was told. */
  seen(): Promise<HostPage['seen']>
  /** The name of what has the focus. */
  focused(): Promise<string>
  middleOf(button: string): Promise<Button>
  leave(): Promise<void>
}

export interface Button {
  x: number
  y: number
  width: number
  height: number
  color: string
  backgroundColor: string
  /** Whether nothing is drawn over its middle, and a click there reaches it. */
  isOnTop: boolean
}

/** One browser and one page in it, for all the styles and surroundings. */
export async function visitHostPages(): Promise<HostVisit> {
  const [pages, browser] = await Promise.all([
    startHostPages(),
    chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] }),
  ])
  const page = await browser.newPage({
    viewport: { width: 1280, height: 1000 },
    // an opening dialog is scaled, and would be measured so
    reducedMotion: 'reduce',
  })
  page.setDefaultTimeout(10_000)
  let shown: string | undefined

  return {
    page,
    async show(setup, styles = 'none') {
      if (shown !== styles) await page.goto(pages.url(styles))
      shown = styles
      // what it hovers over looks different
      await page.mouse.move(0, 0)
      await page.evaluate((it) => window.hostPage.show(it), setup)
      // the focus comes last
      await page.waitForFunction(() => {
        const active = document.querySelector('#widget')?.shadowRoot ?? document
        return active.activeElement?.closest('[data-slot=dialog]')
      })
    },
    seen: () => page.evaluate(() => window.hostPage.seen),
    focused: () =>
      page.evaluate(() => {
        const active = (document.querySelector('#widget')?.shadowRoot ?? document).activeElement
        return active?.getAttribute('aria-label') ?? active?.textContent ?? ''
      }),
    middleOf: (button) => page.evaluate(findMiddle, button),
    async leave() {
      await browser.close()
      await pages.stop()
    },
  }
}

/** Runs in the page. */
function findMiddle(name: string): Button {
  const button = [...document.querySelectorAll('[data-gk] button')].find(
    ({ textContent }) => textContent === name,
  )
  if (!button) throw new Error(`There is no button ${name}.`)
  const { left, top, width, height } = button.getBoundingClientRect()
  const { color, backgroundColor } = getComputedStyle(button)
  const [x, y] = [left + width / 2, top + height / 2]
  const hit = document.elementFromPoint(x, y)
  // what is inert is drawn, and not hit
  const inert = document.querySelectorAll<HTMLElement>('[inert]')
  for (const it of inert) it.inert = false
  const isOnTop = button.contains(hit) && button.contains(document.elementFromPoint(x, y))
  for (const it of inert) it.inert = true
  return { x, y, width, height, color, backgroundColor, isOnTop }
}

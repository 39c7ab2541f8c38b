import { mkdir } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { chromiumArgs } from '../harness/chromiumArgs.ts'
import { chromiumPath } from '../harness/chromiumPath.ts'

export interface OpenedPage {
  page: Page
  /** What went wrong in the page that nobody caught, and what it logged as an error. */
  problems: string[]
  /** How often the page was loaded. */
  loads(): number
  /** Another tab of the same browser, at the same address: it has the same storage. */
  openTab(): Promise<Page>
}

/** Opens a page in a browser of its own, with nothing stored. A failed test leaves a screenshot. */
export async function openPage(url: string): Promise<OpenedPage> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArgs],
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()

  const problems: string[] = []
  let loads = 0
  const follow = (it: Page) => {
    it.on('pageerror', (error) => problems.push(error.stack ?? error.message))
    it.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${message.text()} (${message.location().url})`)
    })
  }
  follow(page)
  page.on('load', () => {
    loads += 1
  })
  onTestFinished(async ({ task }) => {
    try {
      if (task.result?.state !== 'fail') return
      const name = task.name.replaceAll(/\W+/g, '-')
      await mkdir('test-results', { recursive: true })
      for (const [index, tab] of context.pages().entries())
        await tab.screenshot({
          path: `test-results/${name}${index === 0 ? '' : `-${index + 1}`}.png`,
          fullPage: true,
        })
    } finally {
      await browser.close()
    }
  })

  await page.goto(url)
  return {
    page,
    problems,
    loads: () => loads,
    async openTab() {
      const tab = await context.newPage()
      follow(tab)
      await tab.goto(url)
      return tab
    },
  }
}

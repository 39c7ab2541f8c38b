import type { Page, Route } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Demo, startDemo } from '../../demo/startDemo.ts'
import { driveDemo } from './driveDemo.ts'
import { openPage } from './openPage.ts'

/** What is not in the first script, by the names of the built files. */
const chunks = ['ApprovalModal', 'actions', 'services'] as const

/** The scripts that the page has asked for so far. */
const scriptsOf = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).pathname.endsWith('.js')),
  )

const isScript = (url: URL) => url.pathname.endsWith('.js')
const cut = (route: Route) => route.abort('internetdisconnected')

describe('the parts of a page that are loaded later', () => {
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo({ mode: 'built' })
  })
  afterAll(() => demo?.stop())

  test('are there before they are needed: all works, and fails in words, with the page’s server gone', async () => {
    const { page } = await openPage(demo.url)
    const dapp = driveDemo(page)
    await page.waitForFunction(
      (names) =>
        names.every((name) =>
          performance.getEntriesByType('resource').some((it) => it.name.includes(`/${name}-`)),
        ),
      chunks,
    )
    await page.waitForLoadState('networkidle')
    const first = await (await page.request.get(demo.url)).text()
    expect(first).toMatch(/<script [^>]*src="[^"]+\.js"/)
    for (const chunk of chunks) expect(first).not.toContain(`/${chunk}-`)

    await page.route(isScript, cut)
    const before = await scriptsOf(page)
    await dapp.connect()
    await dapp.getFunds()
    await dapp.approve()
    await dapp.prompt.getByRole('button', { name: 'Reject' }).click()
    await dapp.dialog.getByText('Nothing was granted').waitFor()
    await dapp.close('Close')
    await dapp.approve()
    await dapp.sign()
    await dapp.close('Done')
    await dapp.mint.click()
    await dapp.mined.waitFor()

    const refuse = (message: string) => (route: Route) => {
      const { id } = route.request().postDataJSON() as { id: number }
      return route.fulfill({
        headers: { 'access-control-allow-origin': '*' },
        contentType: 'application/json',
        body: JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32500, message } }),
      })
    }
    const failures: readonly [words: RegExp, answer: (route: Route) => Promise<void>][] = [
      [/did not answer/, cut],
      [/root|session/i, refuse('AA23 reverted: SessionNotApproved')],
      [/gas|funds|pay/i, refuse("AA21 didn't pay prefund")],
      [/nonce|another/i, refuse('AA25 invalid account nonce')],
      [/paymaster/i, refuse('AA31 paymaster deposit too low')],
    ]
    const { bundlerUrl } = demo.devnet
    const isBundler = (url: URL) => url.href.startsWith(bundlerUrl)
    for (const [index, [words, answer]] of failures.entries()) {
      await page.route(isBundler, answer)
      await dapp.mint.click()
      await dapp.failed.nth(index).waitFor()
      expect(await dapp.failed.first().textContent()).toMatch(words)
      await page.unroute(isBundler)
    }
    // viem asks for a part of its own after any call that reverts, and does without it
    const later = (await scriptsOf(page)).filter((name) => !name.includes('/ccip-'))
    expect(later).toEqual(before)
  })

  test('that cannot be loaded are told of, and tried again with the next request', async () => {
    const { page } = await openPage('about:blank')
    const isApproval = (url: URL) => url.pathname.includes('/ApprovalModal-')
    await page.route(isApproval, cut)
    await page.goto(demo.url)
    const dapp = driveDemo(page)
    await dapp.connect()
    await dapp.getFunds()
    await dapp.ask.click()
    await page.getByText('A part of the page could not be loaded.', { exact: true }).waitFor()
    expect(await dapp.dialog.count()).toBe(0)

    await page.unroute(isApproval)
    await dapp.ask.click()
    await dapp.dialog.locator('[data-slot=review]').waitFor()
  })
})

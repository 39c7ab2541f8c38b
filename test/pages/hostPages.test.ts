import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contrast } from './contrast.ts'
import { type Measured, measure } from './measure.ts'
import { surroundings } from './page/HostPage.ts'
import { type HostVisit, visitHostPages } from './visitHostPages.ts'

let host: HostVisit
beforeAll(async () => {
  host = await visitHostPages()
})
afterAll(() => host?.leave())

const nothing = { approved: 0, closed: 0, gaveUp: 0, dappDialogClosed: 0 }
let unstyled: Measured[] | undefined

describe.each([
  'none',
  'Tailwind 3',
  'Tailwind 4 before',
  'Tailwind 4 after',
  'Bootstrap 5',
  "Meyer's reset",
  'a root font of 62.5 %',
  'a hostile sheet',
])('styles: %s', (styles) => {
  test.each(surroundings)('%s page: it looks as it should, and answers', async (where) => {
    const { page } = host
    await host.show({ surroundings: where, state: 'reviewing' }, styles)
    const measured = await page.evaluate(measure)
    unstyled ??= measured
    expect(measured.filter((it, index) => !isDeepStrictEqual(it, unstyled?.[index]))).toEqual([])
    expect(measured.length).toBe(unstyled.length)

    expect(await page.evaluate(drawnAround)).toEqual(['none', 'none', 'none', 'none'])

    const dialog = await page.getByRole('alertdialog').boundingBox()
    expect(dialog).toMatchObject({ x: (1280 - 496) / 2, width: 496 })
    const approve = await host.middleOf('Approve')
    expect(approve).toMatchObject({ height: 40, backgroundColor: 'rgb(58, 73, 201)' })
    expect(approve.width).toBeGreaterThan(80)
    expect(contrast(approve.color, approve.backgroundColor)).toBeGreaterThan(4.5)
    expect(approve.isOnTop).toBe(true)

    await page.mouse.click(1200, 950)
    expect(await host.seen()).toEqual(nothing)
    await page.mouse.click(approve.x, approve.y)
    expect(await host.seen()).toEqual({ ...nothing, approved: 1 })
    await page.getByText('Compare it with this one').waitFor()
  })
})

/** Runs in the page: what a page's rules for all elements put before and after the dialog. */
function drawnAround(): string[] {
  return [...document.querySelectorAll('[data-gk-host], [data-gk]')].flatMap((it) =>
    ['::before', '::after'].map((pseudo) => getComputedStyle(it, pseudo).content),
  )
}

describe('a dialog of the page that is open', () => {
  test.each(['radix', 'native'] as const)('%s: Escape closes the approval alone', async (where) => {
    await host.show({ surroundings: where, state: 'reviewing' })
    await host.page.keyboard.press('Escape')
    await host.page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await host.seen()).toEqual({ ...nothing, closed: 1 })
    // and is the page's again afterwards
    await host.page.getByRole('textbox', { name: 'Amount' }).fill('5')
    await host.page.keyboard.press('Escape')
    await expect.poll(host.seen).toEqual({ ...nothing, closed: 1, dappDialogClosed: 1 })
  })

  test.each(['radix', 'native'] as const)('%s: the focus stays in the approval', async (where) => {
    await host.show({ surroundings: where, state: 'reviewing' })
    expect(await host.focused()).toBe('Cancel')
    for (let presses = 0; presses < 40; presses += 1) {
      await host.page.keyboard.press('Tab')
      // from the end of the dialog to its beginning the focus goes with the next frame
      await host.page.evaluate(nextFrame)
      expect(await host.page.evaluate(isFocusInside)).toBe(true)
    }
    expect(await host.seen()).toEqual(nothing)
  })

  test.each(['radix', 'native'] as const)('%s: the wheel scrolls the approval', async (where) => {
    await host.show({ surroundings: where, state: 'reviewing' })
    await host.page.mouse.move(640, 500)
    await host.page.mouse.wheel(0, 300)
    const scrollTop = () =>
      host.page.evaluate(() => document.querySelector('[data-slot=scroll]')?.scrollTop)
    await expect.poll(scrollTop).toBeGreaterThan(100)
  })

  test('native: it may open and close in the meantime; the approval goes with it', async () => {
    const { page } = host
    await host.show({ surroundings: 'native', state: 'reviewing' })
    const native = (action: 'close' | 'showModal') =>
      page.evaluate((it) => document.querySelector<HTMLDialogElement>('#native')?.[it](), action)
    await page.getByRole('checkbox').first().focus()
    await page.evaluate(() => document.querySelector('[data-slot=scroll]')?.scrollTo(0, 50))
    const before = await host.focused()

    for (const action of ['close', 'showModal', 'close'] as const) {
      await native(action)
      await expect.poll(async () => (await host.middleOf('Approve')).isOnTop).toBe(true)
      expect(await page.evaluate(() => document.querySelectorAll('[data-gk]').length)).toBe(1)
      expect(await page.evaluate(isFocusInside)).toBe(true)
      expect(await host.focused()).toBe(before)
    }
    const approve = await host.middleOf('Approve')
    await page.mouse.click(approve.x, approve.y)
    await expect.poll(host.seen).toMatchObject({ approved: 1, closed: 0 })
  })

  test('native: it may be taken out of the page, and the approval stays', async () => {
    await host.show({ surroundings: 'native', state: 'reviewing' })
    await host.page.evaluate(() => {
      const native = document.querySelector('#native')
      native?.replaceWith(document.createElement('p'))
    })
    await expect.poll(async () => (await host.middleOf('Approve')).isOnTop).toBe(true)
  })
})

/** Runs in the page. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
  })
}

/** Runs in the page. */
function isFocusInside(): boolean {
  const active = (document.querySelector('#widget')?.shadowRoot ?? document).activeElement
  return active?.closest('[data-gk]') != null
}

describe('a wallet that shows itself in the page', () => {
  /** What wallets do: an element on the body, above by its z-index alone. */
  const addWallet = (zIndex: number) =>
    host.page.evaluate((z) => {
      const overlay = document.createElement('div')
      overlay.dataset.overlay = ''
      overlay.style.cssText = `position:fixed;inset:0;z-index:${z};pointer-events:auto`
      overlay.innerHTML =
        '<div style="position:absolute;left:500px;top:300px;padding:9px">Wallet</div>' +
        '<input aria-label="Password" style="position:absolute;left:600px;top:400px">' +
        '<button type="button" style="position:absolute;left:600px;top:500px">Sign</button>'
      overlay.querySelector('button')?.addEventListener('click', () => {
        overlay.dataset.overlay = 'signed'
      })
      document.body.append(overlay)
    }, zIndex)

  test.each([
    ['plain', 89],
    ['plain', 2_147_483_646],
    ['radix', 89],
    ['radix', 2_147_483_646],
    // below 1000 it would lie under the header, whatever the approval does
    ['header', 2_147_483_646],
  ] as const)('%s page, z-index %s: it is on top, and can be used', async (where, zIndex) => {
    const { page } = host
    await host.show({ surroundings: where, state: 'awaiting-wallet', stopWaitingAfter: 0 })
    await addWallet(zIndex)
    const password = page.getByRole('textbox', { name: 'Password' })
    await password.click()
    await page.keyboard.type('secret')
    expect(await password.inputValue()).toBe('secret')

    // Escape in the wallet is the wallet's, also where nothing there has the focus
    await page.keyboard.press('Escape')
    await page.getByText('Wallet', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Sign' }).click()
    expect(await page.locator('[data-overlay=signed]').count()).toBe(1)
    // what Radix makes of a click outside of its dialog is between it and the wallet
    expect(await host.seen()).toMatchObject({ approved: 0, closed: 0, gaveUp: 0 })
    expect(await page.getByRole('alertdialog').isVisible()).toBe(true)
  })

  test('one that was in the page before, empty or hidden, can be used as well', async () => {
    const { page } = host
    await page.evaluate(() => {
      const hidden = document.createElement('div')
      hidden.id = 'early'
      hidden.style.cssText = 'position:fixed;inset:0;z-index:99;visibility:hidden'
      hidden.innerHTML = '<button type="button">Sign early</button>'
      document.body.append(hidden)
    })
    await host.show({ surroundings: 'plain', state: 'awaiting-wallet' })
    await page.evaluate(() => {
      const early = document.querySelector<HTMLElement>('#early')
      if (early) early.style.visibility = 'visible'
    })
    await page.locator('#early button').click()
    await page.evaluate(() => document.querySelector('#early')?.remove())
  })

  test('under a modal dialog of the page it cannot be used, and the approval says so', async () => {
    const blocked = host.page.getByText('A wallet that opens inside this page cannot be used now')
    await host.show({ surroundings: 'native', state: 'awaiting-wallet', stopWaitingAfter: 0 })
    expect(await blocked.isVisible()).toBe(true)
    const stop = await host.middleOf('Stop waiting')
    expect(stop.isOnTop).toBe(true)
    await host.page.mouse.click(stop.x, stop.y)
    expect(await host.seen()).toEqual({ ...nothing, gaveUp: 1 })

    await host.show({ surroundings: 'plain', state: 'awaiting-wallet' })
    expect(await blocked.count()).toBe(0)
  })

  test('a modal dialog of the wallet is left to the wallet', async () => {
    const { page } = host
    await host.show({ surroundings: 'plain', state: 'awaiting-wallet' })
    await page.evaluate(() => {
      const dialog = document.createElement('dialog')
      dialog.dataset.overlay = ''
      dialog.innerHTML = '<button type="button">Sign</button>'
      document.body.append(dialog)
      dialog.showModal()
    })
    await page.getByRole('button', { name: 'Sign' }).click()
    expect(await page.locator('dialog [data-gk]').count()).toBe(0)
  })
})

test('inside a shadow tree the rest of the tree, and of the page, is inert', async () => {
  const { page } = host
  await host.show({ surroundings: 'plain', state: 'reviewing', isInShadow: true })
  const reachable = () =>
    page.evaluate(() => {
      const shadow = document.querySelector('#widget')?.shadowRoot
      const others = [
        shadow?.querySelector<HTMLElement>('#inside'),
        document.querySelector<HTMLElement>('#slotted'),
        document.querySelector<HTMLElement>('main a'),
      ]
      return others.map((it) => {
        it?.focus()
        return it?.matches(':focus')
      })
    })
  expect(await reachable()).toEqual([false, false, false])
  expect(await page.evaluate(isFocusInside)).toBe(true)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(reachable).toEqual([true, true, true])
})

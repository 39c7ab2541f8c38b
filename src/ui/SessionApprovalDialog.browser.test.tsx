import './styles.css'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { createGrant } from '../../stories/fixtures/createGrant.ts'
import { KitProviders } from '../../stories/fixtures/KitProviders.tsx'
import { policies } from '../../stories/fixtures/policies.ts'
import { StoryDialog, type StoryDialogProps } from '../../stories/fixtures/StoryDialog.tsx'
import { states } from '../../stories/fixtures/states.ts'

const spies = { onApprove: vi.fn(), onClose: vi.fn(), onStopWaiting: vi.fn() }

async function open(props: Partial<StoryDialogProps> = {}) {
  const screen = await render(
    <KitProviders>
      <StoryDialog state={states.reviewing()} closed {...spies} {...props} />
      <a href="#elsewhere">A link of the page</a>
    </KitProviders>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Mint and pay' }))
  const dialog = screen.getByRole('alertdialog')
  await expect.element(dialog).toBeVisible()
  return { screen, dialog: dialog.element() as HTMLElement }
}

const focused = () => document.activeElement as HTMLElement

afterEach(() => {
  for (const spy of Object.values(spies)) spy.mockReset()
  for (const overlay of document.querySelectorAll('[data-overlay]')) overlay.remove()
})

describe('a small window', () => {
  test.each([
    [320, 640],
    [640, 360],
    [320, 256],
  ])('%s × %s shows the beginning, and needs no horizontal scrolling', async (width, height) => {
    await page.viewport(width, height)
    const { screen, dialog } = await open({ state: states.reviewing(createGrant(policies.many)) })
    await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    const title = screen.getByRole('heading', { level: 2 }).element().getBoundingClientRect()
    expect(title.top).toBeGreaterThanOrEqual(0)
    expect(title.top).toBeLessThan(height)
    const outside = [dialog, ...dialog.querySelectorAll('*')].filter((part) => {
      const { left, right, width: partWidth } = part.getBoundingClientRect()
      return partWidth > 1 && (left < 0 || right > width + 0.5)
    })
    expect(outside).toEqual([])
    await page.viewport(1000, 800)
  })

  test('every target is 24 pixels high and wide', async () => {
    const { dialog } = await open({ state: states.reviewing(createGrant(policies.dangerous)) })
    const targets = dialog.querySelectorAll('button, a, summary, label')
    for (const target of targets) {
      const { width, height } = target.getBoundingClientRect()
      expect(Math.min(width, height), target.outerHTML).toBeGreaterThanOrEqual(24)
    }
    expect(targets.length).toBeGreaterThan(15)
  })
})

test('what is said of fees stands beside its heading, below who pays', async () => {
  const { screen } = await open()
  const gas = screen.getByRole('region', { name: 'Gas' }).element()
  const [pays, fees] = [...gas.querySelectorAll('p')].map((it) => it.getBoundingClientRect())
  expect(fees?.left).toBe(pays?.left)
  expect(fees?.width).toBe(pays?.width)
})

test('who approves at the end of the review sees the hash to compare', async () => {
  const { screen, dialog } = await open()
  const scroll = dialog.querySelector('[data-slot=scroll]')
  scroll?.scrollTo({ top: scroll.scrollHeight })
  expect(scroll?.scrollTop).toBeGreaterThan(200)
  await userEvent.click(screen.getByRole('button', { name: 'Approve' }))
  await expect.element(screen.getByText(/Compare it with this one/)).toBeInViewport()
})

test.each([
  ['that is live', { status: 'ACTIVE' }, true],
  ['whose key is elsewhere or locked', { status: 'INACTIVE', reason: 'key-unavailable' }, true],
  ['that was revoked', { status: 'REVOKED' }, false],
] as const)('of another session %s', async (_, standing, isWarned) => {
  const grant = createGrant(policies.mintAndPay)
  const { id, ...session } = { ...states.confirmed(grant).session, ...standing }
  const { dialog } = await open({ liveSessions: [{ ...session, id: `${id}-another` }] })
  const warning = 'Another session of yours may already call this'
  if (isWarned) expect(dialog.textContent).toContain(warning)
  else expect(dialog.textContent).not.toContain(warning)
})

describe('the time that is left', () => {
  const halfAnHour = states.reviewing(createGrant(policies.rules))
  const toFake = ['Date', 'performance', 'setInterval', 'clearInterval'] as const

  afterEach(() => {
    vi.useRealTimers()
  })

  test('runs on when the clock on the wall is set back', async () => {
    vi.useFakeTimers({ toFake: [...toFake] })
    const { screen } = await open({ state: halfAnHour })
    vi.setSystemTime(Date.now() - 24 * 3_600_000)
    vi.advanceTimersByTime(3 * 3_600_000)
    await expect
      .element(screen.getByText('The time that this request was for is over.'))
      .toBeVisible()
  })

  test('is over after a sleep, in which the steady clock stood still', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    const { screen } = await open({ state: halfAnHour })
    vi.setSystemTime(Date.now() + 24 * 3_600_000)
    vi.advanceTimersByTime(15_000)
    await expect
      .element(screen.getByText('The time that this request was for is over.'))
      .toBeVisible()
  })
})

describe('the focus', () => {
  test('starts on Cancel, at the top of the dialog', async () => {
    const { screen, dialog } = await open()
    await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    expect(dialog.querySelector('[data-slot=scroll]')?.scrollTop).toBe(0)
  })

  test.each(['{Tab}', '{Shift>}{Tab}{/Shift}'])('stays inside for 20 × %s', async (key) => {
    const { screen, dialog } = await open({
      state: states.reviewing(createGrant(policies.dangerous)),
    })
    await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    const seen = new Set<Element>()
    for (let i = 0; i < 20; i++) {
      await userEvent.keyboard(key)
      expect(dialog.contains(focused())).toBe(true)
      seen.add(focused())
    }
    expect(seen.size).toBeGreaterThan(10)
    expect([...seen].some((element) => element instanceof HTMLInputElement)).toBe(true)
  })

  test.each(['{Tab}', '{Shift>}{Tab}{/Shift}'])('comes round with %s', async (key) => {
    const { screen, dialog } = await open()
    const cancel = screen.getByRole('button', { name: 'Cancel' })
    await expect.element(cancel).toHaveFocus()
    const stops: Element[] = []
    do {
      await userEvent.keyboard(key)
      stops.push(focused())
    } while (focused() !== cancel.element() && stops.length < 60)
    expect(stops.at(-1)).toBe(cancel.element())
    expect(stops.every((stop) => dialog.contains(stop))).toBe(true)
    expect(new Set(stops).size).toBe(stops.length)
  })

  test('returns to where it was when the dialog closes', async () => {
    const { screen } = await open()
    await userEvent.keyboard('{Escape}')
    await expect.element(screen.getByRole('alertdialog')).not.toBeInTheDocument()
    await expect.element(screen.getByRole('button', { name: 'Mint and pay' })).toHaveFocus()
  })

  test('stays in the dialog while it goes from state to state', async () => {
    const { screen, dialog } = await open({ stopWaitingAfter: 0 })
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }))
    await userEvent.click(screen.getByRole('button', { name: 'Stop waiting' }))
    expect(spies.onStopWaiting).toHaveBeenCalledOnce()
    await expect.element(screen.getByRole('button', { name: 'Close' })).toHaveFocus()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    expect(dialog.contains(focused())).toBe(true)
  })
})

describe('the page behind', () => {
  test('is inert and does not scroll while it is open, and is given back', async () => {
    const { screen } = await open()
    const background = screen.container
    expect(background.inert).toBe(true)
    background.querySelector('a')?.focus()
    expect(focused().tagName).not.toBe('A')
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => background.inert).toBe(false)
    await expect
      .poll(() =>
        [document.body, document.documentElement].map((it) => getComputedStyle(it).overflowY),
      )
      .toEqual(['visible', 'visible'])
  })

  test('a click on it does not close the dialog', async () => {
    const { screen } = await open()
    const backdrop = document.querySelector('[data-slot=viewport]')
    if (!backdrop) throw new Error('no viewport')
    await userEvent.click(backdrop, { position: { x: 3, y: 3 } })
    await expect.element(screen.getByRole('alertdialog')).toBeVisible()
    expect(spies.onClose).not.toHaveBeenCalled()
  })

  test('an overlay that a wallet adds later is clicked, focused and typed into', async () => {
    const { screen } = await open({ state: states.awaitingWallet() })
    const overlay = document.createElement('div')
    overlay.dataset.overlay = ''
    overlay.style.cssText = 'position:fixed;inset:20px auto auto 20px;z-index:2147483647'
    overlay.innerHTML = '<input aria-label="Password"><button type="button">Sign</button>'
    document.body.append(overlay)
    const sign = vi.fn()
    overlay.querySelector('button')?.addEventListener('click', sign)

    const input = screen.getByRole('textbox', { name: 'Password' })
    await userEvent.click(input)
    await expect.element(input).toHaveFocus()
    await userEvent.keyboard('secret')
    await expect.element(input).toHaveValue('secret')
    await userEvent.keyboard('{Tab}')
    await userEvent.click(screen.getByRole('button', { name: 'Sign' }))
    expect(sign).toHaveBeenCalledOnce()
    await expect.element(screen.getByRole('alertdialog')).toBeVisible()
  })
})

describe('the keyboard', () => {
  test('Escape says no in the review', async () => {
    await open()
    await userEvent.keyboard('{Escape}')
    expect(spies.onClose).toHaveBeenCalledOnce()
  })

  test('Escape is ignored while the wallet is asked', async () => {
    const { screen } = await open({ state: states.awaitingWallet() })
    await userEvent.keyboard('{Escape}')
    expect(spies.onClose).not.toHaveBeenCalled()
    await expect.element(screen.getByRole('alertdialog')).toBeVisible()
    await expect.element(screen.getByText('Check your wallet').first()).toBeVisible()
  })

  test('Escape gives up on a wallet that had its time, and closes after that', async () => {
    const { screen } = await open({ state: states.awaitingWallet(), stopWaitingAfter: 0 })
    await expect.element(screen.getByRole('button', { name: 'Stop waiting' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    expect(spies.onClose).not.toHaveBeenCalled()
    await expect.element(screen.getByText('You stopped waiting for your wallet')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    expect(spies.onClose).toHaveBeenCalledOnce()
  })

  test.each(['{Enter}', ' '])('"%s" approves only when the button has the focus', async (key) => {
    const { screen, dialog } = await open()
    await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    for (const input of dialog.querySelectorAll<HTMLElement>('input, summary')) {
      input.focus()
      await userEvent.keyboard(key)
      expect(spies.onApprove).not.toHaveBeenCalled()
    }
    screen.getByRole('button', { name: 'Approve' }).element().focus()
    await userEvent.keyboard(key)
    expect(spies.onApprove).toHaveBeenCalledOnce()
  })
})

describe('what is announced', () => {
  test('one status for all states, once each; a failure is an alert', async () => {
    const { screen, dialog } = await open()
    const status = dialog.querySelector('[role=status]')
    const said: string[] = []
    const observer = new MutationObserver(() => said.push(status?.textContent ?? ''))
    if (status) observer.observe(status, { childList: true, characterData: true, subtree: true })
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }))
    await expect.element(screen.getByRole('status')).toHaveTextContent('Check your wallet.')
    expect(dialog.querySelectorAll('[role=status]')).toHaveLength(1)
    expect(dialog.querySelector('[role=status]')).toBe(status)
    expect(said).toEqual(['Check your wallet.'])
    expect(dialog.querySelector('[role=alert]')).toBeNull()
    observer.disconnect()
  })

  test('stopping to wait is offered after 15 seconds, not before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { screen } = await open({ state: states.awaitingWallet() })
      const stop = screen.getByRole('button', { name: 'Stop waiting' })
      await vi.advanceTimersByTimeAsync(14_900)
      expect(stop.query()).toBeNull()
      await vi.advanceTimersByTimeAsync(200)
      await expect.element(stop).toBeVisible()
    } finally {
      vi.useRealTimers()
    }
  })
})

import './styles.css'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent as realInput } from 'vitest/browser'
import { createGrant } from '../../stories/fixtures/createGrant.ts'
import { KitProviders } from '../../stories/fixtures/KitProviders.tsx'
import { policies } from '../../stories/fixtures/policies.ts'
import { StoryDialog, type StoryDialogProps } from '../../stories/fixtures/StoryDialog.tsx'
import { states } from '../../stories/fixtures/states.ts'

const spies = { onApprove: vi.fn(), onClose: vi.fn(), onStopWaiting: vi.fn() }

async function open(props: Partial<StoryDialogProps> = {}) {
  const { container } = render(
    <KitProviders>
      <StoryDialog state={states.reviewing()} closed {...spies} {...props} />
      <a href="#elsewhere">A link of the page</a>
    </KitProviders>,
  )
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Mint and pay' }))
  const dialog = await screen.findByRole('alertdialog')
  // `waitFor` goes by an interval, which some of the tests hold still
  await expect.poll(() => dialog).toBeVisible()
  return { user, container, dialog }
}

const focused = () => document.activeElement as HTMLElement
const button = (name: string) => screen.getByRole('button', { name })
const focusOn = (name: string) => waitFor(() => expect(button(name)).toHaveFocus())
const stillOpen = () => expect(screen.getByRole('alertdialog')).toBeVisible()

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
    const { dialog } = await open({ state: states.reviewing(createGrant(policies.many)) })
    await focusOn('Cancel')
    const title = screen.getByRole('heading', { level: 2 }).getBoundingClientRect()
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
  await open()
  const gas = screen.getByRole('region', { name: 'Gas' })
  const [pays, fees] = [...gas.querySelectorAll('p')].map((it) => it.getBoundingClientRect())
  expect(fees?.left).toBe(pays?.left)
  expect(fees?.width).toBe(pays?.width)
})

test('who approves at the end of the review sees the hash to compare', async () => {
  const { dialog } = await open()
  const scroll = dialog.querySelector('[data-slot=scroll]')
  scroll?.scrollTo({ top: scroll.scrollHeight })
  expect(scroll?.scrollTop).toBeGreaterThan(200)
  // a real click: the button must be reachable from down there
  await realInput.click(button('Approve'))
  const comparison = await screen.findByText(/Compare it with this one/)
  await expect.poll(() => comparison).toBeInViewport()
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
  const isOver = 'The time that this request was for is over.'
  const toFake = ['Date', 'performance', 'setInterval', 'clearInterval'] as const

  afterEach(() => {
    vi.useRealTimers()
  })

  test('runs on when the clock on the wall is set back', async () => {
    vi.useFakeTimers({ toFake: [...toFake] })
    await open({ state: halfAnHour })
    vi.setSystemTime(Date.now() - 24 * 3_600_000)
    vi.advanceTimersByTime(3 * 3_600_000)
    await expect.poll(() => screen.queryByText(isOver)).toBeVisible()
  })

  test('is over after a sleep, in which the steady clock stood still', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    await open({ state: halfAnHour })
    vi.setSystemTime(Date.now() + 24 * 3_600_000)
    vi.advanceTimersByTime(15_000)
    await expect.poll(() => screen.queryByText(isOver)).toBeVisible()
  })
})

describe('the focus', () => {
  test('starts on Cancel, at the top of the dialog', async () => {
    const { dialog } = await open()
    await focusOn('Cancel')
    expect(dialog.querySelector('[data-slot=scroll]')?.scrollTop).toBe(0)
  })

  test.each(['{Tab}', '{Shift>}{Tab}{/Shift}'])('stays inside for 20 × %s', async (key) => {
    const { dialog } = await open({
      state: states.reviewing(createGrant(policies.dangerous)),
    })
    await focusOn('Cancel')
    const seen = new Set<Element>()
    for (let i = 0; i < 20; i++) {
      // the browser's own order: an imitation of Tab knows nothing of `inert`, or of closed details
      await realInput.keyboard(key)
      expect(dialog.contains(focused())).toBe(true)
      seen.add(focused())
    }
    expect(seen.size).toBeGreaterThan(10)
    expect([...seen].some((element) => element instanceof HTMLInputElement)).toBe(true)
  })

  test.each(['{Tab}', '{Shift>}{Tab}{/Shift}'])('comes round with %s', async (key) => {
    const { dialog } = await open()
    await focusOn('Cancel')
    const cancel = button('Cancel')
    const stops: Element[] = []
    do {
      // the browser's own order, as above
      await realInput.keyboard(key)
      stops.push(focused())
    } while (focused() !== cancel && stops.length < 60)
    expect(stops.at(-1)).toBe(cancel)
    expect(stops.every((stop) => dialog.contains(stop))).toBe(true)
    expect(new Set(stops).size).toBe(stops.length)
  })

  test('returns to where it was when the dialog closes', async () => {
    const { user } = await open()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument())
    await focusOn('Mint and pay')
  })

  test('stays in the dialog while it goes from state to state', async () => {
    const { user, dialog } = await open({ stopWaitingAfter: 0 })
    await user.click(button('Approve'))
    await user.click(await screen.findByRole('button', { name: 'Stop waiting' }))
    expect(spies.onStopWaiting).toHaveBeenCalledOnce()
    await focusOn('Close')
    await user.click(button('Try again'))
    await focusOn('Cancel')
    expect(dialog.contains(focused())).toBe(true)
  })
})

describe('the page behind', () => {
  test('is inert and does not scroll while it is open, and is given back', async () => {
    const { user, container: background } = await open()
    expect(background.inert).toBe(true)
    background.querySelector('a')?.focus()
    expect(focused().tagName).not.toBe('A')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(background.inert).toBe(false))
    const overflow = (it: Element) => getComputedStyle(it).overflowY
    await waitFor(() =>
      expect([document.body, document.documentElement].map(overflow)).toEqual([
        'visible',
        'visible',
      ]),
    )
  })

  test('a click on it does not close the dialog', async () => {
    await open()
    const backdrop = document.querySelector('[data-slot=viewport]')
    if (!backdrop) throw new Error('no viewport')
    // a real click goes to whatever is at that place
    await realInput.click(backdrop, { position: { x: 3, y: 3 } })
    stillOpen()
    expect(spies.onClose).not.toHaveBeenCalled()
  })

  test('an overlay that a wallet adds later is clicked, focused and typed into', async () => {
    await open({ state: states.awaitingWallet() })
    const overlay = document.createElement('div')
    overlay.dataset.overlay = ''
    overlay.style.cssText = 'position:fixed;inset:20px auto auto 20px;z-index:2147483647'
    overlay.innerHTML = '<input aria-label="Password"><button type="button">Sign</button>'
    document.body.append(overlay)
    const sign = vi.fn()
    overlay.querySelector('button')?.addEventListener('click', sign)

    // real input throughout: dispatched events get past a focus trap, a backdrop and `inert`
    const input = screen.getByRole('textbox', { name: 'Password' })
    await realInput.click(input)
    await waitFor(() => expect(input).toHaveFocus())
    await realInput.keyboard('secret')
    await waitFor(() => expect(input).toHaveValue('secret'))
    await realInput.keyboard('{Tab}')
    await realInput.click(button('Sign'))
    expect(sign).toHaveBeenCalledOnce()
    stillOpen()
  })
})

describe('the keyboard', () => {
  test('Escape says no in the review', async () => {
    const { user } = await open()
    await user.keyboard('{Escape}')
    expect(spies.onClose).toHaveBeenCalledOnce()
  })

  test('Escape is ignored while the wallet is asked', async () => {
    await open({ state: states.awaitingWallet() })
    // the browser's own key: what it closes by itself would not heed an imitation
    await realInput.keyboard('{Escape}')
    expect(spies.onClose).not.toHaveBeenCalled()
    stillOpen()
    expect(screen.getAllByText(/Check your wallet/)[0]).toBeVisible()
  })

  test('Escape gives up on a wallet that had its time, and closes after that', async () => {
    const { user } = await open({ state: states.awaitingWallet(), stopWaitingAfter: 0 })
    await waitFor(() => expect(button('Stop waiting')).toBeVisible())
    await user.keyboard('{Escape}')
    expect(spies.onClose).not.toHaveBeenCalled()
    const gaveUp = await screen.findByText('You stopped waiting for your wallet')
    await waitFor(() => expect(gaveUp).toBeVisible())
    await user.keyboard('{Escape}')
    expect(spies.onClose).toHaveBeenCalledOnce()
  })

  test.each(['{Enter}', ' '])('"%s" approves only when the button has the focus', async (key) => {
    const { dialog } = await open()
    await focusOn('Cancel')
    for (const input of dialog.querySelectorAll<HTMLElement>('input, summary')) {
      input.focus()
      // what a key does to a control is the browser's own
      await realInput.keyboard(key)
      expect(spies.onApprove).not.toHaveBeenCalled()
    }
    button('Approve').focus()
    await realInput.keyboard(key)
    expect(spies.onApprove).toHaveBeenCalledOnce()
  })
})

describe('what is announced', () => {
  test('one status for all states, once each; a failure is an alert', async () => {
    const { user, dialog } = await open()
    const status = dialog.querySelector('[role=status]')
    const said: string[] = []
    const observer = new MutationObserver(() => said.push(status?.textContent ?? ''))
    if (status) observer.observe(status, { childList: true, characterData: true, subtree: true })
    await user.click(button('Approve'))
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('Check your wallet.'))
    expect(dialog.querySelectorAll('[role=status]')).toHaveLength(1)
    expect(dialog.querySelector('[role=status]')).toBe(status)
    expect(said).toEqual(['Check your wallet.'])
    expect(dialog.querySelector('[role=alert]')).toBeNull()
    observer.disconnect()
  })

  test('stopping to wait is offered after 15 seconds, not before', async () => {
    await open()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      // user-event goes by the timer that stands still here
      fireEvent.click(button('Approve'))
      const stop = () => screen.queryByRole('button', { name: 'Stop waiting' })
      await vi.advanceTimersByTimeAsync(14_900)
      expect(stop()).toBeNull()
      await vi.advanceTimersByTimeAsync(200)
      await expect.poll(stop).toBeVisible()
    } finally {
      vi.useRealTimers()
    }
  })
})

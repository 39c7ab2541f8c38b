import './styles.css'
import { render, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { type ReactNode, useState } from 'react'
import { polygonAmoy } from 'viem/chains'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent as realInput } from 'vitest/browser'
import { useConnection } from 'wagmi'
import { addresses } from '../../stories/fixtures/addresses.ts'
import { createGrant } from '../../stories/fixtures/createGrant.ts'
import { KitProviders } from '../../stories/fixtures/KitProviders.tsx'
import { policies } from '../../stories/fixtures/policies.ts'
import { states } from '../../stories/fixtures/states.ts'
import { ApprovalDisplayError } from '../errors/approvalErrors.ts'
import type { ApprovalState } from '../hooks/approvalReducer.ts'
import type { UseSessionApprovalReturnType } from '../hooks/useSessionApproval.ts'
import { useSessionConfig } from '../hooks/useSessionConfig.ts'
import { PolicySummary } from './PolicySummary.tsx'
import { SessionApprovalDialog, type SessionApprovalDialogProps } from './SessionApprovalDialog.tsx'
import { SessionApprovalModal } from './SessionApprovalModal.tsx'
import { SessionStatusBadge } from './SessionStatusBadge.tsx'

const fail = (): never => {
  throw new Error('This text cannot be made.')
}
const failing = { approval: { title: fail } }

/** The page's own part of the tree: it stays, with what it keeps. */
function Page({ children }: { children: ReactNode }) {
  const [count, setCount] = useState(0)
  return (
    <KitProviders connectedTo={polygonAmoy.id}>
      <button type="button" onClick={() => setCount(count + 1)}>
        Counted {count}
      </button>
      {children}
    </KitProviders>
  )
}

/** A state machine that stays in a state until it is closed or given up on. */
function Shown(props: Partial<SessionApprovalDialogProps> & { state: ApprovalState }) {
  const { state: initial, ...dialog } = props
  const [state, setState] = useState(initial)
  const grant = 'grant' in state ? state.grant : undefined
  const givenRequest = 'request' in initial ? initial.request : states.loading().request
  const approval: UseSessionApprovalReturnType = {
    state,
    isOpen: state.status !== 'idle',
    edits: {},
    approve: vi.fn(),
    edit: vi.fn(),
    reset: vi.fn(),
    retry: vi.fn(),
    close: () => setState({ status: 'idle' }),
    stopWaiting() {
      if (grant) setState({ ...states.rejected(grant), request: givenRequest, gaveUp: true })
    },
  }
  return <SessionApprovalDialog {...dialog} approval={approval} />
}

/** The dapp's button that asks. */
function Asker() {
  const { approvals } = useSessionConfig()
  const { isConnected } = useConnection()
  const [answer, setAnswer] = useState('')
  const ask = () =>
    approvals
      .open({ policy: policies.mintAndPay, chainId: polygonAmoy.id, owner: addresses.owner })
      .catch((error: Error) => setAnswer(error.name))
  return isConnected ? (
    <button type="button" onClick={ask}>
      Ask {answer}
    </button>
  ) : null
}

/** The same, with the answer that who asked would get. */
function answered<state extends ApprovalState>(state: state) {
  const reject = vi.fn()
  if ('request' in state) state.request.reject = reject
  return { state, reject }
}

const closed = () =>
  waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument())

/** The alert in place of the approval, once it is to be seen. */
async function brokenApproval() {
  const alert = await screen.findByRole('alertdialog', { name: 'This request cannot be shown' })
  await waitFor(() => expect(alert).toBeVisible())
  return alert
}

describe('an approval that fails while it is shown', () => {
  // React and the browser report what a boundary caught
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const broken = createGrant(policies.mintAndPay)
  test.each<[string, Partial<SessionApprovalDialogProps>, ApprovalState]>([
    ['a text that throws', { messages: failing }, states.reviewing()],
    [
      'a sentence that is none',
      { messages: { gas: { sponsored: {} as never } } },
      states.reviewing(),
    ],
    [
      'permissions that are none',
      {},
      states.reviewing({ ...broken, permissions: [null] } as never),
    ],
    ['a grant without an account', {}, states.reviewing({ ...broken, account: null } as never)],
    [
      'a place that is none',
      { container: document.createComment('') as never },
      states.reviewing(),
    ],
  ])('%s: it can be closed, and who asked is told', async (_, dialog, given) => {
    const { state, reject } = answered(given)
    render(
      <Page>
        <Shown {...dialog} state={state} />
      </Page>,
    )
    const alert = await brokenApproval()
    await waitFor(() => expect(alert).toHaveAccessibleDescription(/nothing changed on the chain/))
    const close = screen.getByRole('button', { name: 'Close' })
    await waitFor(() => expect(close).toHaveFocus())
    expect(document.querySelectorAll('[inert]')).not.toHaveLength(0)

    // real clicks: dispatched events reach a button that is covered or inert as well
    await realInput.click(close)
    await closed()
    expect(alert).not.toBeInTheDocument()
    expect(reject).toHaveBeenCalledWith(expect.any(ApprovalDisplayError))
    await waitFor(() => expect(document.querySelectorAll('[inert]')).toHaveLength(0))
    await waitFor(() =>
      expect(getComputedStyle(document.documentElement).overflow).not.toMatch(/hidden/),
    )
    await realInput.click(screen.getByRole('button', { name: 'Counted 0' }))
    expect(await screen.findByRole('button', { name: 'Counted 1' })).toBeVisible()
  })

  test('Escape closes it as well', async () => {
    const { state, reject } = answered(states.reviewing())
    render(
      <Page>
        <Shown messages={failing} state={state} />
      </Page>,
    )
    const close = await screen.findByRole('button', { name: 'Close' })
    await waitFor(() => expect(close).toHaveFocus())
    await userEvent.keyboard('{Escape}')
    await closed()
    expect(reject).toHaveBeenCalledOnce()
  })

  test('while the wallet is asked it gives up on the wallet, and only then answers', async () => {
    const { state, reject } = answered(states.awaitingWallet())
    render(
      <Page>
        <Shown messages={failing} state={state} />
      </Page>,
    )
    const alert = await screen.findByRole('alertdialog')
    await waitFor(() => expect(alert).toHaveAccessibleDescription(/Reject what it shows/))
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    await closed()
    expect(reject).toHaveBeenCalledExactlyOnceWith(expect.any(ApprovalDisplayError))
  })

  test('a grant that is on its way goes on', async () => {
    const { state, reject } = answered(states.submitted())
    render(
      <Page>
        <Shown messages={failing} state={state} />
      </Page>,
    )
    const alert = await screen.findByRole('alertdialog')
    await waitFor(() => expect(alert).toHaveAccessibleDescription(/goes on by itself/))
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    await closed()
    expect(reject).not.toHaveBeenCalled()
  })

  test('a failure in an effect counts as well, and gives the page back', async () => {
    // what the review does once it is on the screen
    const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(fail)
    render(
      <Page>
        <Shown state={states.awaitingWallet()} />
      </Page>,
    )
    await brokenApproval()
    expect(scroll).toHaveBeenCalled()
    scroll.mockRestore()
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    await closed()
    await waitFor(() => expect(document.querySelectorAll('[inert]')).toHaveLength(0))
  })

  test('the modal answers with what failed, and the next request works', async () => {
    let isFailing = true
    const title = () => (isFailing ? fail() : 'Approve?')
    const failed = () => (isFailing ? fail() : 'Not done')
    const messages = {
      approval: { title },
      result: Object.defineProperty({}, 'failed', { enumerable: true, get: failed }),
    }
    render(
      <Page>
        <Asker />
        <SessionApprovalModal messages={messages} />
      </Page>,
    )
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Ask' }))
    await brokenApproval()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await closed()
    const answer = await screen.findByText(/^Ask (ApprovalDisplayError|ChainUnreachableError)$/)
    await waitFor(() => expect(answer).toBeVisible())

    isFailing = false
    await user.click(await screen.findByRole('button', { name: /^Ask/ }))
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent(/could not be read/))
    await user.click(screen.getByRole('button', { name: 'Close' }))
    const lastAnswer = await screen.findByText('Ask ChainUnreachableError')
    await waitFor(() => expect(lastAnswer).toBeVisible())
  })
})

describe('parts in the page’s own tree', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test.each<[string, ReactNode]>([
    ['PolicySummary', <PolicySummary key="a" session={{ permissions: [null] } as never} />],
    ['PolicySummary of nothing', <PolicySummary key="a" session={undefined as never} />],
    [
      'a text that throws',
      <PolicySummary
        key="a"
        session={states.confirmed().session}
        messages={{ approval: { actionCall: fail } }}
      />,
    ],
    ['SessionStatusBadge of nothing', <SessionStatusBadge key="a" session={null as never} />],
  ])('%s says that it cannot be shown, and the page stays', async (_, part) => {
    render(<Page>{part}</Page>)
    expect(await screen.findByText('This cannot be shown.')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Counted 0' }))
    expect(await screen.findByRole('button', { name: 'Counted 1' })).toBeVisible()
  })

  test('a status of a later version is shown as it is', async () => {
    render(
      <Page>
        <SessionStatusBadge session={{ status: 'PAUSED' } as never} />
      </Page>,
    )
    expect(await screen.findByText('PAUSED')).toBeVisible()
  })
})

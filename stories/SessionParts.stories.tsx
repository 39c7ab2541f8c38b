import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, within } from 'storybook/test'
import type { Session } from '../src/exports/index.ts'
import { PolicySummary, SessionExpiry, SessionStatusBadge } from '../src/exports/ui.ts'
import { states } from './fixtures/states.ts'

const session = states.confirmed().session
const now = Math.floor(Date.now() / 1000)

const standings: Pick<Session, 'status' | 'reason'>[] = [
  { status: 'PENDING' },
  { status: 'ACTIVE' },
  { status: 'INACTIVE', reason: 'not-yet-valid' },
  { status: 'INACTIVE', reason: 'out-of-sync' },
  { status: 'INACTIVE', reason: 'module-disabled' },
  { status: 'INACTIVE', reason: 'account-upgraded' },
  { status: 'INACTIVE', reason: 'key-unavailable' },
  { status: 'EXPIRED' },
  { status: 'REVOKED' },
]

const meta = {
  title: 'Session/Parts',
  component: SessionStatusBadge,
  args: { session },
} satisfies Meta<typeof SessionStatusBadge>
export default meta
type Story = StoryObj<typeof meta>

/** Every status, and why a session is inactive. */
export const StatusBadge: Story = {
  render: () => (
    <ul style={{ display: 'grid', gap: '0.5rem', padding: 0, listStyle: 'none' }}>
      {standings.map((standing) => (
        <li key={standing.reason ?? standing.status}>
          <SessionStatusBadge session={standing} />
        </li>
      ))}
    </ul>
  ),
  async play({ canvasElement }) {
    const { getByText } = within(canvasElement)
    await expect(getByText('Active')).toBeVisible()
    await expect(getByText('Out of sync with the chain')).toBeVisible()
  },
}

/** Before, within and after a session's time, and without an end. */
export const Expiry: Story = {
  render: () => (
    <ul>
      <li>
        <SessionExpiry session={{ validAfter: 0, validUntil: now + 2 * 3600 }} />
      </li>
      <li>
        <SessionExpiry session={{ validAfter: now + 86_400, validUntil: now + 2 * 86_400 }} />
      </li>
      <li>
        <SessionExpiry session={{ validAfter: 0, validUntil: now - 600 }} />
      </li>
      <li>
        <SessionExpiry session={{ validAfter: 0, validUntil: 0 }} />
      </li>
      <li>
        <SessionExpiry session={{ validAfter: 0, validUntil: 2 ** 48 - 1 }} />
      </li>
    </ul>
  ),
  async play({ canvasElement }) {
    const { getByText } = within(canvasElement)
    await expect(getByText(/Ends/)).toHaveTextContent(/^Ends in 2 hours \(.+\)$/)
    await expect(getByText(/Starts/)).toHaveTextContent(/in 1 day/)
    await expect(getByText(/Ended/)).toHaveTextContent(/10 minutes ago/)
    await expect(getByText('No end')).toBeVisible()
    await expect(getByText('Never ends, in practice')).toBeVisible()
  },
}

/** The permissions of a session, from its leaves. */
export const Summary: Story = {
  render: () => <PolicySummary session={session} />,
  async play({ canvasElement }) {
    const { getByRole } = within(canvasElement)
    await expect(getByRole('list', { name: 'What the session may do' })).toHaveTextContent(
      /call safeMint on Mock NFT \(0x\S+\).*send up to 1 USDC \(0x\S+\) per call/,
    )
  },
}

/** In a locale, with words of the dapp's own. */
export const OwnWords: Story = {
  render: () => (
    <SessionStatusBadge
      session={{ status: 'ACTIVE' }}
      messages={{ session: { ACTIVE: 'Läuft' } }}
      locale="de"
    />
  ),
  async play({ canvasElement }) {
    await expect(within(canvasElement).getByText('Läuft')).toBeVisible()
  },
}

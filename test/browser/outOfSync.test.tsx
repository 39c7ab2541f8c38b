import '../../src/ui/styles.css'
import { renderHook, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { useGrantSession } from '../../src/hooks/useGrantSession.ts'
import { useSessionKey } from '../../src/hooks/useSessionKey.ts'
import { useSessions } from '../../src/hooks/useSessions.ts'
import type { Session } from '../../src/types/Session.ts'
import { SessionApprovalModal } from '../../src/ui/SessionApprovalModal.tsx'
import { SessionStatusBadge } from '../../src/ui/SessionStatusBadge.tsx'
import { clickButton } from '../harness/clickButton.ts'
import { createReactDapp, createStory, eventually } from '../harness/createReactDapp.tsx'

test('another device’s grant shows with its reason, and an approval puts this one back', async () => {
  const story = createStory()
  const policy = story.mintPolicy(story.shop)
  const dapp = await createReactDapp()
  const { wrapper: Wrapper } = dapp
  const laptop = renderHook(
    () => ({ key: useSessionKey({ policy }), sessions: useSessions().data }),
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <Wrapper>
          <List />
          {children}
          <SessionApprovalModal />
        </Wrapper>
      ),
    },
  )
  const agreement = 'I understand, and want this'
  const now = () => laptop.result.current
  await eventually(() => now().key.status).toBe('absent')
  const first = now().key.requestAsync()
  await clickButton('Approve')
  await clickButton('Done')
  const mine = await first

  const device = await createReactDapp({ wallet: dapp.wallet })
  const phone = renderHook(() => ({ grant: useGrantSession(), sessions: useSessions().data }), {
    wrapper: device.wrapper,
  })
  await eventually(() => phone.result.current.sessions).toEqual([])
  await phone.result.current.grant.mutateAsync({ policy, replaceUnknownRoot: true })

  window.dispatchEvent(new Event('focus'))
  await eventually(() => now().key).toMatchObject({ status: 'INACTIVE', reason: 'out-of-sync' })
  const badge = await screen.findByText('Out of sync with the chain')
  await waitFor(() => expect(badge).toBeVisible())
  await expect(now().key.sendAsync(story.mint(story.shop))).rejects.toMatchObject({
    reason: 'out-of-sync',
  })

  // the approval says whose sessions would end, and waits until the user has agreed to that
  const again = now().key.requestAsync()
  const dialog = await screen.findByRole('alertdialog')
  await waitFor(() => expect(dialog).toHaveTextContent('sessions that this device does not know'))
  await waitFor(() => expect(dialog).toHaveTextContent('Approving ends all of them'))
  const approve = within(dialog).getByRole('button', { name: 'Approve' })
  await waitFor(() => expect(approve).toHaveAttribute('aria-disabled', 'true'))
  await userEvent.click(within(dialog).getByRole('checkbox', { name: agreement }))
  await clickButton('Approve')
  await clickButton('Done')
  const session = await again
  expect(session).toMatchObject({ status: 'ACTIVE' })
  expect(session.id).not.toBe(mine.id)
  await eventually(() => now().key).toMatchObject({ status: 'ACTIVE', session: { id: session.id } })
  const statuses = (sessions: readonly Session[] = []) => sessions.map(({ status }) => status)
  await eventually(() => statuses(now().sessions)).toEqual(['REVOKED', 'ACTIVE'])

  // and the other device learns it in turn
  window.dispatchEvent(new Event('focus'))
  await eventually(() => phone.result.current.sessions).toMatchObject([
    { status: 'INACTIVE', reason: 'out-of-sync' },
  ])
})

/** The sessions as a dapp lists them. */
function List() {
  const { data: sessions = [] } = useSessions()
  return sessions.map((session) => <SessionStatusBadge key={session.id} session={session} />)
}

import '../../src/ui/styles.css'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderHook } from 'vitest-browser-react'
import { useGrantSession } from '../../src/hooks/useGrantSession.ts'
import { useSessionKey } from '../../src/hooks/useSessionKey.ts'
import { useSessions } from '../../src/hooks/useSessions.ts'
import type { Session } from '../../src/types/Session.ts'
import { SessionApprovalModal } from '../../src/ui/SessionApprovalModal.tsx'
import { SessionStatusBadge } from '../../src/ui/SessionStatusBadge.tsx'
import { createReactDapp, createStory, eventually } from '../harness/createReactDapp.tsx'

test('another device’s grant shows with its reason, and an approval puts this one back', async () => {
  const story = createStory()
  const policy = story.mintPolicy(story.shop)
  const dapp = await createReactDapp()
  const { wrapper: Wrapper } = dapp
  const laptop = await renderHook(
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
  const now = () => laptop.result.current
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('alertdialog')
  await eventually(() => now().key.status).toBe('absent')
  const first = now().key.requestAsync()
  await userEvent.click(button('Approve'))
  await userEvent.click(button('Done'))
  const mine = await first

  const device = await createReactDapp({ wallet: dapp.wallet })
  const phone = await renderHook(
    () => ({ grant: useGrantSession(), sessions: useSessions().data }),
    { wrapper: device.wrapper },
  )
  await eventually(() => phone.result.current.sessions).toEqual([])
  await phone.result.current.grant.mutateAsync({ policy, replaceUnknownRoot: true })

  window.dispatchEvent(new Event('focus'))
  await eventually(() => now().key).toMatchObject({ status: 'INACTIVE', reason: 'out-of-sync' })
  await expect.element(page.getByText('Out of sync with the chain')).toBeVisible()
  await expect(now().key.sendAsync(story.mint(story.shop))).rejects.toMatchObject({
    reason: 'out-of-sync',
  })

  // the approval says whose sessions would end, and waits until the user has agreed to that
  const again = now().key.requestAsync()
  await expect.element(dialog).toHaveTextContent('sessions that this device does not know')
  await expect.element(dialog).toHaveTextContent('Approving ends all of them')
  await expect.element(button('Approve')).toHaveAttribute('aria-disabled', 'true')
  await userEvent.click(dialog.getByRole('checkbox', { name: 'I understand, and want this' }))
  await userEvent.click(button('Approve'))
  await userEvent.click(button('Done'))
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

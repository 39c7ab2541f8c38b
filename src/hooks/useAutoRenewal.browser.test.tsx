import { renderHook } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { approveShown } from '../../test/harness/approveShown.ts'
import { createReactDapp, createStory, eventually } from '../../test/harness/createReactDapp.tsx'
import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import { memory } from '../storage/drivers/memory.ts'
import type { Session } from '../types/Session.ts'
import { useSessionApproval } from './useSessionApproval.ts'
import { type UseSessionKeyParameters, useSessionKey } from './useSessionKey.ts'

type Options = Pick<UseSessionKeyParameters, 'autoRenew' | 'renewBefore'>

/** A page with a session of two hours, whose clock the test moves. */
async function openPage(options: Options, dappOptions: Parameters<typeof createReactDapp>[0] = {}) {
  const dapp = await createReactDapp(dappOptions)
  const story = createStory()
  const policy = story.mintPolicy(story.shop)
  const page = renderHook(
    () => ({ key: useSessionKey({ policy, ...options }), approval: useSessionApproval() }),
    { wrapper: dapp.wrapper },
  )
  const now = () => page.result.current
  const status = () => now().approval.state.status
  const approve = () => approveShown(() => now().approval)
  return {
    ...dapp,
    story,
    policy,
    page,
    now,
    status,
    approve,
    async grant(): Promise<Session> {
      await eventually(() => now().key.status).toBe('absent')
      const answer = now().key.requestAsync()
      await approve()
      await eventually(() => now().key.status).toBe('ACTIVE')
      return answer
    },
    /** Lets the page see the chain's clock that long before the session's end, in seconds. */
    async leave(session: Session, seconds: number) {
      const view = dapp.config.views.get(session)
      if (!view) throw new Error('The chain was not seen.')
      dapp.config.views.set(session, { ...view, chainTime: session.validUntil - seconds })
      document.dispatchEvent(new Event('visibilitychange'))
    },
  }
}

function show(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
  document.dispatchEvent(new Event('visibilitychange'))
}

afterEach(() => {
  Reflect.deleteProperty(document, 'visibilityState')
})

describe('renewal before the end', () => {
  test('tells when a session ends, and opens nothing that nobody asked for', async () => {
    const page = await openPage({ renewBefore: { minutes: 10 } })
    const { now } = page
    expect(now().key.expiresAt).toBeUndefined()
    const session = await page.grant()
    await eventually(() => now().key.expiresAt).toBe(session.validUntil)
    expect(now().key.isExpiring).toBe(false)
    await page.leave(session, 599)
    await eventually(() => now().key.isExpiring).toBe(true)
    expect(page.status()).toBe('idle')

    // the dapp's own button
    const renewing = now().key.renewAsync()
    await page.approve()
    const renewed = await renewing
    expect(renewed).toMatchObject({ status: 'ACTIVE', parentId: session.id })
    await eventually(() => now().key.session?.id).toBe(renewed.id)
    await eventually(() => now().key.isExpiring).toBe(false)
    expect(page.wallet.signatureRequests).toBe(2)
  })

  test('opens the approval by itself when the dapp wants it, and goes on with the new session', async () => {
    const page = await openPage({ autoRenew: true })
    const { now } = page
    const session = await page.grant()
    await page.leave(session, 301)
    expect(page.status()).toBe('idle')
    await page.leave(session, 299)
    await page.approve()
    await eventually(() => now().key.session?.parentId).toBe(session.id)
    expect(page.wallet.signatureRequests).toBe(2)
  })

  test('waits until the page is seen', async () => {
    const page = await openPage({ autoRenew: true })
    const { now } = page
    const session = await page.grant()
    show('hidden')
    await page.leave(session, 60)
    await eventually(() => now().key.isExpiring).toBe(true)
    expect(page.status()).toBe('idle')
    show('visible')
    await eventually(page.status).toBe('reviewing')
    now().approval.close()
    await eventually(page.status).toBe('idle')
  })

  test('a user who declined is not asked again for that session, and the storage remembers', async () => {
    const storage = memory()
    const page = await openPage({ autoRenew: true }, { storage })
    const { now } = page
    const session = await page.grant()
    await page.leave(session, 60)
    await eventually(page.status).toBe('reviewing')
    now().approval.close()
    await eventually(page.status).toBe('idle')
    const { chainId, account, id } = session
    const journal = async () => (await storage.get({ chainId, account, kind: 'state', id }))?.value
    await expect.poll(journal, { timeout: 30_000 }).toMatchObject({
      messages: expect.arrayContaining([{ type: 'renewal-declined', at: expect.any(Number) }]),
    })
    await page.leave(session, 30)
    show('visible')
    expect(page.status()).toBe('idle')
    expect(page.wallet.signatureRequests).toBe(1)
  })

  test('a length that is none is refused', async () => {
    await expect(openPage({ renewBefore: -1 })).rejects.toThrow(InvalidIntervalError)
  })
})

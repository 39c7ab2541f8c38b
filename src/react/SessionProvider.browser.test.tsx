import { renderHook } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { createReactDapp, createStory, eventually } from '../../test/harness/createReactDapp.tsx'
import { useGrantSession } from '../hooks/useGrantSession.ts'
import { useRevokeSessions } from '../hooks/useRevokeSessions.ts'
import { useSessionConfig } from '../hooks/useSessionConfig.ts'
import { useSessions } from '../hooks/useSessions.ts'
import { useSmartAccount } from '../hooks/useSmartAccount.ts'

function usePage() {
  return {
    account: useSmartAccount(),
    config: useSessionConfig(),
    sessions: useSessions(),
    grant: useGrantSession(),
    revoke: useRevokeSessions(),
  }
}

async function openPage(options?: Parameters<typeof createReactDapp>[0]) {
  const dapp = await createReactDapp(options)
  const page = renderHook(() => usePage(), { wrapper: dapp.wrapper })
  const now = () => page.result.current
  await eventually(() => now().sessions.data).toEqual([])
  return { ...dapp, page, now }
}

describe('SessionProvider', () => {
  test.each([
    ['focus', () => window.dispatchEvent(new Event('focus'))],
    ['a network that is back', () => window.dispatchEvent(new Event('online'))],
    ['a page that is shown again', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])('sees after %s what another device revoked', async (_, happen) => {
    const page = await openPage()
    const { now } = page
    const policy = createStory().mintPolicy(page.wallet.address)
    await now().grant.mutateAsync({ policy })
    await eventually(() => now().sessions.data?.[0]?.status).toBe('ACTIVE')

    const device = await openPage({ wallet: page.wallet })
    await device.now().revoke.mutateAsync({ sessionIds: 'all' })
    happen()
    await eventually(() => now().sessions.data?.[0]?.status).toBe('REVOKED')
  })

  test('tells that another device replaced the root', async () => {
    const page = await openPage()
    const { now } = page
    const policy = createStory().mintPolicy(page.wallet.address)
    await now().grant.mutateAsync({ policy })
    await eventually(() => now().sessions.data?.[0]?.status).toBe('ACTIVE')

    const device = await openPage({ wallet: page.wallet })
    await device.now().grant.mutateAsync({ policy, replaceUnknownRoot: true })
    window.dispatchEvent(new Event('focus'))
    await eventually(() => now().sessions.data).toMatchObject([
      { status: 'INACTIVE', reason: 'out-of-sync' },
    ])
  })

  test('gives hooks one config, over renders, that reads through wagmi', async () => {
    const page = await openPage()
    const { config } = page.now()
    page.page.rerender()
    expect(page.now().config).toBe(config)
    expect(config.approvals).toBe(page.config.approvals)
    expect(config.getClient(page.chainId).uid).toBe(page.wagmi.getClient().uid)
  })
})

import { renderHook } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import {
  createReactDapp,
  createStory,
  eventually,
  otherChainId,
} from '../../test/harness/createReactDapp.tsx'
import { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'
import { ClientNotConfiguredError } from '../errors/ClientNotConfiguredError.ts'
import { ProviderNotFoundError } from '../errors/ProviderNotFoundError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { queryKeys } from '../query/queryKeys.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import { useGrantSession } from './useGrantSession.ts'
import { useRevokeSessions } from './useRevokeSessions.ts'
import { useSendSessionTransaction } from './useSendSessionTransaction.ts'
import { useSession } from './useSession.ts'
import { useSessionKey } from './useSessionKey.ts'
import { useSessions } from './useSessions.ts'
import { useSmartAccount } from './useSmartAccount.ts'

type Options = Parameters<typeof createReactDapp>[0]

async function openPage(options: Options & { down?: boolean } = {}) {
  const dapp = await createReactDapp(options)
  dapp.network.down = options.down ?? false
  const story = createStory()
  const policy: Policy = story.mintPolicy(story.shop)
  const seen: { account: string | undefined; sessions: Session[] | undefined }[] = []
  let renders = 0
  const page = renderHook(
    () => {
      renders += 1
      const account = useSmartAccount()
      const sessions = useSessions()
      seen.push({ account: account.data?.address, sessions: sessions.data })
      return {
        account,
        sessions,
        key: useSessionKey({ policy }),
        grant: useGrantSession(),
        send: useSendSessionTransaction(),
        revoke: useRevokeSessions(),
      }
    },
    { wrapper: dapp.wrapper },
  )
  return {
    ...dapp,
    story,
    policy,
    page,
    now: () => page.result.current,
    seen,
    renders: () => renders,
  }
}

describe('useSessions', () => {
  test('loads in a handful of renders, and then rests', async () => {
    const page = await openPage()
    await eventually(() => page.now().sessions.data).toEqual([])
    await eventually(() => page.now().key.status).toBe('absent')
    expect(page.renders()).toBeLessThanOrEqual(16)
    const before = page.renders()
    // what is written and changes nothing, renders nothing
    for (const _ of [1, 2, 3]) window.dispatchEvent(new Event('focus'))
    page.page.rerender()
    expect(page.renders() - before).toBeLessThanOrEqual(4)
  })

  test('follows the account of the wallet', async () => {
    const page = await openPage()
    const { now, wallet } = page
    await eventually(() => now().sessions.data).toEqual([])
    const first = now().account.data?.address
    const session = await now().grant.mutateAsync({ policy: page.policy })
    await eventually(() => now().sessions.data).toHaveLength(1)

    wallet.switchAccount(1)
    await eventually(() => now().account.data?.owner).toBe(wallet.accounts[1])
    await eventually(() => now().sessions.data).toEqual([])
    expect(now().account.data?.address).not.toBe(first)
    await eventually(() => now().key.status).toBe('absent')

    wallet.switchAccount(0)
    await eventually(() => now().sessions.data).toMatchObject([{ id: session.id }])
    expect(now().account.data?.address).toBe(first)
    await eventually(() => now().key.status).toBe('ACTIVE')

    for (const { account, sessions } of page.seen)
      for (const shown of sessions ?? []) expect(shown.account).toBe(account)
  })

  test('follows the chain of the wallet', async () => {
    const page = await openPage()
    const { now, wallet, chainId } = page
    await eventually(() => now().sessions.data).toEqual([])
    const session = await now().grant.mutateAsync({ policy: page.policy })
    await eventually(() => now().sessions.data).toHaveLength(1)

    wallet.switchChain(otherChainId)
    await eventually(() => now().account.data?.chainId).toBe(otherChainId)
    await eventually(() => now().sessions.data).toEqual([])

    wallet.switchChain(chainId)
    await eventually(() => now().sessions.data).toMatchObject([{ id: session.id, chainId }])
  })

  test('a chain that the page does not know is an error that says so', async () => {
    const page = await openPage()
    await eventually(() => page.now().sessions.data).toEqual([])
    page.wallet.switchChain(1)
    await eventually(() => page.now().account.error).toBeInstanceOf(ClientNotConfiguredError)
    expect(page.now().sessions.data).toBeUndefined()
    expect(page.now().key.status).toBe('unknown')
  })

  test('shows nothing once the wallet is disconnected', async () => {
    const page = await openPage()
    const { now } = page
    await eventually(() => now().sessions.data).toEqual([])
    page.wallet.disconnect()
    await eventually(() => now().key.status).toBe('disconnected')
    expect(now().sessions.data).toBeUndefined()
    expect(now().account.data).toBeUndefined()
    for (const failing of [
      now().grant.mutateAsync({ policy: page.policy }),
      now().revoke.mutateAsync({ sessionIds: 'all' }),
      now().send.mutateAsync({ calls: [page.story.mint(page.story.shop)] }),
    ])
      await expect(failing).rejects.toThrow(WalletNotConnectedError)
  })

  test('is loading while the wallet is reconnected', async () => {
    const memories = new Map<string, string>()
    const { wallet } = await createReactDapp({ memories })
    const dapp = await createReactDapp({ memories, wallet, connected: false })
    const policy = createStory().mintPolicy(wallet.address)
    const statuses: string[] = []
    const page = renderHook(
      () => {
        const { status } = useSessionKey({ policy })
        statuses.push(status)
        return status
      },
      { wrapper: dapp.wrapper },
    )
    await eventually(() => page.result.current).toBe('absent')
    expect([...new Set(statuses)]).toEqual(['loading', 'absent'])
  })

  test('does not take an unreachable chain for an account without sessions', async () => {
    const page = await openPage({ down: true })
    const { now } = page
    await eventually(() => now().sessions.error).toBeInstanceOf(ChainUnreachableError)
    expect(now().sessions.isError).toBe(true)
    expect(now().sessions.data).toBeUndefined()
    expect(now().key.status).toBe('unknown')
    expect(now().key.error).toBeInstanceOf(ChainUnreachableError)

    // the page looks again by itself
    page.network.down = false
    await eventually(() => now().sessions.data).toEqual([])
    await eventually(() => now().key.status).toBe('absent')
    expect(now().sessions.isError).toBe(false)
    expect(now().key.error).toBeNull()
  })

  test('keeps what is known when the chain goes away', async () => {
    const page = await openPage()
    const { now } = page
    await eventually(() => now().sessions.data).toEqual([])
    const session = await now().grant.mutateAsync({ policy: page.policy })
    await eventually(() => now().key.status).toBe('ACTIVE')
    page.network.down = true
    window.dispatchEvent(new Event('focus'))
    await expect(
      now().send.mutateAsync({ calls: [page.story.mint(page.story.shop)] }),
    ).rejects.toThrow(ChainUnreachableError)
    expect(now().sessions.data).toMatchObject([{ id: session.id, status: 'ACTIVE' }])
    expect(now().key.status).toBe('ACTIVE')
  })

  test('a read that is slower than a change does not undo it', async () => {
    const page = await openPage()
    const { now, queryClient, chainId } = page
    await eventually(() => now().sessions.data).toEqual([])
    const account = now().account.data?.address
    const queryKey = queryKeys.sessions({ chainId, account })
    // a refetch that looked before the grant, and answers after it
    let answer = (_: Session[]) => {}
    const refetched = queryClient.fetchQuery({
      queryKey,
      queryFn: () =>
        new Promise<Session[]>((resolve) => {
          answer = resolve
        }),
    })
    const session = await now().grant.mutateAsync({ policy: page.policy })
    await eventually(() => now().sessions.data).toMatchObject([{ id: session.id }])
    answer([])
    await refetched
    expect(queryClient.getQueryData(queryKey)).toMatchObject([{ id: session.id }])
  })

  test('a rejected grant leaves the list as it was', async () => {
    const page = await openPage()
    const { now } = page
    await eventually(() => now().sessions.data).toEqual([])
    page.wallet.answer = 'reject'
    await expect(now().grant.mutateAsync({ policy: page.policy })).rejects.toThrow(
      UserRejectedError,
    )
    await eventually(() => now().grant.error).toBeInstanceOf(UserRejectedError)
    await eventually(() => now().sessions.data).toEqual([])
    expect(page.sent()).toBe(0)
  })

  test('selects', async () => {
    const dapp = await createReactDapp()
    const page = renderHook(
      () => ({
        count: useSessions({ query: { select: (sessions) => sessions.length } }),
        off: useSessions({ query: { enabled: false } }),
        none: useSession({ sessionId: 'none' }),
        unknown: useSession({ sessionId: undefined }),
      }),
      { wrapper: dapp.wrapper },
    )
    await eventually(() => page.result.current.count.data).toBe(0)
    expect(page.result.current.none.data).toBeNull()
  })

  test('outside of a provider it says what is missing', async () => {
    expect(() => renderHook(() => useSessions())).toThrow(ProviderNotFoundError)
  })
})

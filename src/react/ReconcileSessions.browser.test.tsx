import { renderHook } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { connect } from 'wagmi/actions'
import {
  createReactDapp,
  eventually,
  otherChainId,
  type ReactDapp,
} from '../../test/harness/createReactDapp.tsx'
import { getSmartAccount } from '../actions/getSmartAccount.ts'
import { reconcileSessions } from '../actions/reconcileSessions.ts'
import { useSessions } from '../hooks/useSessions.ts'
import { useSmartAccount } from '../hooks/useSmartAccount.ts'
import type { AccountScope } from '../types/Session.ts'

vi.mock('../actions/reconcileSessions.ts', { spy: true })
const reconciled = vi.mocked(reconcileSessions)

beforeEach(() => {
  reconciled.mockClear()
})

/** How often an account was reconciled. */
const countOf = (scope: AccountScope) => () =>
  reconciled.mock.calls.filter(
    ([, { chainId, account }]) =>
      chainId === scope.chainId && account.toLowerCase() === scope.account.toLowerCase(),
  ).length

/** The count once it has begun and what was begun is answered. */
async function loaded(scope: AccountScope): Promise<number> {
  const count = countOf(scope)
  await eventually(count).toBeGreaterThan(0)
  await Promise.allSettled(reconciled.mock.results.map(({ value }) => value as Promise<unknown>))
  return count()
}

async function scopeOf(
  { config, wagmi, chainId: devnet, wallet }: ReactDapp,
  { chainId = devnet, owner = wallet.address, index = 0 } = {},
): Promise<AccountScope> {
  const getClient = (id: number) => wagmi.getClient({ chainId: id as typeof otherChainId })
  const { address } = await getSmartAccount({ ...config, getClient }, { chainId, owner, index })
  return { chainId, account: address }
}

async function openPage<shown>(show: () => shown) {
  const dapp = await createReactDapp()
  const page = renderHook(show, { wrapper: dapp.wrapper })
  return { ...dapp, dapp, page, scope: await scopeOf(dapp) }
}

const focus = () => window.dispatchEvent(new Event('focus'))

describe('sessions are reconciled', () => {
  test.each([
    ['focus', focus],
    ['a network that is back', () => window.dispatchEvent(new Event('online'))],
    ['a page that is shown again', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])(
    'on load, and once more after %s, also when the page shows none of them',
    async (_, happen) => {
      const { scope } = await openPage(() => undefined)
      const before = await loaded(scope)
      happen()
      await eventually(countOf(scope)).toBe(before + 1)
    },
  )

  test('once more, however much happens meanwhile', async () => {
    const { scope } = await openPage(() => undefined)
    const before = await loaded(scope)
    for (let i = 0; i < 5; i += 1) focus()
    await eventually(countOf(scope)).toBe(before + 2)
    await Promise.all(reconciled.mock.results.map(({ value }) => value as Promise<unknown>))
    expect(countOf(scope)()).toBe(before + 2)
  })

  test('not while the page is hidden', async () => {
    const { scope } = await openPage(() => undefined)
    const before = await loaded(scope)
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    hidden.mockRestore()
    expect(countOf(scope)()).toBe(before)
  })

  test('when the wallet goes to another account, another chain, away and back', async () => {
    const { dapp, wallet, wagmi, scope } = await openPage(() => useSessions().data)
    await loaded(scope)
    wallet.switchAccount(1)
    const second = await scopeOf(dapp)
    await loaded(second)
    wallet.switchChain(otherChainId)
    const elsewhere = await scopeOf(dapp, { chainId: otherChainId })
    const before = await loaded(elsewhere)
    // what is not looked at any more is left alone
    const left = [countOf(scope)(), countOf(second)()]

    wallet.disconnect()
    focus()
    expect(countOf(elsewhere)()).toBe(before + 1)
    const [connector] = wagmi.connectors
    if (!connector) throw new Error('There is no wallet.')
    await connect(wagmi, { connector })
    await eventually(countOf(elsewhere)).toBeGreaterThan(before + 1)
    expect([countOf(scope)(), countOf(second)()]).toEqual(left)
  })

  test('of every account and chain that a hook shows, as long as it does', async () => {
    const { dapp, page, scope } = await openPage(() => {
      const other = useSmartAccount({ index: 1 }).data
      useSessions()
      useSessions({ chainId: otherChainId })
      useSessions({ account: other?.address })
    })
    const scopes = [
      scope,
      await scopeOf(dapp, { chainId: otherChainId }),
      await scopeOf(dapp, { index: 1 }),
    ]
    for (const shown of scopes) await loaded(shown)
    const before = scopes.map((shown) => countOf(shown)())
    focus()
    for (const [i, shown] of scopes.entries())
      await eventually(countOf(shown)).toBe((before[i] ?? 0) + 1)
    page.unmount()
    focus()
    expect(scopes.map((shown) => countOf(shown)())).toEqual(before.map((count) => count + 1))
  })

  test('a chain that the page does not know is not asked for again by itself', async () => {
    const account = '0x1111111111111111111111111111111111111111'
    const timers = vi.spyOn(globalThis, 'setTimeout')
    await openPage(() => useSessions({ chainId: 1, account }))
    const before = await loaded({ chainId: 1, account })
    focus()
    await eventually(countOf({ chainId: 1, account })).toBe(before + 1)
    await loaded({ chainId: 1, account })
    // the first pause after a chain that could not be read
    expect(timers.mock.calls.filter(([, delay]) => delay === 1_000)).toEqual([])
    timers.mockRestore()
  })
})

import { render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { parseAbi } from 'viem'
import { describe, expect, inject, test } from 'vitest'
import { clickButton } from '../../test/harness/clickButton.ts'
import { createReactDapp, createStory, eventually } from '../../test/harness/createReactDapp.tsx'
import { watchRejections } from '../../test/harness/watchRejections.ts'
import { getSmartAccount } from '../actions/getSmartAccount.ts'
import { CallNotAllowedError } from '../errors/CallNotAllowedError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { Policy } from '../types/Policy.ts'
import { SessionApprovalModal } from '../ui/SessionApprovalModal.tsx'
import { type UseSessionKeyReturnType, useSessionKey } from './useSessionKey.ts'

type Told = [callback: string, of: string]

interface ShopProps {
  policy: Policy | undefined
  calls: readonly AnyCall[]
  tell(...told: Told): void
  onRender(key: UseSessionKeyReturnType): void
}

const nameOf = (error: Error | null) => error?.name ?? 'done'

/** A dapp's buttons, as a README would write them. */
function Shop({ policy, calls, tell, onRender }: ShopProps) {
  const key = useSessionKey({
    policy,
    mutations: {
      request: { onSettled: (_, error) => tell('hook', nameOf(error)) },
      send: { onSettled: (_, error) => tell('hook', nameOf(error)) },
    },
  })
  onRender(key)
  return (
    <>
      <button
        type="button"
        onClick={() =>
          key.request({
            onSuccess: () => tell('success', 'request'),
            onError: ({ name }) => tell('error', name),
            onSettled: (_, error) => tell('settled', nameOf(error)),
          })
        }
      >
        Ask
      </button>
      <button type="button" onClick={() => key.renew()}>
        Renew
      </button>
      {calls.map((call, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move
          key={i}
          type="button"
          onClick={() =>
            key.send(call, {
              onSuccess: () => tell('success', `send ${i}`),
              onError: ({ name }) => tell('error', name),
            })
          }
        >
          Send {i}
        </button>
      ))}
      <button type="button" onClick={() => key.revoke()}>
        Revoke
      </button>
      {key.error && <p role="alert">{key.error.name}</p>}
    </>
  )
}

const nftAbi = parseAbi(['function safeMint(address to)'])

/** The shop with the kit's approval; the shop can go while the approval stays. */
async function openPage(options: { connected?: boolean; policy?: 'unknown' } = {}) {
  const rejections = watchRejections()
  const { connected = true } = options
  const dapp = await createReactDapp({ connected })
  const { chainId, wagmi, wallet } = dapp
  const getClient = (id: number) => wagmi.getClient({ chainId: id as 80002 | 137 })
  const { address: account } = await getSmartAccount(
    { ...dapp.config, getClient },
    { chainId, owner: wallet.address },
  )
  const story = createStory()
  const told: Told[] = []
  let key: UseSessionKeyReturnType | undefined
  const calls = [
    { to: inject('devnet').contracts.nft, abi: nftAbi, functionName: 'safeMint', args: [account] },
    story.mint(account),
    story.pay('2'),
    { to: account, abi: nftAbi, functionName: 'safeMint', args: [] },
  ] as const
  const shop = (
    <Shop
      policy={options.policy === 'unknown' ? undefined : story.mintPolicy(account)}
      calls={calls}
      tell={(...it) => told.push(it)}
      onRender={(rendered) => {
        key = rendered
      }}
    />
  )
  const pageWith = (children: ReactNode) => (
    <>
      <SessionApprovalModal />
      {children}
    </>
  )
  const view = render(pageWith(shop), { wrapper: dapp.wrapper })
  const now = () => {
    if (!key) throw new Error('Nothing was rendered.')
    return key
  }
  return {
    ...dapp,
    rejections,
    told,
    now,
    click: clickButton,
    /** The dapp shows another part of itself. */
    leave: () => view.rerender(pageWith(null)),
    /** The whole page goes. */
    unmount: () => view.unmount(),
    isReady: () => eventually(() => now().isReady).toBe(true),
    async grant() {
      await eventually(() => now().isReady).toBe(true)
      await clickButton('Ask')
      await clickButton('Approve')
      await eventually(() => now().status).toBe('ACTIVE')
      await eventually(() => now().isPending).toBe(false)
      await clickButton('Done')
      told.length = 0
    },
  }
}

const alert = async () => (await screen.findByRole('alert', {}, { timeout: 30_000 })).textContent

describe('a click', () => {
  test.each(['Ask', 'Renew', 'Send 0', 'Revoke'])(
    'on %s before a wallet is connected says so, and is no unhandled rejection',
    async (button) => {
      const page = await openPage({ connected: false })
      expect(page.now().isReady).toBe(false)
      await page.click(button)
      expect(await alert()).toBe('WalletNotConnectedError')
      expect(page.now().error).toBeInstanceOf(WalletNotConnectedError)
      expect(page.now().isPending).toBe(false)
      expect(await page.rejections()).toEqual([])
    },
  )

  test('before the policy is known says so, and not even a renewal or revocation rejects', async () => {
    const page = await openPage({ policy: 'unknown' })
    for (const button of ['Ask', 'Send 0', 'Revoke', 'Renew']) {
      await page.click(button)
      await eventually(() => page.now().isPending).toBe(false)
      expect(await alert()).toBe('InvalidParameterError')
    }
    const { requestError, sendError, revokeError, renewError, isReady } = page.now()
    for (const error of [requestError, sendError, revokeError, renewError])
      expect(error).toBeInstanceOf(InvalidParameterError)
    expect(isReady).toBe(false)
    page.now().reset()
    await eventually(() => page.now()).toMatchObject({
      error: null,
      requestError: null,
      sendError: null,
      revokeError: null,
      renewError: null,
    })
    expect(await page.rejections()).toEqual([])
  })

  test('on Cancel in the approval is in the state, and asking again clears it', async () => {
    const page = await openPage()
    await page.isReady()
    await page.click('Ask')
    await eventually(() => page.now().isPending).toBe(true)
    await page.click('Cancel')
    expect(await alert()).toBe('UserRejectedError')
    expect(page.now().requestError).toBeInstanceOf(UserRejectedError)
    expect(page.now()).toMatchObject({ status: 'absent', isPending: false, sendError: null })
    expect(page.told).toEqual([
      ['hook', 'UserRejectedError'],
      ['error', 'UserRejectedError'],
      ['settled', 'UserRejectedError'],
    ])

    page.told.length = 0
    await page.click('Ask')
    await eventually(() => page.now().error).toBeNull()
    expect(screen.queryByRole('alert')).toBeNull()
    await page.click('Approve')
    await eventually(() => page.now().status).toBe('ACTIVE')
    await eventually(() => page.told).toEqual([
      ['hook', 'done'],
      ['success', 'request'],
      ['settled', 'done'],
    ])
    expect(await page.rejections()).toEqual([])
  })

  test('twice on what asks is one request, and both are told', async () => {
    const page = await openPage()
    await page.isReady()
    page.now().request({ onError: ({ name }) => page.told.push(['first', name]) })
    page.now().request({ onError: ({ name }) => page.told.push(['second', name]) })
    await page.click('Cancel')
    await eventually(() => page.told.filter(([callback]) => callback !== 'hook')).toEqual([
      ['first', 'UserRejectedError'],
      ['second', 'UserRejectedError'],
    ])
    expect(page.now().isPending).toBe(false)
    expect(await page.rejections()).toEqual([])
  })

  test('on a send that fails says why, until another is sent', async () => {
    const page = await openPage()
    await page.isReady()
    await page.click('Send 0')
    await eventually(() => page.now().sendError).toBeInstanceOf(NoLiveSessionError)
    await page.grant()
    expect(page.now().error).toBeNull()

    const sent = page.sent()
    await page.click('Send 2')
    await eventually(() => page.now().sendError).toBeInstanceOf(CallNotAllowedError)
    expect(await alert()).toBe('CallNotAllowedError')
    // what cannot be encoded
    await page.click('Send 3')
    await eventually(() => page.now().sendError).toBeInstanceOf(InvalidParameterError)
    expect(page.now().sendError?.shortMessage).toContain('calls[0].args')
    expect(page.sent()).toBe(sent)

    page.told.length = 0
    await page.click('Send 0')
    await eventually(() => page.told).toContainEqual(['success', 'send 0'])
    await eventually(() => page.now()).toMatchObject({ error: null, sendError: null, sending: 0 })
    expect(page.sent()).toBe(sent + 1)
    expect(await page.rejections()).toEqual([])
  })

  test('on a second send while the first is in flight: both happen, and each is told', async () => {
    const page = await openPage()
    await page.grant()
    const release = page.network.hold('eth_sendUserOperation')
    await page.click('Send 0')
    await page.click('Send 1')
    await page.click('Send 2')
    await eventually(() => page.now().sendError).toBeInstanceOf(CallNotAllowedError)
    // the failure of one is not that of the others
    expect(page.now()).toMatchObject({ sending: 2, isPending: true })
    release()
    await eventually(() => page.told).toHaveLength(6)
    expect(page.told).toEqual(
      expect.arrayContaining([
        ['success', 'send 0'],
        ['success', 'send 1'],
        ['error', 'CallNotAllowedError'],
      ]),
    )
    await eventually(() => page.now().sending).toBe(0)
    expect(await page.rejections()).toEqual([])
  })
})

describe('a component that goes', () => {
  test('while it asks: only what the hook was given is told', async () => {
    const page = await openPage()
    await page.isReady()
    await page.click('Ask')
    await screen.findByRole('button', { name: 'Approve' }, { timeout: 30_000 })
    page.leave()
    await page.click('Cancel')
    await eventually(() => page.told).toEqual([['hook', 'UserRejectedError']])
    expect(await page.rejections()).toEqual([])
  })

  test('together with the approval: nobody is left with a rejection', async () => {
    const page = await openPage()
    await page.isReady()
    await page.click('Ask')
    await screen.findByRole('button', { name: 'Approve' }, { timeout: 30_000 })
    page.unmount()
    await eventually(() => page.told).toEqual([['hook', 'ApprovalUnavailableError']])
    expect(await page.rejections()).toEqual([])
  })

  test('while it sends, and the send fails: only what the hook was given is told', async () => {
    const page = await openPage()
    await page.grant()
    const release = page.network.hold('eth_sendUserOperation')
    await page.click('Send 0')
    await eventually(() => page.now().sending).toBe(1)
    page.leave()
    page.network.down = true
    release()
    await eventually(() => page.told).toHaveLength(1)
    expect(page.told).toEqual([['hook', expect.not.stringMatching('done')]])
    expect(await page.rejections()).toEqual([])
  })

  test('while it sends, and the send succeeds: it happens', async () => {
    const page = await openPage()
    await page.grant()
    const release = page.network.hold('eth_sendUserOperation')
    await page.click('Send 0')
    await eventually(() => page.now().sending).toBe(1)
    page.leave()
    release()
    await eventually(() => page.told).toEqual([['hook', 'done']])
    expect(page.sent()).toBe(2)
    expect(await page.rejections()).toEqual([])
  })
})

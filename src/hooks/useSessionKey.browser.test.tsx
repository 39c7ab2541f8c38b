import { render, renderHook } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { approveShown } from '../../test/harness/approveShown.ts'
import {
  createReactDapp,
  createStory,
  eventually,
  type ReactDapp,
} from '../../test/harness/createReactDapp.tsx'
import { faucet } from '../../test/harness/faucet.ts'
import { getSessions } from '../actions/getSessions.ts'
import { getSmartAccount } from '../actions/getSmartAccount.ts'
import { ApprovalUnavailableError } from '../errors/ApprovalUnavailableError.ts'
import { BaseError } from '../errors/BaseError.ts'
import { CallNotAllowedError } from '../errors/CallNotAllowedError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { KeyUnavailableError } from '../errors/KeyUnavailableError.ts'
import { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { PolicyWidenedError } from '../errors/PolicyWidenedError.ts'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { describeLeaf } from '../policies/describeLeaf.ts'
import { memory } from '../storage/drivers/memory.ts'
import { passwordVault } from '../storage/vaults/passwordVault.ts'
import { secretVault } from '../storage/vaults/secretVault.ts'
import type { KeyVault } from '../types/KeyVault.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import type { UnavailableSession } from '../types/UnavailableSession.ts'
import { useBatchSession } from './useBatchSession.ts'
import { useSessionApproval } from './useSessionApproval.ts'
import { useSessionKey } from './useSessionKey.ts'

/** A page with a session key hook and an approval without looks, driven by the test. */
async function openPage(options: Parameters<typeof createReactDapp>[0] = {}) {
  const dapp = await createReactDapp(options)
  const story = createStory()
  const owner = dapp.wallet.address
  const { address: account } = await getSmartAccount(boundConfig(dapp), {
    chainId: dapp.chainId,
    owner,
  })
  const policy = story.policy(account)
  const page = renderHook(
    (props?: { asked: Policy | undefined }) => {
      const asked = props?.asked
      return {
        key: useSessionKey({ policy: asked }),
        batch: useBatchSession({ policy: asked }),
        approval: useSessionApproval(),
      }
    },
    {
      wrapper: dapp.wrapper,
      initialProps: { asked: policy } as { asked: Policy | undefined },
    },
  )
  const now = () => page.result.current
  const status = () => now().approval.state.status
  return {
    ...dapp,
    story,
    owner,
    account,
    policy,
    page,
    now,
    status,
    stored: () => getSessions(boundConfig(dapp), { chainId: dapp.chainId, account }),
    /** Asks, and leaves the answer to be awaited. */
    async ask() {
      const answer = settled(now().key.requestAsync())
      await eventually(status).toBe('reviewing')
      return answer
    },
    /** Asks, approves, and waits until the session is there. */
    async grant() {
      await eventually(() => now().key.status).toBe('absent')
      const answer = settled(now().key.requestAsync())
      await approveShown(() => now().approval)
      await eventually(() => now().key.status).toBe('ACTIVE')
      return (await answer.promise) as Session
    },
  }
}

/** The config with the page's clients, for looking at what the hooks left behind. */
function boundConfig({ config, wagmi }: ReactDapp) {
  return {
    ...config,
    getClient: (chainId: number) => wagmi.getClient({ chainId: chainId as 80002 | 137 }),
  }
}

/** A promise whose rejection is looked at later, and whose state can be polled. */
function settled<value>(promise: Promise<value>) {
  const box: { promise: Promise<value | Error>; value: value | Error | undefined } = {
    promise: promise.catch((error: Error) => error),
    value: undefined,
  }
  void box.promise.then((value) => {
    box.value = value
  })
  return box
}

async function outcome(promise: Promise<unknown>): Promise<{ value: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (value: unknown) => ({ value }),
  )
}

/** A vault that its user opens when a key is wrapped, as a passkey. */
function askingVault() {
  const inner = secretVault({ secret: new Uint8Array(32).fill(9) })
  const watchers = new Set<() => void>()
  let isLocked = true
  const set = (value: boolean) => {
    isLocked = value
    for (const watcher of watchers) watcher()
  }
  return {
    ...inner,
    isLocked: () => isLocked,
    canWrap: () => true,
    lock: () => set(true),
    unlock: () => set(false),
    async wrap(...parameters) {
      set(false)
      return inner.wrap(...parameters)
    },
    canUnwrap: async (keys) => keys.map(() => !isLocked),
    watch(onChange) {
      watchers.add(onChange)
      return () => watchers.delete(onChange)
    },
  } satisfies KeyVault & { lock(): void; unlock(): void }
}

/** A component without `useMemo`. */
function Status(props: { definePolicy(): Policy; onRender(): void }) {
  props.onRender()
  const { status } = useSessionKey({ policy: props.definePolicy() })
  return <p>{status}</p>
}

describe('useSessionKey', () => {
  test('asks once, acts without a prompt, and revokes', async () => {
    const page = await openPage()
    const { now, wallet, account, story } = page
    const session = await page.grant()
    expect(session).toMatchObject({ status: 'ACTIVE', account })
    expect(wallet.signatureRequests).toBe(1)
    expect(now().key.session?.id).toBe(session.id)

    // it is there already: nothing opens, nothing is signed
    expect((await now().key.requestAsync()).id).toBe(session.id)
    expect(page.status()).toBe('idle')

    await faucet(account)
    const sent = await now().key.sendAsync(story.mint(account))
    expect(sent).toMatchObject({ success: true, sessionId: session.id })
    await now().key.sendAsync([story.mint(account), story.pay('1')])
    await now().batch.sendAsync([story.mint(account)])
    expect(wallet.signatureRequests).toBe(1)
    await eventually(() => now().key.sending).toBe(0)

    await now().key.revokeAsync()
    expect(wallet.signatureRequests).toBe(2)
    await eventually(() => now().key.status).toBe('REVOKED')
    await expect(now().key.sendAsync(story.mint(account))).rejects.toThrow(SessionNotUsableError)
    expect(await now().key.revokeAsync()).toBeUndefined()
    expect(wallet.signatureRequests).toBe(2)
  })

  test('sends and revokes with callbacks from before the session was granted', async () => {
    const page = await openPage()
    const { account, story } = page
    await eventually(() => page.now().key.status).toBe('absent')
    const { requestAsync, sendAsync, revokeAsync } = page.now().key
    const answer = settled(requestAsync())
    await eventually(page.status).toBe('reviewing')
    page.now().approval.approve()
    const session = (await answer.promise) as Session
    // as in one event handler: nothing was rendered in between
    expect(await sendAsync(story.mint(account))).toMatchObject({ sessionId: session.id })
    await revokeAsync()
    expect((await page.stored())[0]?.status).toBe('REVOKED')
  })

  test('is used before its first render has settled', async () => {
    const page = await openPage()
    const answer = settled(page.now().key.requestAsync())
    await eventually(page.status).toBe('reviewing')
    page.now().approval.close()
    expect(await answer.promise).toBeInstanceOf(UserRejectedError)
  })

  test('a vault that is locked and opened again shows at once, and nobody is asked meanwhile', async () => {
    const vault = passwordVault()
    await vault.unlock('correct horse')
    const page = await openPage({ vault })
    const { now, wallet, account, story } = page
    const session = await page.grant()
    await faucet(account)
    const before = { signed: wallet.signatureRequests, sent: page.sent() }

    vault.lock()
    await eventually(() => now().key).toMatchObject({
      status: 'INACTIVE',
      reason: 'key-unavailable',
      session: { id: session.id },
    })
    const locked = expect.objectContaining({ message: expect.stringContaining('Unlock the vault') })
    const call = story.mint(account)
    const seen: UnavailableSession[] = []
    for (const failing of [
      now().key.requestAsync(),
      now().key.sendAsync(call),
      now().key.sendAsync(call, { onUnavailable: 'renew' }),
      now().key.sendAsync(call, {
        onUnavailable: (unavailable) => {
          seen.push(unavailable)
          return 'renew'
        },
      }),
      now().key.renewAsync(),
    ]) {
      const { value } = await outcome(failing)
      expect(value).toBeInstanceOf(KeyUnavailableError)
      expect(value).toEqual(locked)
    }
    expect(seen).toMatchObject([{ reason: 'key-unavailable', canRenew: false }])
    expect(page.status()).toBe('idle')
    expect({ signed: wallet.signatureRequests, sent: page.sent() }).toEqual(before)

    await vault.unlock('correct horse')
    await eventually(() => now().key).toMatchObject({ status: 'ACTIVE', reason: undefined })
    expect((await now().key.requestAsync()).id).toBe(session.id)
    expect(await now().key.sendAsync(call)).toMatchObject({ sessionId: session.id })
    expect(wallet.signatureRequests).toBe(before.signed)
  })

  test('a first request with a locked vault fails before the user is asked', async () => {
    const vault = passwordVault()
    const page = await openPage({ vault })
    await eventually(() => page.now().key.status).toBe('absent')
    const { value } = await outcome(page.now().key.requestAsync())
    expect(value).toBeInstanceOf(KeyUnavailableError)
    expect(page.status()).toBe('idle')
    await vault.unlock('correct horse')
    expect(await page.grant()).toMatchObject({ status: 'ACTIVE', keyLocation: 'password' })
  })

  test('a locked vault that asks by itself, as a passkey does, is no hindrance to a first request', async () => {
    const vault = askingVault()
    const page = await openPage({ vault })
    expect(vault.isLocked?.()).toBe(true)
    const session = await page.grant()
    expect(vault.isLocked?.()).toBe(false)

    // but no second session is asked for while the first one only waits to be opened
    vault.lock()
    await eventually(() => page.now().key.status).toBe('INACTIVE')
    const { value } = await outcome(page.now().key.requestAsync())
    expect(value).toBeInstanceOf(KeyUnavailableError)
    expect(page.status()).toBe('idle')
    const sending = page
      .now()
      .key.sendAsync(page.story.mint(page.account), { onUnavailable: 'renew' })
    expect((await outcome(sending)).value).toBeInstanceOf(KeyUnavailableError)
    expect(page.status()).toBe('idle')

    vault.unlock()
    await eventually(() => page.now().key.status).toBe('ACTIVE')
    expect((await page.now().key.requestAsync()).id).toBe(session.id)
  })

  test('a session whose key another device has is no hindrance to one of its own', async () => {
    const storage = memory()
    const laptop = await openPage({ storage })
    const theirs = await laptop.grant()
    const phone = await openPage({
      storage,
      wallet: laptop.wallet,
      vault: secretVault({ secret: '5a'.repeat(32) }),
    })
    phone.page.rerender({ asked: laptop.policy })
    await eventually(() => phone.now().key).toMatchObject({
      status: 'INACTIVE',
      reason: 'key-unavailable',
    })
    const answer = settled(phone.now().key.requestAsync())
    await eventually(phone.status).toBe('reviewing')
    phone.now().approval.approve()
    expect(await answer.promise).toMatchObject({ status: 'ACTIVE' })
    await eventually(() => phone.now().key.status).toBe('ACTIVE')
    // the other one goes on
    const { id } = theirs
    expect((await laptop.stored()).find((session) => session.id === id)?.status).toBe('ACTIVE')
  })

  test('a declined request stores nothing and can be asked again', async () => {
    const page = await openPage()
    const answer = await page.ask()
    expect(page.now().key.isRequesting).toBe(true)
    page.now().approval.close()
    expect(await answer.promise).toBeInstanceOf(UserRejectedError)
    await eventually(page.status).toBe('idle')
    await eventually(() => page.now().key.isRequesting).toBe(false)
    expect(page.wallet.signatureRequests).toBe(0)
    expect(await page.stored()).toEqual([])
    expect(page.sent()).toBe(0)
    await page.grant()
  })

  test('a rejection in the wallet goes back to the review', async () => {
    const page = await openPage()
    page.wallet.answer = 'reject'
    const answer = await page.ask()
    page.now().approval.approve()
    await eventually(page.status).toBe('rejected')
    expect(await page.stored()).toEqual([])
    expect(page.sent()).toBe(0)
    expect(answer.value).toBeUndefined()

    page.wallet.answer = 'sign'
    page.now().approval.retry()
    await eventually(page.status).toBe('reviewing')
    page.now().approval.approve()
    await eventually(page.status).toBe('confirmed')
    expect(await answer.promise).toMatchObject({ status: 'ACTIVE' })
  })

  test('approving twice before the next render asks the wallet once', async () => {
    const page = await openPage()
    const answer = await page.ask()
    const { approve } = page.now().approval
    approve()
    approve()
    await eventually(page.status).toBe('confirmed')
    expect(await answer.promise).toMatchObject({ status: 'ACTIVE' })
    expect(page.wallet.signatureRequests).toBe(1)
    expect(page.status()).toBe('confirmed')
  })

  test('a wallet that does not answer can be given up on', async () => {
    const page = await openPage()
    page.wallet.answer = 'wait'
    const answer = await page.ask()
    page.now().approval.approve()
    await eventually(() => page.wallet.signatureRequests).toBe(1)
    await eventually(page.status).toBe('awaiting-wallet')
    page.now().approval.close()
    expect(page.status()).toBe('awaiting-wallet')
    page.now().approval.stopWaiting()
    await eventually(page.status).toBe('rejected')
    page.wallet.settle('sign')
    page.now().approval.close()
    expect(await answer.promise).toBeInstanceOf(UserRejectedError)
    expect(await page.stored()).toEqual([])
    expect(page.sent()).toBe(0)
  })

  test('a grant that is closed on its way goes on', async () => {
    const page = await openPage()
    const answer = await page.ask()
    const mine = page.network.hold('eth_getLogs')
    page.now().approval.approve()
    await eventually(page.status).toBe('submitted')
    page.now().approval.close()
    await eventually(() => page.now().approval.isOpen).toBe(false)
    expect(page.status()).toBe('submitted')
    mine()
    expect(await answer.promise).toMatchObject({ status: 'ACTIVE' })
    await eventually(page.status).toBe('idle')
    expect(page.now().approval.isOpen).toBe(false)
  })

  test('the same request twice is one approval', async () => {
    const page = await openPage()
    await eventually(() => page.now().key.status).toBe('absent')
    const answers = [
      settled(page.now().key.requestAsync()),
      settled(page.now().batch.requestAsync()),
    ]
    await eventually(page.status).toBe('reviewing')
    page.now().approval.close()
    for (const { promise } of answers) expect(await promise).toBeInstanceOf(UserRejectedError)
    await eventually(page.status).toBe('idle')
    const again = [settled(page.now().key.requestAsync()), settled(page.now().key.requestAsync())]
    await eventually(page.status).toBe('reviewing')
    page.now().approval.approve()
    const [one, two] = await Promise.all(again.map(({ promise }) => promise))
    expect((one as Session).id).toBe((two as Session).id)
    await eventually(page.status).toBe('confirmed')
    page.now().approval.close()
    await eventually(page.status).toBe('idle')
    expect(page.wallet.signatureRequests).toBe(1)
  })

  test('different requests are shown one after the other', async () => {
    const page = await openPage()
    const { config, chainId, owner, story, account } = page
    const first = await page.ask()
    const second = settled(
      config.approvals.open({ policy: story.mintPolicy(account), chainId, owner }),
    )
    const current = () => {
      const { state } = page.now().approval
      return state.status === 'reviewing' ? state.grant.permissions.length : state.status
    }
    expect(current()).toBe(2)
    page.now().approval.close()
    expect(await first.promise).toBeInstanceOf(UserRejectedError)
    await eventually(current).toBe(1)
    page.now().approval.approve()
    expect(await second.promise).toMatchObject({ status: 'ACTIVE' })
    await eventually(page.status).toBe('confirmed')
    page.now().approval.close()
    await eventually(page.status).toBe('idle')
  })

  test('without an approval on the page a request fails at once', async () => {
    const dapp = await createReactDapp()
    const story = createStory()
    const page = renderHook(() => useSessionKey({ policy: story.policy(story.shop) }), {
      wrapper: dapp.wrapper,
    })
    await eventually(() => page.result.current.status).toBe('absent')
    await expect(page.result.current.requestAsync()).rejects.toThrow(ApprovalUnavailableError)
  })

  test('who waits is told when the approval goes away', async () => {
    const dapp = await createReactDapp()
    const story = createStory()
    const page = renderHook(() => useSessionKey({ policy: story.policy(story.shop) }), {
      wrapper: dapp.wrapper,
    })
    const approver = renderHook(() => useSessionApproval(), { wrapper: dapp.wrapper })
    await eventually(() => page.result.current.status).toBe('absent')
    const answer = settled(page.result.current.requestAsync())
    await eventually(() => approver.result.current.state.status).toBe('reviewing')
    approver.unmount()
    expect(await answer.promise).toBeInstanceOf(ApprovalUnavailableError)
    // and a new one starts afresh
    const next = renderHook(() => useSessionApproval(), { wrapper: dapp.wrapper })
    expect(next.result.current.state.status).toBe('idle')
    const again = settled(page.result.current.requestAsync())
    await eventually(() => next.result.current.state.status).toBe('reviewing')
    next.result.current.close()
    expect(await again.promise).toBeInstanceOf(UserRejectedError)
  })

  test('an approval that goes away while the wallet is asked grants nothing', async () => {
    const dapp = await createReactDapp()
    const story = createStory()
    const page = renderHook(() => ({ key: useSessionKey({ policy: story.policy(story.shop) }) }), {
      wrapper: dapp.wrapper,
    })
    const approver = renderHook(() => useSessionApproval(), { wrapper: dapp.wrapper })
    await eventually(() => page.result.current.key.status).toBe('absent')
    dapp.wallet.answer = 'wait'
    const answer = settled(page.result.current.key.requestAsync())
    await eventually(() => approver.result.current.state.status).toBe('reviewing')
    approver.result.current.approve()
    await eventually(() => dapp.wallet.signatureRequests).toBe(1)
    approver.unmount()
    expect(await answer.promise).toBeInstanceOf(ApprovalUnavailableError)
    dapp.wallet.settle('sign')
    await eventually(() => page.result.current.key.status).toBe('absent')
    expect(dapp.sent()).toBe(0)
  })

  test('an approval that goes away after the grant was sent leaves it to the chain', async () => {
    const dapp = await createReactDapp()
    const story = createStory()
    const page = renderHook(() => useSessionKey({ policy: story.policy(story.shop) }), {
      wrapper: dapp.wrapper,
    })
    const approver = renderHook(() => useSessionApproval(), { wrapper: dapp.wrapper })
    await eventually(() => page.result.current.status).toBe('absent')
    const answer = settled(page.result.current.requestAsync())
    await eventually(() => approver.result.current.state.status).toBe('reviewing')
    const mine = dapp.network.hold('eth_getLogs')
    approver.result.current.approve()
    await eventually(() => approver.result.current.state.status).toBe('submitted')
    approver.unmount()
    mine()
    expect(await answer.promise).toMatchObject({ status: 'ACTIVE' })
    await eventually(() => page.result.current.status).toBe('ACTIVE')
  })

  test('what the user leaves out is not granted, and the hook goes on with the rest', async () => {
    const page = await openPage()
    const { account, story, wallet } = page
    const answer = await page.ask()
    expect(page.now().approval.edit({ omit: [1] })).toBeUndefined()
    await eventually(() => page.now().approval.edits).toEqual({ omit: [1] })
    page.now().approval.approve()
    const session = (await answer.promise) as Session
    expect(session.permissions.map(({ leaf }) => describeLeaf(leaf).type)).toEqual([
      'contract-call',
    ])
    await eventually(page.status).toBe('confirmed')
    page.now().approval.close()
    await eventually(() => page.now().key.status).toBe('ACTIVE')
    expect(page.now().key.session?.id).toBe(session.id)

    await page.now().key.sendAsync(story.mint(account))
    await expect(page.now().key.sendAsync(story.pay('1'))).rejects.toThrow(CallNotAllowedError)
    // it is the answer to the request, so the user is not asked at every click
    expect((await page.now().key.requestAsync()).id).toBe(session.id)
    // and what was granted is what is revoked
    await page.now().key.revokeAsync()
    await eventually(() => page.now().key.status).toBe('REVOKED')
    expect(wallet.signatureRequests).toBe(2)
  })

  test('an edit counts for an approval in the same moment', async () => {
    const page = await openPage()
    const answer = await page.ask()
    const { approval } = page.now()
    expect(approval.edit({ omit: [1] })).toBeUndefined()
    approval.approve()
    // too late for this one: it is being granted
    expect(approval.edit({ omit: [0] })).toBeUndefined()
    approval.reset()
    const session = (await answer.promise) as Session
    expect(session.permissions.map(({ leaf }) => describeLeaf(leaf).type)).toEqual([
      'contract-call',
    ])
    await eventually(page.status).toBe('confirmed')
    expect(page.now().approval).toMatchObject({
      edits: { omit: [1] },
      state: { grant: { permissions: session.permissions } },
    })
  })

  test('what was taken out is approved only once it is shown again', async () => {
    const page = await openPage()
    const answer = await page.ask()
    page.now().approval.edit({ omit: [1] })
    const shown = () => {
      const { state } = page.now().approval
      return state.status === 'reviewing' ? state.grant.permissions.length : state.status
    }
    await eventually(shown).toBe(1)
    const { approval } = page.now()
    approval.reset()
    approval.approve()
    await eventually(shown).toBe(2)
    expect(page.wallet.signatureRequests).toBe(0)
    page.now().approval.approve()
    expect(((await answer.promise) as Session).permissions).toHaveLength(2)
  })

  test('what is not shown yet, or not any more, cannot be approved', async () => {
    const page = await openPage()
    const answer = await page.ask()
    const shown = () => {
      const { state } = page.now().approval
      return state.status === 'reviewing' ? state.grant.sessionId : state.status
    }
    const first = page.now().approval
    const firstId = shown()
    // a review that begins again is another grant, with another key
    first.retry()
    first.approve()
    await eventually(() => page.status() === 'reviewing' && shown() !== firstId).toBe(true)
    first.approve()
    expect(page.wallet.signatureRequests).toBe(0)
    expect(page.status()).toBe('reviewing')

    const { approval } = page.now()
    approval.close()
    approval.approve()
    expect(await answer.promise).toBeInstanceOf(UserRejectedError)
    await eventually(page.status).toBe('idle')
    expect(page.wallet.signatureRequests).toBe(0)
    expect(await page.stored()).toEqual([])
  })

  test('what was approved goes on, whatever is called in the same moment', async () => {
    const page = await openPage()
    const answer = await page.ask()
    const { approval } = page.now()
    approval.approve()
    approval.retry()
    approval.close()
    expect(await answer.promise).toMatchObject({ status: 'ACTIVE' })
    await eventually(page.status).toBe('confirmed')
    expect(page.wallet.signatureRequests).toBe(1)
  })

  test('an edit that widens is refused and changes nothing', async () => {
    const page = await openPage()
    const answer = await page.ask()
    const granted = () => {
      const { state } = page.now().approval
      return state.status === 'reviewing' ? state.grant : undefined
    }
    const before = granted()
    expect(page.now().approval.edit({ limits: { 1: { maxAmount: 2_000_000n } } })).toBeInstanceOf(
      PolicyWidenedError,
    )
    expect(page.now().approval.edit({ omit: [7] })).toBeInstanceOf(BaseError)
    expect(granted()).toBe(before)
    expect(page.now().approval.edits).toEqual({})

    expect(page.now().approval.edit({ limits: { 1: { maxAmount: 5n } } })).toBeUndefined()
    await eventually(() => granted() === before).toBe(false)
    page.now().approval.reset()
    await eventually(() => granted()?.permissions).toEqual(before?.permissions)
    expect(page.now().approval.edits).toEqual({})
    page.now().approval.close()
    await answer.promise
  })

  test('another account in the wallet ends the review', async () => {
    const page = await openPage()
    const answer = await page.ask()
    page.wallet.switchAccount(1)
    expect(await answer.promise).toBeInstanceOf(OwnerMismatchError)
    await eventually(page.status).toBe('idle')
    expect(await page.stored()).toEqual([])
  })

  test('another account while the wallet is asked grants nothing', async () => {
    const page = await openPage()
    page.wallet.answer = 'wait'
    const answer = await page.ask()
    page.now().approval.approve()
    await eventually(() => page.wallet.signatureRequests).toBe(1)
    page.wallet.switchAccount(1)
    expect(await answer.promise).toBeInstanceOf(OwnerMismatchError)
    await eventually(page.status).toBe('idle')
    page.wallet.settle('sign')
    expect(await page.stored()).toEqual([])
    expect(page.sent()).toBe(0)
  })

  test('another account after the grant was sent leaves it to the chain', async () => {
    const page = await openPage()
    const answer = await page.ask()
    const mine = page.network.hold('eth_getLogs')
    page.now().approval.approve()
    await eventually(page.status).toBe('submitted')
    page.wallet.switchAccount(1)
    await eventually(() => page.now().approval.isOpen).toBe(false)
    mine()
    expect(await answer.promise).toMatchObject({ status: 'ACTIVE', account: page.account })
    await eventually(page.status).toBe('idle')
    await eventually(() => page.now().key.status).toBe('absent')
  })

  test('a disconnect ends the review', async () => {
    const page = await openPage()
    const answer = await page.ask()
    page.wallet.disconnect()
    // nobody said no
    expect(await answer.promise).toBeInstanceOf(WalletNotConnectedError)
    await eventually(() => page.now().key.status).toBe('disconnected')
    await expect(page.now().key.requestAsync()).rejects.toThrow(WalletNotConnectedError)
    await expect(page.now().key.sendAsync([])).rejects.toThrow(WalletNotConnectedError)
  })

  test('what fails is loaded again', async () => {
    const page = await openPage()
    await eventually(() => page.now().key.status).toBe('absent')
    page.network.down = true
    const answer = settled(page.now().key.requestAsync())
    await eventually(page.status).toBe('failed')
    expect(answer.value).toBeUndefined()
    page.network.down = false
    page.now().approval.retry()
    await eventually(page.status).toBe('reviewing')
    page.network.down = true
    page.now().approval.approve()
    await eventually(page.status).toBe('failed')
    page.now().approval.close()
    expect(await answer.promise).toBeInstanceOf(BaseError)
    page.network.down = false
    expect(await page.stored()).toEqual([])
  })

  test('without a session, and outside of its policy, nothing is sent', async () => {
    const page = await openPage()
    const { now, story, account } = page
    await eventually(() => now().key.status).toBe('absent')
    await expect(now().key.sendAsync(story.mint(account))).rejects.toThrow(NoLiveSessionError)
    await page.grant()
    const sent = page.sent()
    await expect(now().key.sendAsync(story.pay('1.000001'))).rejects.toThrow(CallNotAllowedError)
    await expect(
      now().batch.sendAsync([story.mint(account), story.mint(page.owner)]),
    ).rejects.toThrow(CallNotAllowedError)
    await expect(now().key.sendAsync([])).rejects.toThrow(InvalidParameterError)
    expect(page.sent()).toBe(sent)
    await eventually(() => now().key.sending).toBe(0)
  })

  test('waits for a policy that is not known yet', async () => {
    const page = await openPage()
    page.page.rerender({ asked: undefined })
    await eventually(() => page.now().key.status).toBe('absent')
    await expect(page.now().key.requestAsync()).rejects.toThrow(InvalidParameterError)
  })

  test('callbacks stay the same while policy, wallet and config mean the same', async () => {
    const page = await openPage()
    await eventually(() => page.now().key.status).toBe('absent')
    const callbacks = () => {
      const { key, batch } = page.now()
      return [key, batch].flatMap((it) => [
        it.request,
        it.send,
        it.revoke,
        it.renew,
        it.reset,
        it.requestAsync,
        it.sendAsync,
        it.revokeAsync,
        it.renewAsync,
      ])
    }
    const before = callbacks()
    // the same policy, defined anew, as a component without useMemo does at each render
    page.page.rerender({ asked: page.story.policy(page.account) })
    expect(callbacks()).toEqual(before)
    await page.grant()
    expect(callbacks()).toEqual(before)
    page.page.rerender({ asked: page.story.mintPolicy(page.account) })
    expect(page.now().key.send).not.toBe(before[1])
  })

  test('a policy that is defined at each render does not loop', async () => {
    const dapp = await createReactDapp()
    const story = createStory()
    let renders = 0
    const page = (
      <Status definePolicy={() => story.policy(story.shop)} onRender={() => (renders += 1)} />
    )
    const screen = render(page, { wrapper: dapp.wrapper })
    const shown = await screen.findByText('absent', {}, { timeout: 30_000 })
    expect(shown.checkVisibility()).toBe(true)
    // strict mode renders each of them twice
    expect(renders).toBeLessThanOrEqual(16)
    const before = renders
    screen.rerender(page)
    expect(renders - before).toBeLessThanOrEqual(2)
  })
})

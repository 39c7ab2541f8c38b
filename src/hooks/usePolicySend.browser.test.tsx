import { renderHook } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { approveShown } from '../../test/harness/approveShown.ts'
import { createReactDapp, createStory, eventually } from '../../test/harness/createReactDapp.tsx'
import { faucet } from '../../test/harness/faucet.ts'
import { getSmartAccount } from '../actions/getSmartAccount.ts'
import { CallNotAllowedError } from '../errors/CallNotAllowedError.ts'
import { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import type { OnUnavailable } from '../types/OnUnavailable.ts'
import type { UnavailableSession } from '../types/UnavailableSession.ts'
import { useBatchSession } from './useBatchSession.ts'
import { useSessionApproval } from './useSessionApproval.ts'
import { useSessionKey } from './useSessionKey.ts'
import { useSessions } from './useSessions.ts'

/** A page whose sends know a way out, with an approval that the test drives. */
async function openPage(initial?: OnUnavailable) {
  const dapp = await createReactDapp()
  const story = createStory()
  const client = (chainId: number) => dapp.wagmi.getClient({ chainId: chainId as 80002 | 137 })
  const { address: account } = await getSmartAccount(
    { ...dapp.config, getClient: client },
    { chainId: dapp.chainId, owner: dapp.wallet.address },
  )
  const policy = story.policy(account)
  const page = renderHook(
    (props?: { onUnavailable?: OnUnavailable | undefined }) => ({
      key: useSessionKey({ policy, onUnavailable: props?.onUnavailable }),
      batch: useBatchSession({ policy, onUnavailable: props?.onUnavailable }),
      approval: useSessionApproval(),
      sessions: useSessions(),
    }),
    {
      wrapper: dapp.wrapper,
      initialProps: { onUnavailable: initial } as { onUnavailable?: OnUnavailable },
    },
  )
  const now = () => page.result.current
  const status = () => now().approval.state.status
  await eventually(() => now().key.status).toBe('absent')
  const approve = () => approveShown(() => now().approval)
  const withoutPayment = async () => {
    expect(now().approval.edit({ omit: [1] })).toBeUndefined()
    await eventually(() => now().approval.edits).toEqual({ omit: [1] })
  }
  return {
    ...dapp,
    story,
    account,
    page,
    now,
    status,
    approve,
    withoutPayment,
    /** Grants the session of the policy, without the payment if told so. */
    async grant({ narrowed = false } = {}) {
      const answer = now().key.requestAsync()
      await eventually(status).toBe('reviewing')
      if (narrowed) await withoutPayment()
      await approve()
      await eventually(() => now().key.status).toBe('ACTIVE')
      return answer
    },
  }
}

/** Keeps a rejection from being nobody's until it is looked at. */
function caught<value>(promise: Promise<value>): Promise<value | Error> {
  return promise.catch((error: Error) => error)
}

describe('onUnavailable', () => {
  test('renew: asks when there is no session, and the send goes on', async () => {
    const page = await openPage('renew')
    const { now, story, account } = page
    const sending = now().key.sendAsync(story.mint(account))
    await page.approve()
    const sent = await sending
    expect(sent.success).toBe(true)
    await eventually(() => now().key.session?.id).toBe(sent.sessionId)
    expect(page.wallet.signatureRequests).toBe(1)
    // from now on there is nothing to ask
    await now().batch.sendAsync([story.mint(account)])
    expect(page.wallet.signatureRequests).toBe(1)
  })

  test('renew: a session that is over is the parent of the new one', async () => {
    const page = await openPage('renew')
    const { now, story, account } = page
    const old = await page.grant()
    await now().key.revokeAsync()
    await eventually(() => now().key.status).toBe('REVOKED')
    const sending = now().key.sendAsync(story.mint(account))
    await page.approve()
    const { sessionId } = await sending
    expect(sessionId).not.toBe(old.id)
    await eventually(() => now().key.session).toMatchObject({ id: sessionId, parentId: old.id })
  })

  test('renew: what the user left out is asked for, and the old session ends with it', async () => {
    const page = await openPage('renew')
    const { now, story, account } = page
    const old = await page.grant({ narrowed: true })
    await faucet(account)
    const sending = now().key.sendAsync(story.pay('1'))
    await page.approve()
    const { sessionId } = await sending
    await eventually(() => now().sessions.data).toMatchObject([
      { id: old.id, status: 'REVOKED' },
      { id: sessionId, status: 'ACTIVE', parentId: old.id },
    ])
    expect(page.wallet.signatureRequests).toBe(2)
  })

  test('renew: asks for nothing when the policy does not allow the calls either', async () => {
    const page = await openPage('renew')
    const { now, story } = page
    await page.grant()
    const sent = page.sent()
    await expect(now().key.sendAsync(story.pay('2'))).rejects.toThrow(CallNotAllowedError)
    await expect(now().key.sendAsync([])).rejects.toThrow(InvalidParameterError)
    expect(page.status()).toBe('idle')
    expect(page.sent()).toBe(sent)
  })

  test('renew: a user who declines is the error, and nothing is sent', async () => {
    const page = await openPage('renew')
    const { now, story, account } = page
    const sending = caught(now().key.sendAsync(story.mint(account)))
    await eventually(page.status).toBe('reviewing')
    now().approval.close()
    expect(await sending).toBeInstanceOf(UserRejectedError)
    expect(page.sent()).toBe(0)
    expect(page.wallet.signatureRequests).toBe(0)
    await eventually(() => now().key.sending).toBe(0)
  })

  test('renew: the user who narrows it again is not asked a third time', async () => {
    const page = await openPage('renew')
    const { now, story } = page
    await page.grant({ narrowed: true })
    const sending = caught(now().key.sendAsync(story.pay('1')))
    await eventually(page.status).toBe('reviewing')
    await page.withoutPayment()
    await page.approve()
    expect(await sending).toBeInstanceOf(CallNotAllowedError)
    expect(page.status()).toBe('idle')
    expect(page.wallet.signatureRequests).toBe(2)
  })

  test('renew: sends at once are one approval', async () => {
    const page = await openPage('renew')
    const { now, story, account } = page
    const sending = [
      now().key.sendAsync(story.mint(account)),
      now().batch.sendAsync([story.mint(account)]),
    ]
    await page.approve()
    const [one, two] = await Promise.all(sending)
    expect(one?.sessionId).toBe(two?.sessionId)
    expect(page.wallet.signatureRequests).toBe(1)
  })

  test('owner: the wallet signs exactly these calls, deploys the account, and is told of', async () => {
    const page = await openPage('owner')
    const { now, story, account } = page
    const phases: string[] = []
    const sent = await now().batch.sendAsync([story.mint(account), story.mint(account)], {
      onProgress: ({ phase }) => phases.push(phase),
    })
    expect(sent).toMatchObject({ success: true, sessionId: undefined })
    expect(phases).toEqual(['preparing', 'awaiting-wallet', 'submitted', 'mined'])
    expect(page.wallet.signatureRequests).toBe(1)
    expect(page.sent()).toBe(1)
    expect(page.status()).toBe('idle')
    expect(now().key.status).toBe('absent')
  })

  test('owner: a user who rejects is the error, and nothing is sent', async () => {
    const page = await openPage('owner')
    const { now, story, account } = page
    page.wallet.answer = 'reject'
    await expect(now().key.sendAsync(story.mint(account))).rejects.toThrow(UserRejectedError)
    expect(page.sent()).toBe(0)
  })

  test('each send may choose for itself', async () => {
    const page = await openPage('owner')
    const { now, story } = page
    await page.grant()
    await expect(now().key.sendAsync(story.pay('2'), { onUnavailable: 'throw' })).rejects.toThrow(
      CallNotAllowedError,
    )
    expect(page.wallet.signatureRequests).toBe(1)
  })

  test('a function is told what is missing, and decides', async () => {
    const seen: UnavailableSession[] = []
    const page = await openPage((unavailable) => {
      seen.push(unavailable)
      return 'throw'
    })
    const { now, story, account } = page
    await expect(now().key.sendAsync(story.mint(account))).rejects.toThrow()
    expect(seen.at(-1)).toMatchObject({ reason: 'absent', session: undefined, canRenew: true })
    expect(seen.at(-1)?.difference?.added).toHaveLength(2)

    const { id } = await page.grant({ narrowed: true })
    await expect(now().key.sendAsync(story.pay('1'))).rejects.toThrow(CallNotAllowedError)
    expect(seen.at(-1)).toMatchObject({
      reason: 'insufficient',
      session: { id },
      calls: [story.pay('1')],
      canRenew: true,
    })
    expect(seen.at(-1)?.difference?.added).toHaveLength(1)
    await expect(now().key.sendAsync(story.pay('2'))).rejects.toThrow(CallNotAllowedError)
    expect(seen.at(-1)).toMatchObject({ reason: 'insufficient', canRenew: false })

    await now().key.revokeAsync()
    await expect(now().key.sendAsync(story.mint(account))).rejects.toThrow()
    expect(seen.at(-1)).toMatchObject({ reason: 'revoked', session: { id } })
    expect(seen).toHaveLength(4)
  })

  test('a network that is down is no lack of a session', async () => {
    let asked = 0
    const page = await openPage(() => {
      asked += 1
      return 'owner'
    })
    const { now, story, account } = page
    await page.grant()
    page.network.down = true
    await expect(now().key.sendAsync(story.mint(account))).rejects.toThrow(ChainUnreachableError)
    expect(asked).toBe(0)
    expect(page.wallet.signatureRequests).toBe(1)
  })

  test('a function that each render makes anew does not change `send`', async () => {
    const page = await openPage(() => 'throw')
    const { send, sendAsync } = page.now().key
    page.page.rerender({ onUnavailable: () => 'renew' })
    expect(page.now().key.send).toBe(send)
    expect(page.now().key.sendAsync).toBe(sendAsync)
    const sending = sendAsync(page.story.mint(page.account))
    await page.approve()
    expect(await sending).toMatchObject({ success: true })
  })
})

import { type Address, createWalletClient, custom } from 'viem'
import { afterEach, expect, test, vi } from 'vitest'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { assertOwnerWallet } from './assertOwnerWallet.ts'

const owner: Address = `0x${'a1'.repeat(20)}`
const account = { owner, chainId: 31_337, address: owner } as SmartAccount

afterEach(() => void vi.useRealTimers())

function walletThat(request: () => Promise<unknown>) {
  return createWalletClient({ account: owner, transport: custom({ request }, { retryCount: 0 }) })
}

test('the owner on the right chain passes', async () => {
  await assertOwnerWallet(
    walletThat(async () => '0x7a69'),
    account,
  )
})

test('a wallet that never says which chain it is on is given up on', async () => {
  vi.useFakeTimers()
  const asking = assertOwnerWallet(
    walletThat(() => new Promise(() => undefined)),
    account,
  )
  const ended = expect(asking).rejects.toMatchObject({
    name: 'WalletError',
    reason: 'no-answer',
    chainEffect: 'none',
  })
  await vi.advanceTimersByTimeAsync(29_999)
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  await ended
  expect(vi.getTimerCount()).toBe(0)
})

test('who gives up before ends it at once, and leaves no timer', async () => {
  vi.useFakeTimers()
  const controller = new AbortController()
  const asking = assertOwnerWallet(
    walletThat(() => new Promise(() => undefined)),
    account,
    controller.signal,
  )
  controller.abort('enough')
  await expect(asking).rejects.toMatchObject({ name: 'AbortedError', cause: 'enough' })
  expect(vi.getTimerCount()).toBe(0)
})

test('what the wallet throws is told in words', async () => {
  const refused = walletThat(() => Promise.reject(Object.assign(new Error('off'), { code: 4900 })))
  await expect(assertOwnerWallet(refused, account)).rejects.toMatchObject({
    name: 'WalletError',
    reason: 'disconnected',
  })
})

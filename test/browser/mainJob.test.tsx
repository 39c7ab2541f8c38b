import { renderHook } from '@testing-library/react'
import { deleteDB } from 'idb'
import { createPublicClient, http, parseAbi, parseUnits, zeroHash } from 'viem'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { readRoot } from '../../src/account/readRoot.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { useGrantSession } from '../../src/hooks/useGrantSession.ts'
import { useRevokeSessions } from '../../src/hooks/useRevokeSessions.ts'
import { useSendSessionTransaction } from '../../src/hooks/useSendSessionTransaction.ts'
import { useSession } from '../../src/hooks/useSession.ts'
import { useSessions } from '../../src/hooks/useSessions.ts'
import { useSmartAccount } from '../../src/hooks/useSmartAccount.ts'
import { indexedDb } from '../../src/storage/drivers/indexedDb.ts'
import { deviceVault } from '../../src/storage/vaults/deviceVault.ts'
import { createReactDapp, createStory, eventually } from '../harness/createReactDapp.tsx'
import { faucet } from '../harness/faucet.ts'

const names: string[] = []
const drivers: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const driver of drivers.splice(0)) await driver.close()
  for (const name of names.splice(0)) await deleteDB(name)
})

/** A browser profile: every page over it has the same databases. */
function createProfile() {
  const name = `grantkit-test-${crypto.randomUUID()}`
  names.push(name, `${name}-vault`)
  return () => {
    const storage = indexedDb({ name, persist: false })
    drivers.push(storage)
    return { storage, vault: deviceVault({ name: `${name}-vault` }) }
  }
}

function useMainJob(sessionId?: string) {
  return {
    account: useSmartAccount(),
    sessions: useSessions(),
    session: useSession({ sessionId }),
    grant: useGrantSession(),
    send: useSendSessionTransaction(),
    revoke: useRevokeSessions(),
  }
}

const balanceAbi = parseAbi(['function balanceOf(address owner) view returns (uint256)'])
function createChain() {
  const { rpcUrl, contracts } = inject('devnet')
  const client = createPublicClient({ transport: http(rpcUrl) })
  const balanceOf = (address: `0x${string}`, of: `0x${string}`) =>
    client.readContract({ address, abi: balanceAbi, functionName: 'balanceOf', args: [of] })
  return {
    root: async (account: `0x${string}`) => (await readRoot(client, account)).root,
    nfts: (of: `0x${string}`) => balanceOf(contracts.nft, of),
    usdc: (of: `0x${string}`) => balanceOf(contracts.usdc, of),
  }
}

describe('the main job, through hooks', () => {
  test('grant once, send without a prompt, reload, send again, revoke', async () => {
    const open = createProfile()
    const story = createStory()
    const chain = createChain()
    const first = await createReactDapp(open())
    const { wallet } = first
    const page = renderHook(() => useMainJob(), { wrapper: first.wrapper })
    await eventually(() => page.result.current.sessions.data).toEqual([])
    const account = page.result.current.account.data?.address ?? '0x'
    expect(account).toMatch(/^0x[0-9a-fA-F]{40}$/)
    expect(account).not.toBe(wallet.address)
    await faucet(account)

    const session = await page.result.current.grant.mutateAsync({ policy: story.policy(account) })
    expect(session.status).toBe('ACTIVE')
    expect(wallet.signatureRequests).toBe(1)
    await eventually(() => page.result.current.sessions.data).toMatchObject([
      { id: session.id, status: 'ACTIVE', account },
    ])
    await page.result.current.send.mutateAsync({ calls: [story.mint(account)] })
    expect(await chain.nfts(account)).toBe(1n)
    page.unmount()

    // the page is loaded again: nothing is left but the databases and the wallet
    const second = await createReactDapp({ ...open(), wallet, connected: false })
    const again = renderHook(() => useMainJob(session.id), { wrapper: second.wrapper })
    await eventually(() => again.result.current.session.data?.status).toBe('ACTIVE')
    await again.result.current.send.mutateAsync({
      sessionId: session.id,
      calls: [story.mint(account), story.pay('1')],
    })
    expect(await chain.nfts(account)).toBe(2n)
    expect(await chain.usdc(story.shop)).toBe(parseUnits('1', 6))
    expect(wallet.signatureRequests).toBe(1)

    await again.result.current.revoke.mutateAsync({ sessionIds: [session.id] })
    expect(wallet.signatureRequests).toBe(2)
    expect(await chain.root(account)).toBe(zeroHash)
    await eventually(() => again.result.current.session.data?.status).toBe('REVOKED')
    await expect(
      again.result.current.send.mutateAsync({
        sessionId: session.id,
        calls: [story.mint(account)],
      }),
    ).rejects.toThrow(SessionNotUsableError)
    await eventually(() => again.result.current.send.isError).toBe(true)
  })

  test('what one tab grants and revokes shows in the other', async () => {
    const open = createProfile()
    const story = createStory()
    const left = await createReactDapp(open())
    const right = await createReactDapp({ ...open(), wallet: left.wallet })
    const one = renderHook(() => useMainJob(), { wrapper: left.wrapper })
    const two = renderHook(() => useMainJob(), { wrapper: right.wrapper })
    await eventually(() => one.result.current.sessions.data).toEqual([])
    await eventually(() => two.result.current.sessions.data).toEqual([])
    const account = one.result.current.account.data?.address ?? '0x'

    const session = await one.result.current.grant.mutateAsync({
      policy: story.mintPolicy(account),
    })
    await eventually(() => two.result.current.sessions.data).toMatchObject([
      { id: session.id, status: 'ACTIVE' },
    ])
    await two.result.current.send.mutateAsync({ calls: [story.mint(account)] })

    await two.result.current.revoke.mutateAsync({ sessionIds: [session.id] })
    await eventually(() => one.result.current.sessions.data?.[0]?.status).toBe('REVOKED')
    expect(left.wallet.signatureRequests).toBe(2)
  })
})

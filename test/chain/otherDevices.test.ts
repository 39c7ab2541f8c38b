import { zeroHash } from 'viem'
import { describe, expect, inject, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendOwnerTransaction } from '../../src/actions/sendOwnerTransaction.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { SessionConfig } from '../../src/config/createSessionConfig.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { UnknownRootError } from '../../src/errors/UnknownRootError.ts'
import { UserOperationRejectedError } from '../../src/errors/UserOperationRejectedError.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import type { RootRecord } from '../../src/types/AccountRecords.ts'
import type { Session } from '../../src/types/Session.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent, dumpStorage } from '../harness/dumpStorage.ts'
import { hookedStorage } from '../harness/hookedStorage.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { rootOf } from '../harness/rootOf.ts'
import { rpcReply, startProxy } from '../harness/startProxy.ts'

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })
const grantOf = ({ chainId, wallet }: TestDapp) => ({ chainId, wallet })

/** The user's phone and laptop, which share nothing but the wallet. */
async function twoDevices() {
  const dapp = await createTestDapp()
  const laptop = dapp.config
  const phone = dapp.reload({ storage: memory() })
  const statusesOn = async (config: typeof laptop) =>
    (await getSessions(config, scopeOf(dapp))).map(({ status, reason }) => reason ?? status)
  return { dapp, laptop, phone, statusesOn }
}

describe('revokeAllSessions', () => {
  test('ends everything from a device that knows nothing', async () => {
    const { dapp, laptop, phone, statusesOn } = await twoDevices()
    const session = await grantSession(laptop, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    await revokeAllSessions(phone, grantOf(dapp))
    expect(await dapp.root()).toBe(zeroHash)

    const sending = sendSessionTransaction(laptop, { sessionId: session.id, calls: [mint(dapp)] })
    await expect(sending).rejects.toThrow(SessionNotUsableError)
    await expect(sending).rejects.toMatchObject({ reason: 'out-of-sync' })
    expect(await reconcileSessions(laptop, scopeOf(dapp))).toBe('in-sync')
    expect(await statusesOn(laptop)).toEqual(['REVOKED'])
    expect((await readAccountRecords(laptop.storage, scopeOf(dapp))).keys.size).toBe(0)

    const state = { ...scopeOf(dapp), kind: 'state', id: session.id } as const
    const journal = (await laptop.storage.get(state))?.value as unknown as SessionState
    expect(journal.messages.map(({ type }) => type)).toEqual(['granted', 'revoked'])
  })

  test('asks nobody when there is nothing to end', async () => {
    const { dapp, phone } = await twoDevices()
    const before = await dumpStorage(phone.storage)
    expect(await revokeAllSessions(phone, grantOf(dapp))).toBeUndefined()
    expect(await dumpStorage(phone.storage)).toBe(before)
  })
})

describe('a root that this device does not know', () => {
  test('a grant that would end other sessions says so, and is done only when that is accepted', async () => {
    const { dapp, laptop, phone, statusesOn } = await twoDevices()
    const first = await grantSession(laptop, { ...grantOf(dapp), policy: payPolicy(dapp) })
    const before = await dumpStorage(phone.storage)
    await expect(
      grantSession(phone, { ...grantOf(dapp), policy: mintPolicy(dapp) }),
    ).rejects.toThrow(UnknownRootError)
    expect(await dumpStorage(phone.storage)).toBe(before)
    expect(await dapp.root()).toBe(rootOf(first))

    const second = await grantSession(phone, {
      ...grantOf(dapp),
      policy: mintPolicy(dapp),
      replaceUnknownRoot: true,
    })
    expect(await dapp.root()).toBe(rootOf(second))
    expect(await reconcileSessions(laptop, scopeOf(dapp))).toBe('out-of-sync')
    expect(await statusesOn(laptop)).toEqual(['out-of-sync'])

    // and back: what was replaced is over, and never enters a root again
    const third = await grantSession(laptop, {
      ...grantOf(dapp),
      policy: mintPolicy(dapp),
      replaceUnknownRoot: true,
    })
    expect(await dapp.root()).toBe(rootOf(third))
    expect(await statusesOn(laptop)).toEqual(['REVOKED', 'ACTIVE'])
  })

  test('a revocation does not end sessions of others; the message names the way', async () => {
    const { dapp, laptop, phone } = await twoDevices()
    const first = await grantSession(laptop, { ...grantOf(dapp), policy: payPolicy(dapp) })
    await grantSession(phone, {
      ...grantOf(dapp),
      policy: mintPolicy(dapp),
      replaceUnknownRoot: true,
    })
    const root = await dapp.root()
    const revoking = revokeSessions(laptop, { ...grantOf(dapp), sessionIds: [first.id] })
    await expect(revoking).rejects.toThrow(UnknownRootError)
    await expect(revoking).rejects.toThrow('revokeAllSessions()')
    expect(await dapp.root()).toBe(root)
  })

  test('what was ended elsewhere does not come back with a revocation of something else', async () => {
    const { dapp, laptop, phone, statusesOn } = await twoDevices()
    const first = await grantSession(laptop, { ...grantOf(dapp), policy: payPolicy(dapp) })
    await grantSession(laptop, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    await revokeAllSessions(phone, grantOf(dapp))
    await revokeSessions(laptop, { ...grantOf(dapp), sessionIds: [first.id] })
    expect(await dapp.root()).toBe(zeroHash)
    expect(await statusesOn(laptop)).toEqual(['REVOKED', 'REVOKED'])
  })

  test('nor with a grant', async () => {
    const { dapp, laptop, phone, statusesOn } = await twoDevices()
    await grantSession(laptop, { ...grantOf(dapp), policy: payPolicy(dapp) })
    await revokeAllSessions(phone, grantOf(dapp))
    const next = await grantSession(laptop, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    expect(await dapp.root()).toBe(rootOf(next))
    expect(await statusesOn(laptop)).toEqual(['REVOKED', 'ACTIVE'])
  })

  test('a change that another device makes meanwhile is not run over', async () => {
    const { dapp, laptop, phone } = await twoDevices()
    await grantSession(laptop, { ...grantOf(dapp), policy: payPolicy(dapp) })
    let theirs: Session | undefined
    // after the laptop has read the root, and before it sends
    const storage = hookedStorage(laptop.storage, (batch) => {
      const [root] = batch
      const staged = root?.type === 'put' && (root.value as unknown as RootRecord).staged
      if (!staged || theirs) return undefined
      return grantSession(phone, {
        ...grantOf(dapp),
        policy: mintPolicy(dapp),
        replaceUnknownRoot: true,
      }).then((session) => {
        theirs = session
      })
    })
    const granting = grantSession(dapp.reload({ storage }), {
      ...grantOf(dapp),
      policy: mintPolicy(dapp),
    })
    await expect(granting).rejects.toThrow(UserOperationRejectedError)
    await expect(granting).rejects.toMatchObject({ code: 'AA25', chainEffect: 'none' })
    expect(await dapp.root()).toBe(rootOf(theirs as Session))
  })
})

describe('an account that two devices deploy at once', () => {
  test('the later one is told so, changed nothing, and goes on when it tries again', async () => {
    const dapp = await createTestDapp()
    // neither is sent before both are ready
    let bothReady = () => {}
    const ready = new Promise<void>((resolve) => {
      bothReady = resolve
    })
    let count = 0
    const proxy = await startProxy(inject('devnet').bundlerUrl, async ({ method }) => {
      if (method !== 'eth_sendUserOperation') return undefined
      count += 1
      if (count === 2) bothReady()
      await ready
      return undefined
    })
    const bundler = { [dapp.chainId]: proxy.url }
    const laptop = dapp.reload({ storage: memory(), bundler })
    const phone = dapp.reload({ storage: memory(), bundler })
    const sending = (config: SessionConfig) =>
      sendOwnerTransaction(config, { ...grantOf(dapp), calls: [mint(dapp)] })
    const both = await Promise.allSettled([sending(laptop), sending(phone)])
    const [late, ...others] = both.flatMap((it) => (it.status === 'rejected' ? [it.reason] : []))
    expect(others).toEqual([])
    expect(late).toBeInstanceOf(UserOperationRejectedError)
    expect(late).toMatchObject({ chainEffect: 'none' })
    expect(late.shortMessage).toContain('of another tab, device or process')
    expect(late.shortMessage).not.toContain('nonce')
    expect(await dapp.nftBalance()).toBe(1n)
    await sending(phone)
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test('a grant that is refused for it leaves nothing behind', async () => {
    const { dapp, phone } = await twoDevices()
    const before = await dumpContent(phone.storage)
    const message =
      'AA10 sender already constructed: A conflicting userOperation with initCode for this sender is already in the mempool, bump the gas price by minimum 10%'
    const proxy = await startProxy(inject('devnet').bundlerUrl, ({ method }) =>
      method === 'eth_sendUserOperation'
        ? rpcReply({ error: { code: -32602, message } })
        : undefined,
    )
    const bundler = { [dapp.chainId]: proxy.url }
    const granting = grantSession(dapp.reload({ storage: phone.storage, bundler }), {
      ...grantOf(dapp),
      policy: mintPolicy(dapp),
    })
    await expect(granting).rejects.toMatchObject({ code: 'AA10', chainEffect: 'none' })
    expect(await dumpContent(phone.storage)).toBe(before)
  })

  test('one that was deployed while the owner signed is told of as well', async () => {
    const { dapp, laptop, phone } = await twoDevices()
    let theirs: Session | undefined
    const storage = hookedStorage(laptop.storage, (batch) => {
      const [root] = batch
      const staged = root?.type === 'put' && (root.value as unknown as RootRecord).staged
      if (!staged || theirs) return undefined
      return grantSession(phone, { ...grantOf(dapp), policy: mintPolicy(dapp) }).then((session) => {
        theirs = session
      })
    })
    const granting = grantSession(dapp.reload({ storage }), {
      ...grantOf(dapp),
      policy: payPolicy(dapp),
    })
    await expect(granting).rejects.toMatchObject({ chainEffect: 'none' })
    await expect(granting).rejects.toThrow(
      'the account was deployed meanwhile, by another tab, device or process',
    )
    expect(await dapp.root()).toBe(rootOf(theirs as Session))
  })
})

describe('a node that is behind', () => {
  /** A node whose newest block is an earlier one. */
  async function laggingNode() {
    const { rpcUrl } = inject('devnet')
    const proxy = await startProxy(rpcUrl)
    const lag = (at: bigint, answers: number) => {
      let left = answers
      proxy.fault = async ({ method, params }) => {
        if (method !== 'eth_getBlockByNumber' || left <= 0) return undefined
        if (params[0] === 'pending') return { body: '{"jsonrpc":"2.0","id":1,"result":null}' }
        left -= 1
        const answer = await fetch(rpcUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method,
            params: [`0x${at.toString(16)}`, false],
          }),
        })
        return { body: await answer.text() }
      }
    }
    return { proxy, lag }
  }

  test('a grant that is mined is not undone because a node has not seen its block', async () => {
    const dapp = await createTestDapp()
    const { proxy, lag } = await laggingNode()
    const config = dapp.reload({ clients: { [dapp.chainId]: dapp.clientOf(proxy.url) } })
    const session = await grantSession(config, {
      ...grantOf(dapp),
      policy: mintPolicy(dapp),
      onProgress: ({ phase }) => {
        if (phase === 'submitted')
          void dapp.client.getBlockNumber().then((newest) => lag(newest - 1n, 3))
      },
    })
    expect(session.status).toBe('ACTIVE')
    expect(await dapp.root()).toBe(rootOf(session))
  })

  test('what it does not know yet ends no session, and counts once it knows', async () => {
    const dapp = await createTestDapp()
    const { proxy, lag } = await laggingNode()
    const first = await dapp.client.getBlockNumber()
    const session = await grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    const config = dapp.reload({ clients: { [dapp.chainId]: dapp.clientOf(proxy.url) } })
    lag(first, 5)
    // that it is on the chain is storage's word alone
    expect(await reconcileSessions(config, scopeOf(dapp))).toBe('out-of-sync')
    // the node is waited for
    const [seen] = await getSessions(config, scopeOf(dapp))
    expect(seen?.status).toBe('ACTIVE')
    expect(await reconcileSessions(config, scopeOf(dapp))).toBe('in-sync')
    // and what this page has seen itself, a node that is late does not take back
    lag(first, 100)
    expect(await reconcileSessions(config, scopeOf(dapp))).toBe('in-sync')
    await sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(1n)

    const next = await grantSession(config, {
      ...grantOf(dapp),
      policy: payPolicy(dapp),
      onProgress: ({ phase }) => {
        if (phase === 'submitted') proxy.fault = undefined
      },
    })
    expect(await dapp.root()).toBe(rootOf(session, next))
  })
})

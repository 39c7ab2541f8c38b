import { zeroHash } from 'viem'
import { afterEach, describe, expect, inject, test, vi } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { CreateSessionConfigParameters } from '../../src/config/createSessionConfig.ts'
import { BundlerUnreachableError } from '../../src/errors/BundlerUnreachableError.ts'
import { ChangeInFlightError } from '../../src/errors/ChangeInFlightError.ts'
import { NotRecordedError } from '../../src/errors/NotRecordedError.ts'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import { UserOperationTimeoutError } from '../../src/errors/UserOperationTimeoutError.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import type { RootRecord } from '../../src/types/AccountRecords.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import type { StorageOperation } from '../../src/types/Storage.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent } from '../harness/dumpStorage.ts'
import { hookedStorage } from '../harness/hookedStorage.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { rpcReply, startProxy, type TestProxy } from '../harness/startProxy.ts'
import { stoppableStorage } from '../harness/stoppableStorage.ts'
import { walletThat } from '../harness/wallets.ts'

const never = new Promise<never>(() => undefined)
const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })

afterEach(() => void vi.useRealTimers())

/** What a batch does to the root's record, which every step of a change writes. */
function stepOf(operations: readonly StorageOperation[]) {
  const put = operations.find(({ address }) => address.kind === 'root')
  if (put?.type !== 'put') return undefined
  const { staged } = put.value as unknown as RootRecord
  if (!staged) return 'commit'
  if (!staged.operation) return 'stage'
  return staged.operation.accepted ? 'accepted' : 'signed'
}

/** A dapp with one live session, and another page over the same storage that begins a change. */
async function setUp(
  changes: (proxy: TestProxy) => Partial<CreateSessionConfigParameters> = () => ({}),
) {
  const { chainId, bundlerUrl } = inject('devnet')
  const proxy = await startProxy(bundlerUrl)
  const dapp = await createTestDapp()
  const { wallet } = dapp
  const session = await grantSession(dapp.config, { policy: payPolicy(dapp), chainId, wallet })
  const page = dapp.reload({ bundler: { [chainId]: proxy.url }, ...changes(proxy) })
  return { dapp, page, proxy, session, chainId, wallet }
}

type Setup = Awaited<ReturnType<typeof setUp>>

const kinds = {
  grant: {
    begin: ({ dapp, page, chainId, wallet }: Setup, signer = wallet) =>
      grantSession(page, { policy: mintPolicy(dapp), chainId, wallet: signer }),
    before: ['ACTIVE'],
    staged: ['ACTIVE', 'PENDING'],
    after: ['ACTIVE', 'ACTIVE'],
  },
  revoke: {
    begin: ({ page, session, chainId, wallet }: Setup, signer = wallet) =>
      revokeSessions(page, { sessionIds: [session.id], chainId, wallet: signer }),
    before: ['ACTIVE'],
    staged: ['ACTIVE'],
    after: ['REVOKED'],
  },
}

async function statuses({ dapp }: Setup): Promise<string[]> {
  const sessions = await getSessions(dapp.reload(), scopeOf(dapp))
  return sessions.map(({ status }) => status)
}

/** A new page over the same storage, until nothing is on its way any more. */
async function settle({ dapp }: Setup) {
  const { config } = { config: dapp.reload() }
  await expect
    .poll(() => reconcileSessions(config, scopeOf(dapp)), { timeout: 20_000, interval: 100 })
    .toBe('in-sync')
  const records = await readAccountRecords(config.storage, scopeOf(dapp))
  expect(records.root.staged).toBeUndefined()
  expect(records.root.root).toBe(await dapp.root())
}

/** Whatever lives can be used, and what does not has left no key. */
async function check(setup: Setup) {
  const { dapp } = setup
  const sessions = await getSessions(dapp.reload(), scopeOf(dapp))
  const { keys } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
  const live = sessions.filter(({ status }) => status === 'ACTIVE')
  expect([...keys.keys()].sort()).toEqual(
    live.map(({ keyAddress }) => keyAddress.toLowerCase()).sort(),
  )
  const minter = live[1]
  if (minter)
    await sendSessionTransaction(dapp.reload(), { sessionId: minter.id, calls: [mint(dapp)] })
}

describe.each(['grant', 'revoke'] as const)('a %s after a crash', (name) => {
  const kind = kinds[name]

  test('before anything was stored: as if it had not been asked for', async () => {
    let stopped = Promise.resolve()
    const setup = await setUp()
    const { dapp } = setup
    const before = await dumpContent(dapp.config.storage)
    const stop = stoppableStorage(dapp.config.storage, (batch) => stepOf(batch) === 'stage')
    stopped = stop.whenStopped
    setup.page = dapp.reload({ storage: stop.storage })
    void kind.begin(setup)
    await stopped
    expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-sync')
    expect(await dumpContent(dapp.config.storage)).toBe(before)
  })

  test('while the wallet asked: in flight for as long as it may still ask, then gone', async () => {
    const setup = await setUp()
    const { dapp } = setup
    const before = await dumpContent(dapp.config.storage)
    await new Promise<void>((resolve) => {
      const wallet = walletThat(dapp, () => {
        resolve()
        return never
      })
      void kind.begin(setup, wallet)
    })
    expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-flight')
    expect(await statuses(setup)).toEqual(kind.staged)
    const { chainId, wallet } = setup
    await expect(
      grantSession(dapp.reload(), { policy: mintPolicy(dapp), chainId, wallet }),
    ).rejects.toThrow(ChangeInFlightError)

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 })
    expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-sync')
    vi.useRealTimers()
    expect(await statuses(setup)).toEqual(kind.before)
    expect(await dumpContent(dapp.config.storage)).toBe(before)
  })

  test('while the wallet asked, in a browser: gone at once, since no other page has the lock', async () => {
    const setup = await setUp()
    const { dapp } = setup
    await new Promise<void>((resolve) => {
      const wallet = walletThat(dapp, () => {
        resolve()
        return never
      })
      void kind.begin(setup, wallet)
    })
    const request = async (...[, ...rest]: unknown[]) => {
      const run = rest.at(-1) as (lock: object) => Promise<unknown>
      return run({})
    }
    vi.stubGlobal('navigator', { locks: { request } })
    try {
      expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-sync')
    } finally {
      vi.unstubAllGlobals()
    }
    expect(await statuses(setup)).toEqual(kind.before)
    await check(setup)
  })

  test('signed and not sent: in flight for as long as it may arrive, then gone', async () => {
    const setup = await setUp()
    const { dapp, proxy } = setup
    await new Promise<void>((resolve) => {
      proxy.fault = ({ method }) => {
        if (method !== 'eth_sendUserOperation') return undefined
        resolve()
        return never
      }
      void kind.begin(setup).catch(() => undefined)
    })
    expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-flight')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16_000 })
    expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-sync')
    vi.useRealTimers()
    expect(await statuses(setup)).toEqual(kind.before)
    await check(setup)
  })

  test.each(['accepted', 'commit'] as const)(
    'sent, right before "%s" is stored: it counts',
    async (step) => {
      const setup = await setUp()
      const { dapp } = setup
      const stop = stoppableStorage(dapp.config.storage, (batch) => stepOf(batch) === step)
      setup.page = dapp.reload({ storage: stop.storage })
      void kind.begin(setup)
      await stop.whenStopped
      await settle(setup)
      expect(await statuses(setup)).toEqual(kind.after)
      await check(setup)
      const type = name === 'grant' ? 'granted' : 'revoked'
      const { records } = await dapp.config.storage.list({ ...scopeOf(dapp), kind: 'state' })
      const journals = records.map(({ value }) => (value as unknown as SessionState).messages)
      expect(journals.flat().filter((entry) => entry.type === type)).toHaveLength(
        name === 'grant' ? 2 : 1,
      )
    },
  )

  test('sent, and the answer and the page are lost: it counts', async () => {
    const setup = await setUp()
    const { proxy } = setup
    await new Promise<void>((resolve) => {
      proxy.fault = async ({ method, forward }) => {
        if (method !== 'eth_sendUserOperation') return forward()
        await forward()
        resolve()
        return never
      }
      void kind.begin(setup).catch(() => undefined)
    })
    await settle(setup)
    expect(await statuses(setup)).toEqual(kind.after)
    await check(setup)
  })
})

/** What was signed, sent, and is not waited for any more. */
async function givenUp(dapp: TestDapp): Promise<string[]> {
  const { root } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
  return (root.givenUp ?? []).map(({ kind }) => kind)
}

describe.each(['grant', 'revoke'] as const)('a %s over a bad line', (name) => {
  const kind = kinds[name]

  test('sent, and the answer is cut: it goes on', async () => {
    const setup = await setUp()
    setup.proxy.fault = async ({ method, forward }) => {
      const reply = await forward()
      return method === 'eth_sendUserOperation' ? 'cut' : reply
    }
    await kind.begin(setup)
    expect(setup.proxy.counts().eth_sendUserOperation).toBe(1)
    expect(await statuses(setup)).toEqual(kind.after)
  })

  test('sent, and the bundler is gone: it goes on, since the chain tells', async () => {
    const setup = await setUp()
    let gone = false
    setup.proxy.fault = async ({ method, forward }) => {
      const reply = gone ? undefined : await forward()
      if (method === 'eth_sendUserOperation') gone = true
      return gone ? 'cut' : reply
    }
    await kind.begin(setup)
    expect(await statuses(setup)).toEqual(kind.after)
  })

  test('cut before it arrived: nothing is claimed, and then nothing is left of it', async () => {
    const setup = await setUp(() => ({ timeout: 500 }))
    const before = await dumpContent(setup.dapp.config.storage)
    setup.proxy.fault = ({ method }) => (method === 'eth_sendUserOperation' ? 'cut' : undefined)
    const begun = kind.begin(setup)
    await expect(begun).rejects.toThrow(BundlerUnreachableError)
    await expect(begun).rejects.toMatchObject({ chainEffect: 'unknown' })
    expect(await reconcileSessions(setup.page, scopeOf(setup.dapp))).toBe('in-sync')
    expect(await dumpContent(setup.dapp.config.storage)).toBe(before)
    expect(await givenUp(setup.dapp)).toEqual([name])
  })

  test('an internal error is no refusal: what was taken all the same counts', async () => {
    const setup = await setUp()
    setup.proxy.fault = async ({ method, forward }) => {
      const reply = await forward()
      return method === 'eth_sendUserOperation'
        ? rpcReply({ error: { code: -32603, message: 'upstream timed out' } })
        : reply
    }
    await kind.begin(setup)
    expect(setup.proxy.counts().eth_sendUserOperation).toBe(1)
    expect(await statuses(setup)).toEqual(kind.after)
  })

  test('accepted and dropped: it times out, and is gone once the bundler has forgotten it', async () => {
    const setup = await setUp(() => ({ timeout: 500 }))
    const before = await dumpContent(setup.dapp.config.storage)
    setup.proxy.fault = ({ method }) =>
      method === 'eth_sendUserOperation' ? rpcReply({ result: zeroHash }) : undefined
    const begun = kind.begin(setup)
    await expect(begun).rejects.toThrow(UserOperationTimeoutError)
    await expect(begun).rejects.toMatchObject({ chainEffect: 'unknown' })
    expect(await statuses(setup)).toEqual(kind.staged)
    expect(await reconcileSessions(setup.page, scopeOf(setup.dapp))).toBe('in-sync')
    expect(await statuses(setup)).toEqual(kind.before)
    expect(await dumpContent(setup.dapp.config.storage)).toBe(before)
    expect(await givenUp(setup.dapp)).toEqual([name])
  })

  test('accepted and mined after the time was up: it counts', async () => {
    const setup = await setUp(() => ({ timeout: 500 }))
    let mine: () => Promise<unknown> = () => Promise.reject(new Error('Nothing was sent.'))
    setup.proxy.fault = ({ method, forward }) => {
      if (method === 'eth_getUserOperationByHash') return rpcReply({ result: {} })
      if (method !== 'eth_sendUserOperation') return undefined
      mine = forward
      return rpcReply({ result: zeroHash })
    }
    await expect(kind.begin(setup)).rejects.toThrow(UserOperationTimeoutError)
    expect(await reconcileSessions(setup.page, scopeOf(setup.dapp))).toBe('in-flight')
    await mine()
    await expect
      .poll(() => reconcileSessions(setup.page, scopeOf(setup.dapp)), { timeout: 20_000 })
      .toBe('in-sync')
    expect(await statuses(setup)).toEqual(kind.after)
  })
})

describe('a storage that fails after something was sent', () => {
  const full = () =>
    Promise.reject(new StorageUnavailableError('The storage is full.', 'Make room.'))

  test('a grant that is on the chain is not called failed, and is settled later', async () => {
    const setup = await setUp()
    const { dapp } = setup
    const storage = hookedStorage(dapp.config.storage, (batch) =>
      stepOf(batch) === 'commit' ? full() : undefined,
    )
    setup.page = dapp.reload({ storage })
    const begun = kinds.grant.begin(setup)
    await expect(begun).rejects.toThrow(NotRecordedError)
    await expect(begun).rejects.toMatchObject({ chainEffect: 'changed' })
    await settle(setup)
    expect(await statuses(setup)).toEqual(['ACTIVE', 'ACTIVE'])
  })

  test('a send that is on the chain says so', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    let puts = 0
    const storage = {
      ...config.storage,
      put: (...args: Parameters<typeof config.storage.put>) =>
        args[0].kind === 'state' && ++puts === 2 ? full() : config.storage.put(...args),
    }
    const sending = sendSessionTransaction(dapp.reload({ storage }), {
      sessionId: session.id,
      calls: [mint(dapp)],
    })
    await expect(sending).rejects.toThrow(NotRecordedError)
    await expect(sending).rejects.toMatchObject({ chainEffect: 'changed' })
    await expect(sending).rejects.toMatchObject({ transactionHash: expect.stringMatching(/^0x/) })
    expect(await dapp.nftBalance()).toBe(1n)
  })
})

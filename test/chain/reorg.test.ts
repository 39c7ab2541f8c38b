import { createClient, createTestClient, http, zeroHash } from 'viem'
import { entryPoint06Abi, entryPoint06Address } from 'viem/account-abstraction'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { CreateSessionConfigParameters } from '../../src/config/createSessionConfig.ts'
import { ChangeInFlightError } from '../../src/errors/ChangeInFlightError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import type { Devnet } from '../devnet/Devnet.ts'
import { startDevnet } from '../devnet/startDevnet.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'

// a chain of its own: what happens to it happens to all accounts
let devnet: Devnet
beforeAll(async () => {
  devnet = await startDevnet()
}, 60_000)
afterAll(() => devnet.stop())

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })

async function setUp() {
  const dapp = await createTestDapp({ devnet })
  const chain = createTestClient({
    chain: dapp.client.chain,
    mode: 'anvil',
    transport: http(devnet.rpcUrl),
  })
  const request = (method: string, params: unknown[]) =>
    chain.request({ method, params } as Parameters<typeof chain.request>[0])
  return {
    dapp,
    request,
    /**
     * Replaces the newest blocks by empty ones, once the bundler has seen what is in them: before, it
     * would wait for its own transaction, which the chain dropped, for as long as nothing is mined.
     */
    async reorganise(depth: number) {
      const newest = await dapp.client.getBlockNumber({ cacheTime: 0 })
      const dropped = await dapp.client.getContractEvents({
        address: entryPoint06Address,
        abi: entryPoint06Abi,
        eventName: 'UserOperationEvent',
        fromBlock: newest - BigInt(depth) + 1n,
      })
      const bundler = createClient({ transport: http(devnet.bundlerUrl) })
      for (const { args } of dropped) {
        const asked = { method: 'pimlico_getUserOperationStatus', params: [args.userOpHash] }
        await expect
          .poll(() => bundler.request(asked as never), { timeout: 20_000 })
          .toMatchObject({ status: 'included' })
      }
      await request('anvil_reorg', [depth, []])
      await request('anvil_mine', ['0x1'])
    },
  }
}

async function statuses(dapp: TestDapp): Promise<string[]> {
  const sessions = await getSessions(dapp.reload(), scopeOf(dapp))
  return sessions.map(({ status, reason }) => (reason ? `${status}: ${reason}` : status))
}

async function settle(
  dapp: TestDapp,
  changes: Partial<CreateSessionConfigParameters> = { timeout: 15_000 },
) {
  const config = dapp.reload(changes)
  await expect
    .poll(() => reconcileSessions(config, scopeOf(dapp)), { timeout: 20_000, interval: 100 })
    .not.toBe('in-flight')
}

async function depthOf(dapp: TestDapp, transactionHash: `0x${string}` | undefined) {
  const receipt = await dapp.client.getTransactionReceipt({ hash: transactionHash ?? zeroHash })
  return Number((await dapp.client.getBlockNumber({ cacheTime: 0 })) - receipt.blockNumber) + 1
}

/** The bundler cannot be asked to take anything again. */
async function deafBundler({ chainId }: TestDapp) {
  const proxy = await startProxy(devnet.bundlerUrl)
  proxy.fault = ({ method }) => (method === 'eth_sendUserOperation' ? 'cut' : undefined)
  return { timeout: 500, bundler: { [chainId]: proxy.url } }
}

async function journal({ config, ...dapp }: TestDapp, id: string) {
  const scope = { chainId: dapp.chainId, account: dapp.account.address }
  const record = await config.storage.get({ ...scope, kind: 'state', id })
  return (record?.value as unknown as SessionState | undefined)?.messages ?? []
}

/** What is stored is what the chain says, and no key is left of what does not live. */
async function check(dapp: TestDapp, expected: readonly string[]) {
  const { root, sessions, keys } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
  expect(root.staged).toBeUndefined()
  expect(root.root).toBe(await dapp.root())
  expect(await statuses(dapp)).toEqual(expected)
  const usable = (await getSessions(dapp.reload(), scopeOf(dapp))).filter(
    ({ status }) => status === 'ACTIVE',
  )
  expect([...keys.keys()].sort()).toEqual(
    usable.map(({ keyAddress }) => keyAddress.toLowerCase()).sort(),
  )
  const leaves = sessions.filter(({ inRoot }) => inRoot).flatMap((it) => it.permissions)
  expect(createMerkleTree(leaves.map(({ leaf }) => hashLeaf(leaf))).root).toBe(root.root)
}

describe('a reorganisation that drops a grant', () => {
  test('it is no longer ACTIVE; the same operation is sent again and counts', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    const second = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    await reorganise(await depthOf(dapp, second.transactionHash))
    expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-flight')
    expect(await statuses(dapp)).toEqual(['ACTIVE', 'PENDING'])
    await settle(dapp)
    await check(dapp, ['ACTIVE', 'ACTIVE'])
    await sendSessionTransaction(dapp.reload(), { sessionId: second.id, calls: [mint(dapp)] })
    expect((await journal(dapp, second.id)).map(({ type }) => type)).toEqual([
      'granted',
      'reorganised',
      'granted',
      'transaction',
    ])
  })

  test('and cannot be sent again: it is gone, key and all, and the one before lives', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    const first = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const second = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    await reorganise(await depthOf(dapp, second.transactionHash))
    await settle(dapp, await deafBundler(dapp))
    await check(dapp, ['ACTIVE'])
    await sendSessionTransaction(dapp.reload(), { sessionId: first.id, calls: [mint(dapp)] })
  })

  test('two deep: both are sent again in their order', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    const first = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    await reorganise(await depthOf(dapp, first.transactionHash))
    await settle(dapp)
    await check(dapp, ['ACTIVE', 'ACTIVE'])
  })

  test('two deep, and neither can be sent again: nothing is left of them', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    const first = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    await reorganise(await depthOf(dapp, first.transactionHash))
    await settle(dapp, await deafBundler(dapp))
    expect(await dapp.root()).toBe(zeroHash)
    await check(dapp, [])
  })

  test('the next grant notices it, and builds on what is there', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    const first = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    await reorganise(await depthOf(dapp, first.transactionHash))
    const late = dapp.reload()
    await expect(grantSession(late, { policy: mintPolicy(dapp), chainId, wallet })).rejects.toThrow(
      ChangeInFlightError,
    )
    await settle(dapp)
    await grantSession(late, { policy: mintPolicy(dapp), chainId, wallet })
    await check(dapp, ['ACTIVE', 'ACTIVE'])
  })
})

describe('a reorganisation that drops a revocation', () => {
  test('it is no longer REVOKED; the same operation is sent again and counts', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const receipt = await revokeSessions(config, { sessionIds: [session.id], chainId, wallet })
    await reorganise(await depthOf(dapp, receipt?.transactionHash))
    expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-flight')
    // what is stored; by now the chain may have mined the operation again
    const { sessions } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
    expect(sessions).toMatchObject([{ status: 'ACTIVE', inRoot: true }])
    await settle(dapp)
    await check(dapp, ['REVOKED'])
  })

  test('and cannot be sent again: it is live, says so, and can be revoked once more', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const receipt = await revokeSessions(config, { sessionIds: [session.id], chainId, wallet })
    await reorganise(await depthOf(dapp, receipt?.transactionHash))
    await settle(dapp, await deafBundler(dapp))
    await check(dapp, ['INACTIVE: key-unavailable'])
    await revokeSessions(dapp.reload(), { sessionIds: [session.id], chainId, wallet })
    await check(dapp, ['REVOKED'])
  })

  test('of another device: what it had ended is live again', async () => {
    const { dapp, reorganise } = await setUp()
    const { chainId, wallet, config } = dapp
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const other = dapp.reload({ storage: memory() })
    const receipt = await revokeAllSessions(other, { chainId, wallet })
    expect(await reconcileSessions(config, scopeOf(dapp))).toBe('in-sync')
    await check(dapp, ['REVOKED'])
    await reorganise(await depthOf(dapp, receipt?.transactionHash))
    await settle(dapp)
    await check(dapp, ['INACTIVE: key-unavailable'])
  })
})

test('a reorganisation that drops a transaction: the journal says so, until it is mined again', async () => {
  const { dapp, reorganise, request } = await setUp()
  const { chainId, wallet, config } = dapp
  const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  const calls = [mint(dapp)]
  const sent = await sendSessionTransaction(config, { sessionId: session.id, calls })
  await reorganise(await depthOf(dapp, sent.transactionHash))
  await reconcileSessions(dapp.reload(), scopeOf(dapp))
  expect((await journal(dapp, session.id)).at(-1)).toMatchObject({ status: 'reorganised' })
  // the lane's nonce is free again: what takes it shows that the first can no longer happen
  const again = await sendSessionTransaction(config, { sessionId: session.id, calls })
  await request('anvil_mine', ['0x1'])
  await reconcileSessions(dapp.reload(), scopeOf(dapp))
  expect((await journal(dapp, session.id)).slice(-2)).toMatchObject([
    { userOpHash: sent.userOpHash, status: expect.stringMatching(/^(replaced|mined)$/) },
    { userOpHash: again.userOpHash, status: 'mined' },
  ])
})

test('a chain that begins anew is not taken for a node that is behind', async () => {
  const { dapp, request } = await setUp()
  const { chainId, wallet, config } = dapp
  await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  const block = await dapp.client.getBlock()
  await request('anvil_rollback', [Number(block.number) - 1])
  await request('evm_setNextBlockTimestamp', [Number(block.timestamp) + 10])
  await request('anvil_mine', ['0x1'])
  await settle(dapp, await deafBundler(dapp))
  await check(dapp, [])
})

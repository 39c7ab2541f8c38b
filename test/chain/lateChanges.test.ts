import { createClient, type Hash, http } from 'viem'
import { expect, inject, test } from 'vitest'
import { findUserOperation } from '../../src/account/findUserOperation.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { UserOperationDroppedError } from '../../src/errors/UserOperationDroppedError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'

// a bundler that says it gave an operation up is not the chain: another one may have it

const devnet = inject('devnet')
const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })

/** A dapp, and a bundler that takes operations, keeps them to itself and knows nothing of them. */
async function createForgetfulDapp() {
  const proxy = await startProxy(devnet.bundlerUrl)
  const dapp = await createTestDapp({ bundler: { 80002: proxy.url } })
  const kept: (readonly unknown[])[] = []
  return {
    ...dapp,
    forget() {
      proxy.fault = ({ method, params }) => {
        if (method !== 'eth_sendUserOperation') return undefined
        kept.push(params)
        return { body: JSON.stringify({ jsonrpc: '2.0', id: 1, result: `0x${'5a'.repeat(32)}` }) }
      }
    },
    remember() {
      proxy.fault = undefined
    },
    /** Brings the oldest operation that was kept to the chain. */
    async mineLate() {
      const bundler = createClient({ transport: http(devnet.bundlerUrl) })
      const [params] = kept.splice(0, 1)
      const send = { method: 'eth_sendUserOperation', params } as never
      const userOpHash = await bundler.request<{ ReturnType: Hash }>(send)
      await expect
        .poll(() => findUserOperation(dapp.client, { userOpHash, fromBlock: 0n }), {
          timeout: 20_000,
        })
        .toMatchObject({ success: true })
    },
  }
}

async function statuses(dapp: TestDapp): Promise<string[]> {
  const sessions = await getSessions(dapp.reload(), scopeOf(dapp))
  return sessions.map(({ status, reason }) => (reason ? `${status}: ${reason}` : status))
}

/** The tree that is stored is the chain's, and no key is there but of what can be used. */
async function expectTrue(dapp: TestDapp) {
  const { root, sessions, keys } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
  const leaves = sessions.filter(({ inRoot }) => inRoot).flatMap((it) => it.permissions)
  expect(createMerkleTree(leaves.map(({ leaf }) => hashLeaf(leaf))).root).toBe(await dapp.root())
  expect(root.root).toBe(await dapp.root())
  expect(root.staged).toBeUndefined()
  expect(root.givenUp).toBeUndefined()
  const usable = (await getSessions(dapp.reload(), scopeOf(dapp))).filter(
    ({ status }) => status === 'ACTIVE',
  )
  const addresses = usable.map(({ keyAddress }) => keyAddress.toLowerCase())
  expect([...keys.keys()].sort()).toEqual(addresses.sort())
}

test('a grant that is mined after it was given up is known, and the others go on', async () => {
  const dapp = await createForgetfulDapp()
  const { config, chainId, wallet } = dapp
  const first = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  dapp.forget()
  await expect(
    grantSession(config, { policy: payPolicy(dapp), chainId, wallet }),
  ).rejects.toBeInstanceOf(UserOperationDroppedError)
  expect(await statuses(dapp)).toEqual(['ACTIVE'])
  dapp.remember()

  await dapp.mineLate()
  const page = dapp.reload()
  expect(await reconcileSessions(page, scopeOf(dapp))).toBe('in-sync')
  // its key was destroyed with it, so that nobody can act by it
  expect(await statuses(dapp)).toEqual(['ACTIVE', 'INACTIVE: key-unavailable'])
  await expectTrue(dapp)
  await sendSessionTransaction(page, { sessionId: first.id, calls: [mint(dapp)] })
  const [, late] = await getSessions(page, scopeOf(dapp))
  if (!late) throw new Error('It is not there.')
  await expect(
    sendSessionTransaction(page, { sessionId: late.id, calls: [mint(dapp)] }),
  ).rejects.toBeInstanceOf(SessionNotUsableError)

  await revokeSessions(page, { sessionIds: [late.id], chainId, wallet })
  expect(await statuses(dapp)).toEqual(['ACTIVE', 'REVOKED'])
  await expectTrue(dapp)
})

test('so is the first of an account, by the next grant, which stands on it', async () => {
  const dapp = await createForgetfulDapp()
  const { config, chainId, wallet } = dapp
  dapp.forget()
  await expect(
    grantSession(config, { policy: mintPolicy(dapp), chainId, wallet }),
  ).rejects.toBeInstanceOf(UserOperationDroppedError)
  expect(await statuses(dapp)).toEqual([])
  dapp.remember()

  await dapp.mineLate()
  const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  expect(await statuses(dapp)).toEqual(['INACTIVE: key-unavailable', 'ACTIVE'])
  await expectTrue(dapp)
  await sendSessionTransaction(dapp.reload(), { sessionId: session.id, calls: [mint(dapp)] })
})

test('a revocation that is mined after it was given up counts', async () => {
  const dapp = await createForgetfulDapp()
  const { config, chainId, wallet } = dapp
  const first = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  const second = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
  dapp.forget()
  await expect(
    revokeSessions(config, { sessionIds: [second.id], chainId, wallet }),
  ).rejects.toBeInstanceOf(UserOperationDroppedError)
  expect(await statuses(dapp)).toEqual(['ACTIVE', 'ACTIVE'])
  dapp.remember()

  await dapp.mineLate()
  expect(await reconcileSessions(dapp.reload(), scopeOf(dapp))).toBe('in-sync')
  expect(await statuses(dapp)).toEqual(['ACTIVE', 'REVOKED'])
  await expectTrue(dapp)
  await sendSessionTransaction(dapp.reload(), { sessionId: first.id, calls: [mint(dapp)] })
})

test('what was given up is forgotten once another change took its nonce', async () => {
  const dapp = await createForgetfulDapp()
  const { config, chainId, wallet } = dapp
  dapp.forget()
  const policy = mintPolicy(dapp)
  await expect(grantSession(config, { policy, chainId, wallet })).rejects.toBeInstanceOf(
    UserOperationDroppedError,
  )
  const before = await readAccountRecords(config.storage, scopeOf(dapp))
  expect(before.root.givenUp).toHaveLength(1)
  expect(before.keys.size).toBe(0)
  dapp.remember()

  await grantSession(config, { policy, chainId, wallet })
  expect(await statuses(dapp)).toEqual(['ACTIVE'])
  await expectTrue(dapp)
  await expect(dapp.mineLate()).rejects.toThrow()
})

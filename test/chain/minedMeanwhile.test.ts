import { toFunctionSelector } from 'viem'
import { expect, inject, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { BundlerUnreachableError } from '../../src/errors/BundlerUnreachableError.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'

// an operation that is mined between two reads uses its nonce too: it was not replaced

const { rpcUrl, bundlerUrl } = inject('devnet')
const readsNonce = toFunctionSelector('getNonce(address,uint192)')
const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })

/** A bundler that takes an operation, answers nothing, and has it mined when it is told to. */
async function createSlowDapp() {
  const bundler = await startProxy(bundlerUrl)
  const dapp = await createTestDapp({ bundler: { 80002: bundler.url }, timeout: 500 })
  let kept: (() => Promise<unknown>) | undefined
  /** Has what was kept mined, and resolves once it is. */
  const mine = async () => {
    const forward = kept
    kept = undefined
    const before = await dapp.client.getBlockNumber({ cacheTime: 0 })
    await forward?.()
    if (forward)
      await expect
        .poll(() => dapp.client.getBlockNumber({ cacheTime: 0 }), { timeout: 20_000 })
        .toBeGreaterThan(before)
  }
  return {
    ...dapp,
    keep() {
      bundler.fault = ({ method, forward }) => {
        if (method !== 'eth_sendUserOperation') return undefined
        kept = forward
        return 'cut'
      }
    },
    /** A new page, for which it is mined right before the nonce is read, which tells so. */
    async openMeanwhile() {
      bundler.fault = undefined
      const node = await startProxy(rpcUrl, async ({ method, params }) => {
        if (method !== 'eth_call') return undefined
        const [call] = params as [{ data?: string }]
        if (!call.data?.startsWith(readsNonce)) return undefined
        await mine()
        const response = await fetch(rpcUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [call, 'latest'] }),
        })
        return { body: await response.text() }
      })
      return dapp.reload({ clients: { 80002: dapp.clientOf(node.url) } })
    },
  }
}

const statuses = async (dapp: TestDapp) =>
  (await getSessions(dapp.reload(), scopeOf(dapp))).map(({ status }) => status)

async function expectSettled(dapp: TestDapp) {
  const { root, keys } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
  expect(root).toMatchObject({ root: await dapp.root() })
  expect(root.staged).toBeUndefined()
  expect(root.givenUp).toBeUndefined()
  const live = (await statuses(dapp)).filter((status) => status === 'ACTIVE')
  expect(keys.size).toBe(live.length)
}

test('a grant that is mined between the reads of root and nonce counts', async () => {
  const dapp = await createSlowDapp()
  const { config, chainId, wallet } = dapp
  await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  dapp.keep()
  await expect(
    grantSession(config, { policy: payPolicy(dapp), chainId, wallet }),
  ).rejects.toBeInstanceOf(BundlerUnreachableError)
  expect(await reconcileSessions(await dapp.openMeanwhile(), scopeOf(dapp))).toBe('in-sync')
  expect(await statuses(dapp)).toEqual(['ACTIVE', 'ACTIVE'])
  await expectSettled(dapp)
})

test('so does a revocation', async () => {
  const dapp = await createSlowDapp()
  const { config, chainId, wallet } = dapp
  await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  const { id } = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
  dapp.keep()
  await expect(
    revokeSessions(config, { sessionIds: [id], chainId, wallet }),
  ).rejects.toBeInstanceOf(BundlerUnreachableError)
  expect(await reconcileSessions(await dapp.openMeanwhile(), scopeOf(dapp))).toBe('in-sync')
  expect(await statuses(dapp)).toEqual(['ACTIVE', 'REVOKED'])
  await expectSettled(dapp)
})

test('a send that is mined between the reads of logs and nonce is mined, not replaced', async () => {
  const dapp = await createSlowDapp()
  const { config, chainId, wallet } = dapp
  const { id } = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  dapp.keep()
  await expect(
    sendSessionTransaction(config, { sessionId: id, calls: [mint(dapp)] }),
  ).rejects.toBeInstanceOf(BundlerUnreachableError)
  await reconcileSessions(await dapp.openMeanwhile(), scopeOf(dapp))
  const record = await config.storage.get({ ...scopeOf(dapp), kind: 'state', id })
  const { messages } = (record?.value ?? {}) as unknown as Partial<SessionState>
  expect(messages?.at(-1)).toMatchObject({ type: 'transaction', status: 'mined' })
  expect(await dapp.nftBalance()).toBe(1n)
})

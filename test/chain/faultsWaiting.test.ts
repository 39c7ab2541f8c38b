import { parseGwei } from 'viem'
import { describe, expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { AbortedError } from '../../src/errors/AbortedError.ts'
import { UserOperationTimeoutError } from '../../src/errors/UserOperationTimeoutError.ts'
import { UserOperationUnderpricedError } from '../../src/errors/UserOperationUnderpricedError.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent } from '../harness/dumpStorage.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { rpcReply, startProxy } from '../harness/startProxy.ts'

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const never = () => new Promise<never>(() => undefined)

/** A page whose bundler, paymaster and node can be stopped, and a session that may mint. */
async function setUp(options: { sponsored?: boolean } = {}) {
  const { chainId, bundlerUrl, paymasterUrl, rpcUrl } = inject('devnet')
  const [bundler, paymaster, node] = await Promise.all(
    [bundlerUrl, paymasterUrl, rpcUrl].map((url) => startProxy(url)),
  )
  if (!bundler || !paymaster || !node) throw new Error('A proxy is missing.')
  const dapp = await createTestDapp()
  const { wallet } = dapp
  const session = await grantSession(dapp.config, { policy: mintPolicy(dapp), chainId, wallet })
  const page = dapp.reload({
    bundler: { [chainId]: bundler.url },
    paymaster:
      options.sponsored === false ? {} : { [chainId]: { url: paymaster.url, type: 'biconomy' } },
    clients: { [chainId]: dapp.clientOf(node.url) },
    timeout: 400,
    pollingInterval: 50,
  })
  return { dapp, page, session, chainId, proxies: { bundler, paymaster, node } }
}
type Setup = Awaited<ReturnType<typeof setUp>>

/** By a page without faults, what is stored is what the chain says. */
async function expectTruth({ dapp, page }: Setup) {
  await expect
    .poll(() => reconcileSessions(page, scopeOf(dapp)), { timeout: 30_000, interval: 50 })
    .toBe('in-sync')
  const { root, sessions, keys } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
  expect(root.root).toBe(await dapp.root())
  const live = sessions.filter(({ inRoot }) => inRoot)
  expect(sessions.filter(({ status }) => status === 'ACTIVE')).toHaveLength(live.length)
  expect(keys.size).toBe(live.length)
}

describe('a grant that is aborted', () => {
  const points = {
    'while the price of gas is asked for': ['bundler', 'biconomy_getGasFeeValues', 'none'],
    'while the paymaster is asked': ['paymaster', 'pm_sponsorUserOperation', 'none'],
    'while it is estimated': ['bundler', 'eth_estimateUserOperationGas', 'none'],
    'while it is sent': ['bundler', 'eth_sendUserOperation', 'unknown'],
    'while it is awaited': ['node', 'eth_getLogs', 'unknown'],
  } as const

  test.each(Object.entries(points))('%s', async (name, [service, method, chainEffect]) => {
    const setup = await setUp({ sponsored: name !== 'while it is estimated' })
    const { dapp, page, chainId, proxies } = setup
    const before = await dumpContent(dapp.config.storage)
    const controller = new AbortController()
    proxies[service].fault = (request) => {
      if (request.method !== method) return undefined
      controller.abort('enough')
      return never()
    }
    const error = await caught(
      grantSession(page, {
        policy: payPolicy(dapp),
        chainId,
        wallet: dapp.wallet,
        signal: controller.signal,
      }),
    )
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({ chainEffect })
    proxies[service].fault = undefined
    if (chainEffect === 'none') expect(await dumpContent(dapp.config.storage)).toBe(before)
    else await expectTruth(setup)
  })
})

describe('a send that is aborted', () => {
  test.each([
    ['while it is sent', 'bundler', 'eth_sendUserOperation'],
    ['while it is awaited', 'node', 'eth_getLogs'],
  ] as const)('%s', async (_, service, method) => {
    const { dapp, page, session, proxies } = await setUp()
    const controller = new AbortController()
    proxies[service].fault = (request) => {
      if (request.method !== method) return undefined
      controller.abort('enough')
      return never()
    }
    const error = await caught(
      sendSessionTransaction(page, {
        sessionId: session.id,
        calls: [mint(dapp)],
        signal: controller.signal,
      }),
    )
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({ chainEffect: 'unknown' })
  })
})

describe('the price of gas', () => {
  const low = { maxFeePerGas: '0x7', maxPriorityFeePerGas: '0x1' }

  test('that rose before it was sent: refused with the numbers, nothing is left, and the next one offers them', async () => {
    const { dapp, page, session, chainId, proxies } = await setUp()
    const least = parseGwei('3')
    // as Alto does it where it checks; the price rose after it was asked for
    proxies.bundler.fault = ({ method, params }) => {
      if (method === 'biconomy_getGasFeeValues') return rpcReply({ result: low })
      if (method !== 'eth_sendUserOperation') return undefined
      const offered = BigInt((params[0] as { maxFeePerGas: string }).maxFeePerGas)
      const message = `maxFeePerGas must be at least ${least} (current maxFeePerGas: ${offered}) - use pimlico_getUserOperationGasPrice to get the current gas price`
      return offered < least ? rpcReply({ error: { code: -32602, message } }) : undefined
    }
    const before = await dumpContent(dapp.config.storage)
    const { wallet } = dapp
    const granting = await caught(grantSession(page, { policy: payPolicy(dapp), chainId, wallet }))
    expect(granting).toBeInstanceOf(UserOperationUnderpricedError)
    expect(granting).toMatchObject({
      chainEffect: 'none',
      offered: { maxFeePerGas: 7n, maxPriorityFeePerGas: 1n },
      required: { maxFeePerGas: least },
    })
    expect(String(granting)).toMatch(/It offers 0\.000000007 gwei.*\n.*asks for at least 3 gwei/)
    expect(await dumpContent(dapp.config.storage)).toBe(before)

    const calls = [mint(dapp)]
    proxies.bundler.requests.length = 0
    const longer = dapp.reload({ bundler: { [chainId]: proxies.bundler.url } })
    // another page does not know it yet: there the send is built anew, and nobody is asked
    await sendSessionTransaction(longer, { sessionId: session.id, calls })
    expect(proxies.bundler.counts()).toMatchObject({ eth_sendUserOperation: 2 })
    await sendSessionTransaction(longer, { sessionId: session.id, calls })
    expect(proxies.bundler.counts()).toMatchObject({ eth_sendUserOperation: 3 })
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test('that rose while it waited: the time-out names what it pays and what is asked', async () => {
    const setup = await setUp()
    const { dapp, page, session, proxies } = setup
    const userOpHash = `0x${'5a'.repeat(32)}`
    // taken, and never mined
    proxies.bundler.fault = ({ method }) => {
      if (method === 'eth_sendUserOperation') return rpcReply({ result: userOpHash })
      return method.endsWith('_getUserOperationStatus')
        ? rpcReply({ result: { status: 'not_submitted' } })
        : undefined
    }
    proxies.node.fault = async ({ method, forward }) => {
      if (method !== 'eth_getBlockByNumber') return undefined
      const answer = JSON.parse((await forward()).body) as { result: { baseFeePerGas: string } }
      answer.result.baseFeePerGas = `0x${parseGwei('900').toString(16)}`
      return { body: JSON.stringify(answer) }
    }
    const error = await caught(
      sendSessionTransaction(page, { sessionId: session.id, calls: [mint(dapp)] }),
    )
    expect(error).toBeInstanceOf(UserOperationTimeoutError)
    expect(error).toMatchObject({ chainEffect: 'unknown' })
    expect(String(error)).toMatch(/It pays \S+ gwei at most, and the base fee is 900 gwei/)
  })
})

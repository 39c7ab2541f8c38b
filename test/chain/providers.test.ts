import {
  type Address,
  createWalletClient,
  custom,
  type Hex,
  hexToBigInt,
  maxUint48,
  numberToHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, inject, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { sendOwnerTransaction } from '../../src/actions/sendOwnerTransaction.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type {
  CreateSessionConfigParameters,
  SessionConfig,
} from '../../src/config/createSessionConfig.ts'
import {
  BundlerInterfaceError,
  FeeFloorError,
  PaymasterInterfaceError,
} from '../../src/errors/serviceErrors.ts'
import { UserOperationUnderpricedError } from '../../src/errors/UserOperationUnderpricedError.ts'
import { signSponsorship } from '../devnet/gateway/signSponsorship.ts'
import type { UserOperation } from '../devnet/gateway/UserOperation.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy } from '../harness/policies.ts'
import { type Fault, type ProxyReply, rpcReply, startProxy } from '../harness/startProxy.ts'

const secret = 'very-secret-key'
const noMethod = (method: string) =>
  rpcReply({ error: { code: -32601, message: `The method ${method} does not exist.` } })

/** Grants and sends with these services, and gives back the config. */
async function grantAndSend(
  dapp: TestDapp,
  services: Pick<CreateSessionConfigParameters, 'bundler' | 'paymaster'>,
): Promise<{ config: SessionConfig; sessionId: string }> {
  const config = dapp.reload(services)
  const { chainId, wallet } = dapp
  const { id } = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  await sendSessionTransaction(config, { sessionId: id, calls: [mint(dapp)] })
  return { config, sessionId: id }
}

const withSecret = (url: string, path: string) => new URL(path, url).href

/** What the devnet's paymaster answers. */
async function askPaymaster(method: string, params: readonly unknown[]) {
  const response = await fetch(inject('devnet').paymasterUrl, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return (await response.json()) as { result: Record<string, unknown> }
}

function sponsorshipOf(userOperation: UserOperation): Promise<Hex> {
  const { chainId, contracts } = inject('devnet')
  const paymaster = contracts.verifyingPaymaster as Address
  return signSponsorship({ chainId, paymaster, userOperation, validUntil: Number(maxUint48) })
}

const emptyOperation: UserOperation = {
  sender: '0x0000000000000000000000000000000000000001',
  nonce: '0x0',
  initCode: '0x',
  callData: '0x',
  callGasLimit: '0x0',
  verificationGasLimit: '0x0',
  preVerificationGas: '0x0',
  maxFeePerGas: '0x0',
  maxPriorityFeePerGas: '0x0',
  paymasterAndData: '0x',
  signature: '0x',
}

/** Bundler and paymaster behind one address, as Candide has it. */
const candide: Fault = async ({ method, params }) => {
  if (method === 'pm_supportedERC20Tokens') {
    const dummyPaymasterAndData = await sponsorshipOf(emptyOperation)
    const paymasterMetadata = { name: 'Candide Paymaster', dummyPaymasterAndData }
    return rpcReply({ result: { paymasterMetadata, tokens: [] } })
  }
  if (method !== 'pm_sponsorUserOperation')
    return method.startsWith('pm_') ? noMethod(method) : undefined
  const [operation, entryPoint] = params as [UserOperation, unknown]
  const refuse = (message: string) => rpcReply({ error: { code: -32602, message } })
  if (typeof entryPoint !== 'string') return refuse('Invalid entrypoint')
  if (operation.callGasLimit === '0x0') return refuse('Invalid call gas limit')
  // the fees are the paymaster's: it pays them, and signs them
  const raised = (hex: Hex) => numberToHex((hexToBigInt(hex) * 11n) / 10n)
  const changed = {
    maxFeePerGas: raised(operation.maxFeePerGas),
    maxPriorityFeePerGas: raised(operation.maxPriorityFeePerGas),
  }
  const paymasterAndData = await sponsorshipOf({ ...operation, ...changed })
  return rpcReply({ result: { paymasterAndData, ...changed } })
}

describe('pm_sponsorUserOperation of three parameters', () => {
  test('behind an address of the form of Candide, which nobody takes for that of Biconomy', async () => {
    const dapp = await createTestDapp()
    const { chainId } = dapp
    const proxy = await startProxy(inject('devnet').bundlerUrl, candide)
    const url = withSecret(proxy.url, `/api/v3/${chainId}/${secret}`)
    await grantAndSend(dapp, { bundler: { [chainId]: url }, paymaster: { [chainId]: { url } } })
    expect(await dapp.nftBalance()).toBe(1n)
    const sponsored = proxy.requests.filter(
      ({ method, params }) => method === 'pm_sponsorUserOperation' && typeof params[1] === 'string',
    )
    // one for each operation: finding the interface sponsors nothing
    expect(sponsored).toHaveLength(2)
    expect(proxy.counts()).toMatchObject({ pm_getPaymasterStubData: 1, eth_sendUserOperation: 2 })
  })

  test('of one that estimates by itself, as those of Stackup and Pimlico', async () => {
    const dapp = await createTestDapp()
    const { chainId } = dapp
    const { paymasterUrl, bundlerUrl } = inject('devnet')
    const proxy = await startProxy(paymasterUrl, async ({ method, params }) => {
      if (method !== 'pm_sponsorUserOperation') return noMethod(method)
      if (typeof params[1] !== 'string')
        return rpcReply({ error: { code: -32602, message: 'invalid argument 1: not an address' } })
      return rpcReply(await askPaymaster(method, [params[0], { mode: 'SPONSORED' }]))
    })
    const type = 'sponsor-user-operation'
    const bundler = await startProxy(bundlerUrl)
    await grantAndSend(dapp, {
      bundler: { [chainId]: bundler.url },
      paymaster: { [chainId]: { url: proxy.url, type } },
    })
    expect(await dapp.nftBalance()).toBe(1n)
    expect(proxy.counts()).toMatchObject({ pm_sponsorUserOperation: 2 })
    expect(bundler.counts()).not.toHaveProperty('eth_estimateUserOperationGas')
  })
})

test('ERC-7677: a stub that is final is not asked for again', async () => {
  const dapp = await createTestDapp()
  const { chainId } = dapp
  const { paymasterUrl, bundlerUrl } = inject('devnet')
  const proxy = await startProxy(paymasterUrl, async ({ method, params }) => {
    if (method !== 'pm_getPaymasterStubData') return noMethod(method)
    const { result } = await askPaymaster('pm_sponsorUserOperation', [
      params[0],
      { mode: 'SPONSORED' },
    ])
    return rpcReply({ result: { ...result, isFinal: true, sponsor: { name: 'Devnet' } } })
  })
  await grantAndSend(dapp, {
    bundler: { [chainId]: bundlerUrl },
    paymaster: { [chainId]: { url: proxy.url } },
  })
  expect(await dapp.nftBalance()).toBe(1n)
  expect(proxy.counts()).toEqual({ pm_getPaymasterStubData: 2 })
})

describe('a service that is not what it is taken for', () => {
  const cases: readonly [
    string,
    (url: string) => Pick<CreateSessionConfigParameters, 'bundler' | 'paymaster'>,
    typeof PaymasterInterfaceError | typeof BundlerInterfaceError,
    string,
  ][] = [
    [
      'another interface than ERC-7677',
      (url) => ({
        bundler: { 80002: inject('devnet').bundlerUrl },
        paymaster: { 80002: { url, type: 'erc7677' } },
      }),
      PaymasterInterfaceError,
      'The paymaster of chain 80002 does not speak ERC-7677.',
    ],
    [
      "another interface than Biconomy's",
      (url) => ({
        bundler: { 80002: inject('devnet').bundlerUrl },
        paymaster: { 80002: { url, type: 'biconomy' } },
      }),
      PaymasterInterfaceError,
      "The paymaster of chain 80002 does not speak Biconomy's pm_sponsorUserOperation(userOp, mode).",
    ],
  ]
  test.each(cases)('a paymaster of %s', async (_, services, type, message) => {
    const dapp = await createTestDapp()
    const proxy = await startProxy(inject('devnet').bundlerUrl, candide)
    const url = withSecret(proxy.url, `/api/v3/80002/${secret}`)
    const error = await grantAndSend(dapp, services(url)).catch((it: unknown) => it)
    expect(error).toBeInstanceOf(type)
    expect(String(error)).toContain(message)
    expect(String(error)).toContain('Set its `type` to')
    expect(String(error)).not.toContain('policies and balance')
    expect(String(error)).not.toContain(secret)
    expect(await getSessions(dapp.config, scopeOf(dapp))).toEqual([])
  })

  test('a node that is taken for a bundler', async () => {
    const dapp = await createTestDapp({ sponsored: false })
    const proxy = await startProxy(inject('devnet').rpcUrl)
    const url = withSecret(proxy.url, `/v2/${secret}`)
    const services = { bundler: { [dapp.chainId]: url } }
    const error = await grantAndSend(dapp, services).catch((it: unknown) => it)
    expect(error).toBeInstanceOf(BundlerInterfaceError)
    expect(String(error)).toContain(
      'The bundler of chain 80002 does not have the method eth_estimateUserOperationGas.',
    )
    expect(String(error)).not.toContain(secret)
    expect(await getSessions(dapp.config, scopeOf(dapp))).toEqual([])
  })
})

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })

/** Alchemy's bundler: Rundler, whose tip stays the same here, and which names the floor of the tip in the words of its source. */
async function startAlchemy(times: bigint, method = 'eth_sendUserOperation') {
  const { bundlerUrl } = inject('devnet')
  const tips: bigint[] = []
  const response = await fetch(bundlerUrl, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'biconomy_getGasFeeValues' }),
  })
  const { result } = (await response.json()) as { result: { maxPriorityFeePerGas: Hex } }
  const tip = BigInt(result.maxPriorityFeePerGas)
  const proxy = await startProxy(bundlerUrl, async (request): Promise<ProxyReply | undefined> => {
    if (/^(biconomy|pimlico)_get.*(Fee|Price)/.test(request.method)) {
      const message = `Unsupported method: ${request.method}. See available methods at https://docs.alchemy.com/alchemy/documentation/apis`
      return rpcReply({ error: { code: -32600, message } }, 400)
    }
    if (request.method === 'rundler_maxPriorityFeePerGas')
      return rpcReply({ result: numberToHex(tip) })
    if (request.method !== method) return undefined
    const [operation] = request.params as [UserOperation]
    const offered = hexToBigInt(operation.maxPriorityFeePerGas)
    tips.push(offered)
    const floor = tip * times
    if (offered >= floor) return undefined
    const message = `precheck failed: maxPriorityFeePerGas is ${offered} but must be at least ${floor}`
    return rpcReply({ error: { code: -32602, message } })
  })
  return { proxy, tips, floor: tip * times }
}

describe('Alchemy', () => {
  test("the tip is Rundler's and a quarter more", async () => {
    const dapp = await createTestDapp()
    const { proxy, tips, floor } = await startAlchemy(1n)
    await grantAndSend(dapp, {
      bundler: { [dapp.chainId]: proxy.url },
      paymaster: { [dapp.chainId]: { url: inject('devnet').paymasterUrl, type: 'biconomy' } },
    })
    expect(tips.at(-1)).toBe((floor * 125n + 99n) / 100n)
  })

  test('a send that is refused for its tip is built anew with what is asked for, once', async () => {
    const dapp = await createTestDapp()
    const { chainId, wallet } = dapp
    const session = await grantSession(dapp.config, { policy: mintPolicy(dapp), chainId, wallet })
    const { proxy, tips, floor } = await startAlchemy(3n)
    const config = dapp.reload({ bundler: { [chainId]: proxy.url } })
    const send = () =>
      sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
    await send()
    expect(tips).toHaveLength(2)
    expect(tips[1]).toBe(floor)
    // what was learnt is offered at once
    await send()
    expect(tips).toHaveLength(3)
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test('one whose estimate is refused is built anew before the wallet is asked', async () => {
    const dapp = await createTestDapp({ sponsored: false })
    const { proxy, tips } = await startAlchemy(3n, 'eth_estimateUserOperationGas')
    await grantAndSend(dapp, { bundler: { [dapp.chainId]: proxy.url } })
    expect(await dapp.nftBalance()).toBe(1n)
    expect(tips).toHaveLength(3)
  })

  test('what the owner signed is not changed: the next attempt offers enough', async () => {
    const dapp = await createTestDapp()
    const { chainId } = dapp
    const { proxy, tips, floor } = await startAlchemy(3n)
    const config = dapp.reload({ bundler: { [chainId]: proxy.url } })
    const { wallet, signed } = countingWallet(dapp)
    const act = () => sendOwnerTransaction(config, { wallet, chainId, calls: [mint(dapp)] })
    const error = await act().catch((it: unknown) => it)
    expect(error).toBeInstanceOf(UserOperationUnderpricedError)
    expect(error).toMatchObject({ chainEffect: 'none' })
    expect(String(error)).toContain('the wallet asks for a signature again')
    expect([tips.length, signed.length]).toEqual([1, 1])
    await act()
    expect(await dapp.nftBalance()).toBe(1n)
    expect(tips.at(-1)).toBe(floor)
    expect(new Set(signed).size).toBe(2)
  })

  test('a grant that is refused for its tip leaves nothing, and the next one succeeds', async () => {
    const dapp = await createTestDapp()
    const { chainId } = dapp
    const { proxy } = await startAlchemy(3n)
    const config = dapp.reload({ bundler: { [chainId]: proxy.url } })
    const { wallet, signed } = countingWallet(dapp)
    const act = () => grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    await expect(act()).rejects.toBeInstanceOf(UserOperationUnderpricedError)
    expect(signed).toHaveLength(1)
    expect(await getSessions(config, scopeOf(dapp))).toEqual([])
    expect(await act()).toMatchObject({ status: 'ACTIVE' })
  })

  test('a floor out of proportion is not paid', async () => {
    const dapp = await createTestDapp()
    const { chainId, wallet } = dapp
    const session = await grantSession(dapp.config, { policy: mintPolicy(dapp), chainId, wallet })
    const { proxy, tips } = await startAlchemy(1_000_000n)
    const config = dapp.reload({ bundler: { [chainId]: proxy.url } })
    const sending = sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
    await expect(sending).rejects.toBeInstanceOf(FeeFloorError)
    expect(tips).toHaveLength(1)
    expect(await dapp.nftBalance()).toBe(0n)
  })
})

/** The owner's wallet, which tells what it was asked to sign. */
function countingWallet(dapp: TestDapp) {
  const signed: unknown[] = []
  const account = privateKeyToAccount(dapp.ownerKey)
  const transport = custom({
    async request({ method, params }: { method: string; params: [Hex] }) {
      if (method === 'eth_chainId') return numberToHex(dapp.chainId)
      if (method === 'eth_accounts') return [account.address]
      if (method !== 'personal_sign') throw new Error(method)
      signed.push(params[0])
      return account.signMessage({ message: { raw: params[0] } })
    },
  })
  const wallet = createWalletClient({ account: dapp.owner, chain: dapp.client.chain, transport })
  return { wallet, signed }
}

test('a bundler without any price of gas: that of the chain', async () => {
  const dapp = await createTestDapp({ sponsored: false })
  const proxy = await startProxy(inject('devnet').bundlerUrl, ({ method }) =>
    /^(biconomy|pimlico|rundler)_/.test(method) ? noMethod(method) : undefined,
  )
  await grantAndSend(dapp, { bundler: { [dapp.chainId]: proxy.url } })
  expect(await dapp.nftBalance()).toBe(1n)
  expect(proxy.counts()).toMatchObject({
    biconomy_getGasFeeValues: 1,
    pimlico_getUserOperationGasPrice: 1,
    rundler_maxPriorityFeePerGas: 1,
  })
})

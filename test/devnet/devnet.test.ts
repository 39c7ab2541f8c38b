import { createSmartAccountClient, PROXY_CREATION_CODE } from '@biconomy/account'
import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  parseAbi,
  parseEther,
  parseUnits,
} from 'viem'
import { entryPoint06Abi } from 'viem/account-abstraction'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Devnet } from './Devnet.ts'
import { startDevnet } from './startDevnet.ts'

const abi = parseAbi([
  'function accountCreationCode() view returns (bytes)',
  'function getAddressForCounterFactualAccount(address module, bytes setup, uint256 index) view returns (address)',
  'function initForSmartAccount(address owner)',
  'function minimalHandler() view returns (address)',
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
  'function balanceOf(address) view returns (uint256)',
  'function execute(address to, uint256 value, bytes data)',
])

let devnet: Devnet
let client: ReturnType<typeof connect>

function connect() {
  return createPublicClient({ chain: polygonAmoy, transport: http(devnet.rpcUrl) })
}

// The first start on a machine compiles the contracts.
beforeAll(async () => {
  devnet = await startDevnet()
  client = connect()
}, 180_000)

afterAll(() => devnet.stop())

async function post(url: string, body: string) {
  const response = await fetch(url, { method: 'POST', body })
  return { status: response.status, body: await response.json() }
}

async function call(url: string, method: string, params: readonly unknown[] = []) {
  const { body } = await post(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  return body as { result?: unknown; error?: { code: number; message: string } }
}

describe('contracts', () => {
  test("accounts have the SDK's creation code", async () => {
    const code = await client.readContract({
      address: devnet.contracts.smartAccountFactory,
      abi,
      functionName: 'accountCreationCode',
    })
    expect(code).toBe(PROXY_CREATION_CODE)
  })

  test('the factory gives accounts the callback handler that the SDK expects', async () => {
    const handler = await client.readContract({
      address: devnet.contracts.smartAccountFactory,
      abi,
      functionName: 'minimalHandler',
    })
    expect(handler).toBe(devnet.contracts.defaultCallbackHandler)
  })

  test('the SDK, the factory and the entry point agree on the address of an account', async () => {
    const owner = privateKeyToAccount(generatePrivateKey())
    const { ecdsaModule, entryPoint, smartAccountFactory } = devnet.contracts
    const account = await createSmartAccountClient({
      signer: createWalletClient({
        account: owner,
        chain: polygonAmoy,
        transport: http(devnet.rpcUrl),
      }),
      bundlerUrl: devnet.bundlerUrl,
      rpcUrl: devnet.rpcUrl,
    })
    const setup = encodeFunctionData({
      abi,
      functionName: 'initForSmartAccount',
      args: [owner.address],
    })
    const address = await client.readContract({
      address: smartAccountFactory,
      abi,
      functionName: 'getAddressForCounterFactualAccount',
      args: [ecdsaModule, setup, 0n],
    })
    expect(await account.getAccountAddress()).toBe(address)

    await expect(
      client.simulateContract({
        address: entryPoint,
        abi: entryPoint06Abi,
        functionName: 'getSenderAddress',
        args: [(await account.getAccountInitCode()) as Hex],
      }),
    ).rejects.toMatchObject({
      cause: { data: { errorName: 'SenderAddressResult', args: [address] } },
    })
  })

  test.each([
    ['usdc', 'USD Coin', 'USDC'],
    ['nft', 'Mock NFT', 'MNFT'],
  ] as const)('%s has a name and a symbol', async (contract, name, symbol) => {
    const token = { address: devnet.contracts[contract], abi }
    expect(await client.readContract({ ...token, functionName: 'name' })).toBe(name)
    expect(await client.readContract({ ...token, functionName: 'symbol' })).toBe(symbol)
  })

  test('reads from several contracts go through multicall', async () => {
    const usdc = { address: devnet.contracts.usdc, abi }
    const results = await client.multicall({
      allowFailure: false,
      contracts: [
        { ...usdc, functionName: 'decimals' },
        { ...usdc, functionName: 'symbol' },
      ],
    })
    expect(results).toEqual([6, 'USDC'])
  })

  test('a balance goes through multicall, as in the clients of a wagmi config', async () => {
    const [user] = devnet.accounts
    const address = user?.address ?? '0x'
    const batching = createPublicClient({
      chain: polygonAmoy,
      transport: http(devnet.rpcUrl),
      batch: { multicall: true },
    })
    const [balance] = await Promise.all([
      batching.getBalance({ address }),
      batching.readContract({ address: devnet.contracts.usdc, abi, functionName: 'decimals' }),
    ])
    expect(balance).toBe(await client.getBalance({ address }))
  })
})

describe('bundler', () => {
  test("answers Biconomy's method for fees", async () => {
    const { result } = await call(devnet.bundlerUrl, 'biconomy_getGasFeeValues')
    expect(result).toEqual({
      maxFeePerGas: expect.stringMatching(/^0x/),
      maxPriorityFeePerGas: expect.stringMatching(/^0x/),
    })
  })

  test('passes on what Alto answers', async () => {
    expect(await call(devnet.bundlerUrl, 'eth_chainId')).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: '0x13882',
    })
    const { entryPoint } = devnet.contracts
    expect((await call(devnet.bundlerUrl, 'eth_supportedEntryPoints')).result).toEqual([entryPoint])
  })

  test('an error comes with status 200', async () => {
    const request = { jsonrpc: '2.0', id: 'abc', method: 'eth_sendUserOperation', params: [{}] }
    const { status, body } = await post(devnet.bundlerUrl, JSON.stringify(request))
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: 'abc', error: { code: expect.any(Number) } })
  })

  test('a body that is not JSON is a parse error', async () => {
    const { status, body } = await post(devnet.bundlerUrl, '{')
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: null, error: { code: -32700 } })
  })

  test('a batch is answered in order', async () => {
    const batch = [
      { jsonrpc: '2.0', id: 1, method: 'eth_chainId' },
      { jsonrpc: '2.0', id: 2, method: 'eth_nothing' },
      'nonsense',
    ]
    const { body } = await post(devnet.bundlerUrl, JSON.stringify(batch))
    expect(body).toMatchObject([
      { id: 1, result: '0x13882' },
      { id: 2, error: { code: -32601 } },
      { id: null, error: { code: -32600 } },
    ])
  })

  test('a state is reported for an operation that nobody knows', async () => {
    const { result } = await call(devnet.bundlerUrl, 'biconomy_getUserOperationStatus', [
      `0x${'12'.repeat(32)}`,
    ])
    expect(result).toEqual({ state: 'NOT_FOUND' })
  })
})

describe('paymaster', () => {
  // The first account's address is enough of an account here: nothing is sent.
  const sender = () => devnet.accounts[0]?.address

  test('signs what ERC-7677 asks for', async () => {
    const { entryPoint, verifyingPaymaster } = devnet.contracts
    for (const method of ['pm_getPaymasterStubData', 'pm_getPaymasterData']) {
      const { result } = await call(devnet.paymasterUrl, method, [
        { sender: sender(), nonce: '0x0', initCode: '0x', callData: '0x' },
        entryPoint,
        '0x13882',
        {},
      ])
      const { paymasterAndData } = result as { paymasterAndData: Hex }
      expect(paymasterAndData).toMatch(new RegExp(`^${verifyingPaymaster}`, 'i'))
      expect(paymasterAndData).toHaveLength(2 + 2 * (20 + 64 + 65))
    }
  })

  test('refuses another chain, another entry point and another mode', async () => {
    const { entryPoint, usdc } = devnet.contracts
    const operation = { sender: sender() }
    for (const [method, ...params] of [
      ['pm_getPaymasterData', operation, entryPoint, '0x1'],
      ['pm_getPaymasterData', operation, usdc, '0x13882'],
      ['pm_sponsorUserOperation', operation, { mode: 'ERC20' }],
      ['pm_sponsorUserOperation', { sender: 'nobody' }, { mode: 'SPONSORED' }],
    ] as const) {
      const { error } = await call(devnet.paymasterUrl, method, params)
      expect(error?.code).toBe(-32602)
    }
  })

  test('pays for 20 operations of one account at once', { timeout: 30_000 }, async () => {
    const owner = devnet.accounts[1]
    if (!owner) throw new Error('The devnet has too few accounts.')
    const account = await createSmartAccountClient({
      signer: createWalletClient({
        account: privateKeyToAccount(owner.privateKey),
        chain: polygonAmoy,
        transport: http(devnet.rpcUrl),
      }),
      bundlerUrl: devnet.bundlerUrl,
      paymasterUrl: devnet.paymasterUrl,
      rpcUrl: devnet.rpcUrl,
    })
    const mint = {
      to: devnet.contracts.nft,
      data: encodeFunctionData({
        abi: parseAbi(['function safeMint(address to)']),
        args: [await account.getAccountAddress()],
      }),
    }
    const send = async (nonceKey: number) => {
      const { userOpHash } = await account.sendTransaction(mint, {
        nonceOptions: { nonceKey },
        paymasterServiceData: { mode: 'SPONSORED' as never },
      })
      return userOpHash
    }
    const mined = (hash: string) =>
      expect.poll(
        async () => (await call(devnet.bundlerUrl, 'eth_getUserOperationReceipt', [hash])).result,
        { interval: 20, timeout: 10_000 },
      )

    // The first deploys the account.
    await mined(await send(0)).toMatchObject({ success: true })
    const hashes = await Promise.all(Array.from({ length: 20 }, (_, lane) => send(lane + 1)))
    for (const hash of hashes) {
      await mined(hash).toMatchObject({
        success: true,
        paymaster: devnet.contracts.verifyingPaymaster,
      })
    }
    const minted = await client.readContract({
      address: devnet.contracts.nft,
      abi,
      functionName: 'balanceOf',
      args: [await account.getAccountAddress()],
    })
    expect(minted).toBe(21n)
  })
})

describe('faucet', () => {
  test.each(['POST', 'GET'])('%s sends a native token and 1,000 USDC', async (method) => {
    const { address } = privateKeyToAccount(generatePrivateKey())
    const response =
      method === 'POST'
        ? await fetch(devnet.faucetUrl, { method, body: JSON.stringify({ address }) })
        : await fetch(`${devnet.faucetUrl}?address=${address}`)
    expect(await response.json()).toEqual({
      transactionHashes: [expect.stringMatching(/^0x/), expect.stringMatching(/^0x/)],
    })
    expect(await client.getBalance({ address })).toBe(parseEther('1'))
    const usdc = await client.readContract({
      address: devnet.contracts.usdc,
      abi,
      functionName: 'balanceOf',
      args: [address],
    })
    expect(usdc).toBe(parseUnits('1000', 6))
  })

  test('sends no native token when it is told not to', async () => {
    const { address } = privateKeyToAccount(generatePrivateKey())
    const { body } = await post(devnet.faucetUrl, JSON.stringify({ address, coin: false }))
    expect(body).toEqual({ transactionHashes: [expect.stringMatching(/^0x/)] })
    expect(await client.getBalance({ address })).toBe(0n)
  })

  test('requests at once do not disturb each other', async () => {
    const requests = Array.from({ length: 10 }, () => {
      const { address } = privateKeyToAccount(generatePrivateKey())
      return post(devnet.faucetUrl, JSON.stringify({ address }))
    })
    for (const { status } of await Promise.all(requests)) expect(status).toBe(200)
  })

  test.each(['{}', '{', '{"address":"0x12"}', 'null'])('refuses %s', async (body) => {
    expect((await post(devnet.faucetUrl, body)).status).toBe(400)
  })
})

describe('gateway', () => {
  test('is open to any page', async () => {
    const preflight = await fetch(devnet.bundlerUrl, {
      method: 'OPTIONS',
      headers: { 'access-control-request-headers': 'content-type' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
  })

  test('knows its paths', async () => {
    const { origin } = new URL(devnet.bundlerUrl)
    expect((await fetch(`${origin}/health`)).status).toBe(200)
    expect((await fetch(`${origin}/`)).status).toBe(404)
    expect((await fetch(`${origin}/api/v2/1/key`, { method: 'POST', body: '{}' })).status).toBe(404)
    expect((await fetch(devnet.bundlerUrl)).status).toBe(405)
  })

  test('refuses a body that is too large', async () => {
    expect((await post(devnet.bundlerUrl, ' '.repeat(5 * 1024 * 1024))).status).toBe(413)
  })
})

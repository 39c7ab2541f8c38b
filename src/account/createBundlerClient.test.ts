import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import {
  type Client,
  createClient,
  custom,
  type EIP1193RequestFn,
  fallback,
  http,
  parseGwei,
  type Transport,
  zeroAddress,
  zeroHash,
} from 'viem'
import { polygonAmoy } from 'viem/chains'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { BaseError } from '../errors/BaseError.ts'
import { UserOperationUnderpricedError } from '../errors/UserOperationUnderpricedError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import { type BundlerClient, createBundlerClient } from './createBundlerClient.ts'
import { requestTimeoutOf } from './requestTimeoutOf.ts'

const operation: UserOperation = {
  sender: zeroAddress,
  nonce: 0n,
  initCode: '0x',
  callData: '0x',
  callGasLimit: 0n,
  verificationGasLimit: 0n,
  preVerificationGas: 0n,
  maxFeePerGas: parseGwei('1.5'),
  maxPriorityFeePerGas: parseGwei('1'),
  paymasterAndData: '0x',
  signature: '0x',
}

const nodeTransport = custom({
  request: async ({ method }) =>
    method === 'eth_getBlockByNumber'
      ? { baseFeePerGas: '0x64', number: '0x1', timestamp: '0x1', transactions: [] }
      : '0x1',
})
const node = createClient({ transport: nodeTransport })

/** A bundler that has these methods and no others. */
function bundlerWith(methods: Record<string, () => unknown>, client: Client = node) {
  const asked: string[] = []
  const request = (async ({ method }: { method: string }) => {
    asked.push(method)
    const answer = methods[method]
    if (!answer) throw Object.assign(new Error('No such method.'), { code: -32601 })
    return answer()
  }) as EIP1193RequestFn
  const bundler = createBundlerClient({ url: custom({ request }), getClient: () => client })
  return { bundler, asked }
}

const never = () => new Promise<never>(() => undefined)
const refusing = (code: number, message: string, data?: unknown) => () => {
  throw Object.assign(new Error(message), { code, data })
}
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the price of gas', () => {
  test('is that of Biconomy, else of Pimlico, else of the chain', async () => {
    const fees = { maxFeePerGas: '7', maxPriorityFeePerGas: 3 }
    const biconomy = bundlerWith({ biconomy_getGasFeeValues: () => fees })
    expect(await biconomy.bundler.getGasFees()).toEqual({
      maxFeePerGas: 7n,
      maxPriorityFeePerGas: 3n,
    })
    const fast = { maxFeePerGas: '0x7', maxPriorityFeePerGas: '0x3' }
    const pimlico = bundlerWith({ pimlico_getUserOperationGasPrice: () => ({ fast }) })
    expect(await pimlico.bundler.getGasFees()).toEqual({
      maxFeePerGas: 7n,
      maxPriorityFeePerGas: 3n,
    })
  })

  test('of the chain leaves room for the base fee to double, unless the chain has its own', async () => {
    const plain = bundlerWith({})
    const fees = { maxFeePerGas: 201n, maxPriorityFeePerGas: 1n }
    expect(await plain.bundler.getGasFees()).toEqual(fees)
    const chain = { ...polygonAmoy, fees: { baseFeeMultiplier: 3 } }
    const own = bundlerWith({}, createClient({ chain, transport: nodeTransport }))
    expect(await own.bundler.getGasFees()).toMatchObject({ maxFeePerGas: 301n })
    expect(plain.asked).toEqual([
      'biconomy_getGasFeeValues',
      'pimlico_getUserOperationGasPrice',
      'rundler_maxPriorityFeePerGas',
    ])
    // what the bundler does not have is not asked for again
    await plain.bundler.getGasFees()
    expect(plain.asked).toHaveLength(3)
  })

  test("of Rundler is the chain's with Rundler's tip and a quarter more", async () => {
    const { bundler, asked } = bundlerWith({ rundler_maxPriorityFeePerGas: () => '0xa' })
    const fees = { maxFeePerGas: 213n, maxPriorityFeePerGas: 13n }
    expect(await bundler.getGasFees()).toEqual(fees)
    expect(await bundler.getGasFees()).toEqual(fees)
    expect(asked).toHaveLength(4)
  })

  test('one that cannot be read, or that fails, is that of the next', async () => {
    for (const answer of [
      () => null,
      () => 'x',
      () => ({}),
      () => ({ maxFeePerGas: '0xzz', maxPriorityFeePerGas: '0x1' }),
      refusing(-32603, 'Internal error'),
    ]) {
      const { bundler, asked } = bundlerWith({ biconomy_getGasFeeValues: answer })
      expect(await bundler.getGasFees()).toMatchObject({ maxFeePerGas: 201n })
      expect(asked).toContain('pimlico_getUserOperationGasPrice')
    }
  })

  test('where the node fails too, that is what is said', async () => {
    const down = createClient({
      transport: custom({ request: refusing(-32603, 'No.') }, { retryCount: 0 }),
    })
    const { bundler } = bundlerWith({}, down)
    await expect(bundler.getGasFees()).rejects.toMatchObject({
      name: 'ChainUnreachableError',
      chainEffect: 'none',
    })
  })
})

describe('an estimate', () => {
  test('is read in hex, in decimals and as numbers', async () => {
    const limits = { callGasLimit: '0x10', verificationGasLimit: '17', preVerificationGas: 18 }
    const { bundler } = bundlerWith({ eth_estimateUserOperationGas: () => limits })
    expect(await bundler.estimateGas(operation)).toEqual({
      callGasLimit: 16n,
      verificationGasLimit: 17n,
      preVerificationGas: 18n,
    })
  })

  test('with a part missing is none', async () => {
    const { bundler } = bundlerWith({
      eth_estimateUserOperationGas: () => ({ callGasLimit: '0x10', preVerificationGas: '0x1' }),
    })
    await expect(bundler.estimateGas(operation)).rejects.toMatchObject({
      name: 'BundlerAnswerError',
      chainEffect: 'none',
    })
  })
})

describe('a send', () => {
  test.each([
    ['a hash that is none', '0x12'],
    ['nothing', null],
  ])('that is answered with %s may have arrived', async (_, answer) => {
    const { bundler } = bundlerWith({ eth_sendUserOperation: () => answer })
    await expect(bundler.send(operation)).rejects.toMatchObject({
      name: 'BundlerAnswerError',
      chainEffect: 'unknown',
    })
  })

  test.each([
    [-32500, 'AA23 reverted: SessionNotApproved', 'UserOperationRejectedError', 'none'],
    [-32500, 'AA21 didnt pay prefund', 'InsufficientFundsError', 'none'],
    [-32500, 'AA25 invalid account nonce', 'UserOperationNonceError', 'none'],
    [
      -32602,
      'AA10 sender already constructed: A conflicting userOperation with initCode for this sender is already in the mempool, bump the gas price by minimum 10%',
      'UserOperationRejectedError',
      'none',
    ],
    [-32508, 'AA31 paymaster deposit too low', 'PaymasterRefusedError', 'none'],
    [-32602, 'replacement underpriced', 'UserOperationUnderpricedError', 'none'],
    [-32005, 'Request limit', 'BundlerBusyError', 'none'],
    [-32001, 'Unauthorized', 'BundlerDeniedError', 'none'],
    [-32602, 'Already known', 'UserOperationRejectedError', 'unknown'],
    [-32603, 'Internal error', 'UserOperationRejectedError', 'unknown'],
    [-32000, 'something else', 'UserOperationRejectedError', 'unknown'],
  ])('that is refused with %i %s is %s', async (code, message, name, chainEffect) => {
    const { bundler } = bundlerWith({ eth_sendUserOperation: refusing(code, message) })
    await expect(bundler.send(operation)).rejects.toMatchObject({ name, chainEffect })
  })

  test.each([
    [
      'Alto',
      'maxFeePerGas must be at least 3000000000 (current maxFeePerGas: 1500000000)',
      undefined,
      { maxFeePerGas: parseGwei('3') },
    ],
    [
      'Rundler',
      'precheck failed: maxPriorityFeePerGas is 1 but must be at least 0xb2d05e00',
      undefined,
      { maxPriorityFeePerGas: parseGwei('3') },
    ],
    [
      'Rundler, for a replacement',
      'replacement underpriced',
      { currentMaxFee: '0xb2d05e00', currentMaxPriorityFee: '0x3b9aca00' },
      { maxFeePerGas: parseGwei('3.3'), maxPriorityFeePerGas: parseGwei('1.1') },
    ],
    [
      'Biconomy',
      'maxFeePerGas in userOp: 1500000000 is lower than expected maxFeePerGas: 3000000000',
      undefined,
      { maxFeePerGas: parseGwei('3') },
    ],
  ])(
    'that offers too little says how much, from what %s tells',
    async (_, message, data, required) => {
      const { bundler } = bundlerWith({ eth_sendUserOperation: refusing(-32602, message, data) })
      const error = await caught(bundler.send(operation))
      expect(error).toBeInstanceOf(UserOperationUnderpricedError)
      expect(error).toMatchObject({
        required,
        offered: { maxFeePerGas: parseGwei('1.5'), maxPriorityFeePerGas: parseGwei('1') },
      })
    },
  )
})

describe('a floor that a refusal names', () => {
  const underpriced = async (bundler: BundlerClient, message: string) => {
    const refused = bundlerWith({ eth_sendUserOperation: refusing(-32602, message) }).bundler
    const offered = { ...operation, ...(await bundler.getGasFees()) }
    return { offered, refusal: await caught(refused.send(offered)) }
  }

  test.each([
    ['Rundler', 'precheck failed: maxPriorityFeePerGas is 1 but must be at least 50', 250n, 50n],
    ['Alto', 'maxFeePerGas must be at least 0x1f4 (current maxFeePerGas: 201)', 500n, 1n],
    [
      'Alto, of the tip',
      'maxPriorityFeePerGas must be at least 20 (current maxPriorityFeePerGas: 1) - use pimlico_getUserOperationGasPrice to get the current gas price',
      220n,
      20n,
    ],
    [
      'Biconomy',
      'maxPriorityFeePerGas in userOp: 1 is lower than expected maxPriorityFeePerGas: 20.5',
      221n,
      21n,
    ],
    ['Voltaire', 'Max priority fee per gas is too low. it should be minimum : 2', 202n, 2n],
    [
      'Voltaire, of the base fee',
      'Max fee per gas is too low. it should be minimum the estimated base fee: 0x1f4',
      500n,
      1n,
    ],
    [
      'Voltaire, of the price',
      'Max fee per gas and (Max priority fee per gas + estimated basefee) should be equal or higher than : 0x96',
      350n,
      150n,
    ],
    ['Stackup', 'maxPriorityFeePerGas: below expected wei of 20', 220n, 20n],
  ])('is offered from then on: %s', async (_, message, maxFeePerGas, maxPriorityFeePerGas) => {
    const { bundler } = bundlerWith({})
    const { refusal } = await underpriced(bundler, message)
    expect(refusal).toBeInstanceOf(UserOperationUnderpricedError)
    expect(await bundler.raiseFees(refusal)).toBe(true)
    expect(await bundler.getGasFees()).toEqual({ maxFeePerGas, maxPriorityFeePerGas })
  })

  test('in gwei is read as such', async () => {
    const { bundler } = bundlerWith({})
    const { refusal } = await underpriced(bundler, 'maxFeePerGas must be at least 0.0000005 gwei')
    expect(refusal).toMatchObject({ required: { maxFeePerGas: 500n } })
  })

  test('out of proportion is refused, and not offered', async () => {
    const { bundler } = bundlerWith({})
    const message = 'maxPriorityFeePerGas is 1 but must be at least 2011'
    const { refusal, offered } = await underpriced(bundler, message)
    expect(await caught(bundler.raiseFees(refusal))).toMatchObject({
      name: 'FeeFloorError',
      asked: 2_011n,
      limit: 2_010n,
      chainEffect: 'none',
    })
    expect(await bundler.getGasFees()).toMatchObject({ maxFeePerGas: offered.maxFeePerGas })
  })

  test('one for a replacement, one that is met, and none raise nothing', async () => {
    const { bundler } = bundlerWith({})
    for (const message of [
      'maxPriorityFeePerGas is 1 but must be at least 1',
      'replacement underpriced: maxFeePerGas must be at least 400',
      'fee too low',
    ]) {
      const { refusal } = await underpriced(bundler, message)
      expect(refusal).toBeInstanceOf(UserOperationUnderpricedError)
      expect(await bundler.raiseFees(refusal)).toBe(false)
    }
    expect(await bundler.raiseFees(new Error('no'))).toBe(false)
    expect(await bundler.getGasFees()).toEqual({ maxFeePerGas: 201n, maxPriorityFeePerGas: 1n })
  })

  test('is forgotten after ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { bundler } = bundlerWith({})
    const { refusal } = await underpriced(bundler, 'maxFeePerGas must be at least 300')
    await bundler.raiseFees(refusal)
    vi.advanceTimersByTime(599_999)
    expect(await bundler.getGasFees()).toMatchObject({ maxFeePerGas: 300n })
    vi.advanceTimersByTime(1)
    expect(await bundler.getGasFees()).toMatchObject({ maxFeePerGas: 201n })
  })
})

test.each([
  [-32601, 'Method not found', 'BundlerInterfaceError'],
  [-32600, 'Unsupported method: eth_sendUserOperation', 'BundlerInterfaceError'],
  [-32601, 'Method not supported: eth_sendUserOperation', 'BundlerInterfaceError'],
  // Alto has the same code for what it cannot read
  [-32601, 'Validation error: invalid hex at "params[0].nonce"', 'UserOperationRejectedError'],
])(
  'a bundler without the method is told from one that cannot read: %i %s',
  async (code, message, name) => {
    const { bundler } = bundlerWith({ eth_sendUserOperation: refusing(code, message) })
    const error = await caught(bundler.send(operation))
    expect(error).toMatchObject({ name, chainEffect: 'none' })
    expect(String(error).includes('may be that of a node')).toBe(name === 'BundlerInterfaceError')
  },
)

/** A bundler behind HTTP, which gives this answer to everything. */
function bundlerAt(answer: () => Promise<Response>, url = 'https://bundler.test/v2/1/secret-key') {
  const transport = http(url, { retryCount: 0, fetchFn: answer })
  return createBundlerClient({ url: transport, getClient: () => node, timeout: 50 })
}

const internalError = JSON.stringify({ error: { code: -32603, message: 'Internal error' } })
const refusal = JSON.stringify({ error: { code: -32500, message: 'AA24 signature error' } })

describe('a gate in front of a bundler', () => {
  test.each([
    ['30', 30],
    [new Date(Date.now() - 60_000).toUTCString(), 0],
    ['soon', undefined],
  ])('says when to come again: %s', async (text, retryAfter) => {
    const headers = { 'retry-after': text }
    const bundler = bundlerAt(async () => new Response('', { status: 429, headers }))
    const error = await caught(bundler.send(operation))
    expect(error).toMatchObject({ name: 'BundlerBusyError', retryAfter, chainEffect: 'none' })
  })

  test.each([
    [401, '', 'BundlerDeniedError', 'none'],
    [403, JSON.stringify({ message: 'No.' }), 'BundlerDeniedError', 'none'],
    [429, '', 'BundlerBusyError', 'none'],
    [429, internalError, 'BundlerBusyError', 'none'],
    [404, '', 'BundlerUnreachableError', 'none'],
    [500, '', 'BundlerUnreachableError', 'unknown'],
    [503, internalError, 'UserOperationRejectedError', 'unknown'],
    [400, refusal, 'UserOperationRejectedError', 'none'],
    [401, refusal, 'UserOperationRejectedError', 'none'],
  ])('says what it means by HTTP %i and %j', async (status, body, name, chainEffect) => {
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/v2/1/secret-key`
    const bundler = createBundlerClient({ url, getClient: () => node })
    const error = await caught(bundler.send(operation))
    expect(error).toMatchObject({ name, chainEffect })
    expect(inspect(error, { depth: 10 })).not.toContain('secret-key')
  })

  test('that begins to answer and never ends is given up in time', async () => {
    const body = () => new ReadableStream({ start: (it) => it.enqueue(new Uint8Array([123])) })
    const headers = { 'content-type': 'application/json' }
    const bundler = bundlerAt(async () => new Response(body(), { headers }))
    const error = await caught(bundler.send(operation))
    expect(error).toMatchObject({ name: 'BundlerTimeoutError', chainEffect: 'unknown' })
  })

  test('is not named with its API key, whatever it does', async () => {
    const refusal = { jsonrpc: '2.0', id: 1, error: { code: -32500, message: 'AA24' } }
    for (const answer of [
      async () => new Response('<html>', { status: 502 }),
      async () => new Response('{', { headers: { 'content-type': 'application/json' } }),
      async () => Response.json(refusal),
      async () => Response.json(null),
      async () => {
        throw new TypeError('fetch failed')
      },
      never,
    ]) {
      const error = await caught(bundlerAt(answer).send(operation))
      expect(error).toBeInstanceOf(BaseError)
      expect(inspect(error, { depth: 10 })).not.toContain('secret-key')
    }
  })
})

describe('a bundler that never answers', () => {
  const silent = bundlerWith({
    biconomy_getGasFeeValues: never,
    eth_estimateUserOperationGas: never,
    eth_sendUserOperation: never,
    eth_getUserOperationByHash: never,
  })
  const url = custom({ request: never as never })
  const limited = createBundlerClient({ url, getClient: () => node, timeout: 20 })

  test('ends with an error that names the limit', async () => {
    const limit = { name: 'BundlerTimeoutError', timeout: 20 }
    const fees = await caught(limited.getGasFees())
    expect(fees).toMatchObject({ ...limit, chainEffect: 'none' })
    expect(String(fees)).toContain('within 0.02 s')
    expect(await caught(limited.estimateGas(operation))).toMatchObject(limit)
    expect(await caught(limited.knows(zeroHash))).toMatchObject(limit)
    expect(await caught(limited.send(operation))).toMatchObject({
      ...limit,
      chainEffect: 'unknown',
    })
    // it said nothing, which is no "I gave it up", nor its contrary
    expect(await caught(limited.hasDropped(zeroHash))).toMatchObject(limit)
  })

  test('has as long as its transport was given, or all of several', () => {
    const limitOf = (transport: Transport) => requestTimeoutOf(createClient({ transport }))
    const local = 'http://127.0.0.1:9'
    expect(limitOf(http(local))).toBe(10_000)
    expect(limitOf(http(local, { timeout: 20 }))).toBe(20)
    expect(limitOf(fallback([http(local, { timeout: 20 }), http(local, { timeout: 5 })]))).toBe(25)
    expect(limitOf(nodeTransport)).toBe(10_000)
  })

  test('can be given up: nothing was sent, but for a send', async () => {
    const { bundler, asked } = silent
    for (const [ask, chainEffect] of [
      [(signal: AbortSignal) => bundler.getGasFees({ signal }), 'none'],
      [(signal: AbortSignal) => bundler.estimateGas(operation, { signal }), 'none'],
      [(signal: AbortSignal) => bundler.knows(zeroHash, { signal }), 'none'],
      [(signal: AbortSignal) => bundler.send(operation, { signal }), 'unknown'],
    ] as const) {
      const controller = new AbortController()
      const asking = caught(ask(controller.signal))
      controller.abort('enough')
      expect(await asking).toMatchObject({ name: 'AbortedError', chainEffect, cause: 'enough' })
      // and from the start it is not asked at all
      asked.length = 0
      expect(await caught(ask(controller.signal))).toMatchObject({
        name: 'AbortedError',
        chainEffect: 'none',
      })
      expect(asked).toEqual([])
    }
  })
})

test.each([
  ['eth_getUserOperationByHash', { userOperation: {} }, true],
  ['eth_getUserOperationByHash', '<html>', false],
  ['pimlico_getUserOperationStatus', { status: 'not_submitted', transactionHash: null }, true],
  ['pimlico_getUserOperationStatus', { status: 'not_found', transactionHash: null }, false],
  ['pimlico_getUserOperationStatus', { status: 'rejected', transactionHash: null }, false],
  ['biconomy_getUserOperationStatus', { state: 'SUBMITTED' }, true],
  ['biconomy_getUserOperationStatus', { state: 'DROPPED_FROM_MEMPOOL' }, false],
])('by %s: %j', async (method, answer, known) => {
  const { bundler } = bundlerWith({
    eth_getUserOperationByHash: () => null,
    [method]: () => answer,
  })
  expect(await bundler.knows(zeroHash)).toBe(known)
})

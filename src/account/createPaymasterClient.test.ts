import { custom, type EIP1193RequestFn, HttpRequestError, RpcRequestError, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { PaymasterRefusedError } from '../errors/PaymasterRefusedError.ts'
import { FeeFloorError, PaymasterInterfaceError } from '../errors/serviceErrors.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import { createPaymasterClient, type PaymasterOptions } from './createPaymasterClient.ts'

const operation: UserOperation = {
  sender: zeroAddress,
  nonce: 0n,
  initCode: '0x',
  callData: '0x',
  callGasLimit: 0n,
  verificationGasLimit: 0n,
  preVerificationGas: 0n,
  maxFeePerGas: 100n,
  maxPriorityFeePerGas: 10n,
  paymasterAndData: '0x',
  signature: '0x',
}
const limits = { callGasLimit: 1n, verificationGasLimit: 2n, preVerificationGas: 3n }
const named = { callGasLimit: '0x7', verificationGasLimit: '0x8', preVerificationGas: '0x9' }
const stub = `0x${'aa'.repeat(20)}` as const
const final = `0x${'bb'.repeat(20)}` as const

/** As viem's HTTP transport throws what a service answers. */
const rpcError = (code: number, message: string) =>
  new RpcRequestError({ body: {}, url: 'https://paymaster.test', error: { code, message } })
const missing = () => rpcError(-32601, 'Method not found')
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error) => error,
  )

type Params = readonly [Record<string, string>, unknown, unknown]

/** A paymaster that has these methods and no others. */
function paymasterWith(
  methods: Record<string, (params: Params) => unknown>,
  options: Omit<PaymasterOptions, 'url'> = {},
  noMethod: () => Error = missing,
) {
  const asked: { method: string; params: Params }[] = []
  const estimated: UserOperation[] = []
  const request = (async ({ method, params }: { method: string; params: Params }) => {
    asked.push({ method, params })
    const answer = methods[method]
    if (!answer) throw noMethod()
    return answer(params)
  }) as EIP1193RequestFn
  const client = createPaymasterClient(80002, { url: custom({ request }), ...options })
  const estimateGas = async (it: UserOperation) => {
    estimated.push(it)
    return limits
  }
  return {
    asked,
    estimated,
    methods: () => asked.map(({ method }) => method),
    sponsor: (signal?: AbortSignal) => client.sponsor(operation, { estimateGas, signal }),
  }
}

/** As Candide and Stackup answer who gives them an object for the entry point. */
const threeArguments = (answer: object) => (params: Params) => {
  if (typeof params[1] !== 'string') throw rpcError(-32602, 'Invalid entrypoint')
  return answer
}
const biconomy = (answer: object) => (params: Params) => {
  const { mode } = params[1] as { mode?: string }
  if (mode !== 'SPONSORED') throw rpcError(-32602, 'mode is required')
  return answer
}

describe('what a paymaster speaks', () => {
  test('ERC-7677 is found with the stub that is needed anyway, and remembered', async () => {
    const paymaster = paymasterWith({
      pm_getPaymasterStubData: () => ({ paymasterAndData: stub }),
      pm_getPaymasterData: () => ({ paymasterAndData: final }),
    })
    for (let i = 0; i < 2; i++)
      expect(await paymaster.sponsor()).toEqual({ ...limits, paymasterAndData: final })
    const both = ['pm_getPaymasterStubData', 'pm_getPaymasterData']
    expect(paymaster.methods()).toEqual([...both, ...both])
  })

  test("Biconomy's is found, and sponsors once", async () => {
    const answer = { paymasterAndData: final, ...named }
    const paymaster = paymasterWith({ pm_sponsorUserOperation: biconomy(answer) })
    expect(await paymaster.sponsor()).toMatchObject({ paymasterAndData: final, callGasLimit: 7n })
    expect(paymaster.methods()).toEqual(['pm_getPaymasterStubData', 'pm_sponsorUserOperation'])
    await paymaster.sponsor()
    expect(paymaster.methods()).toHaveLength(3)
  })

  test("Biconomy's is found where it has ERC-7677's methods as well, with a context of its own", async () => {
    const paymaster = paymasterWith({
      pm_getPaymasterStubData: () => {
        throw rpcError(417, "Cannot read properties of undefined (reading 'length')")
      },
      pm_sponsorUserOperation: biconomy({ paymasterAndData: final, ...named }),
    })
    expect(await paymaster.sponsor()).toMatchObject({ paymasterAndData: final })
  })

  test('the one of three parameters is found, and sponsors once', async () => {
    const answer = { paymasterAndData: final, ...named }
    const context = { sponsorshipPolicyId: 'sp_1' }
    const paymaster = paymasterWith(
      { pm_sponsorUserOperation: threeArguments(answer) },
      { context },
    )
    expect(await paymaster.sponsor()).toMatchObject({ callGasLimit: 7n, preVerificationGas: 9n })
    const understood = paymaster.asked.filter(
      ({ method, params }) => method === 'pm_sponsorUserOperation' && typeof params[1] === 'string',
    )
    expect(understood.map(({ params }) => params[2])).toEqual([context])
    expect(paymaster.estimated).toEqual([])
  })

  test.each([
    ['-32601', missing],
    ['-32600', () => rpcError(-32600, 'Unsupported method: pm_getPaymasterStubData on amoy')],
    ['-32000', () => rpcError(-32000, 'the method pm_x does not exist/is not available')],
    ['HTTP 404', () => new HttpRequestError({ url: 'https://secret.test', status: 404 })],
    [
      'HTTP 404 and a body',
      () =>
        new HttpRequestError({
          url: 'https://secret.test',
          status: 404,
          details: JSON.stringify({ error: { code: -32601, message: 'Method not found' } }),
        }),
    ],
  ])('a method that is missing by %s leads to the next interface', async (_, noMethod) => {
    const answer = { paymasterAndData: final, ...named }
    const methods = { pm_sponsorUserOperation: biconomy(answer) }
    const paymaster = paymasterWith(methods, {}, noMethod)
    expect(await paymaster.sponsor()).toMatchObject({ paymasterAndData: final })
  })

  test.each([
    [-32602, 'policy not matched'],
    [-32000, 'insufficient balance'],
    [-32601, 'Sponsorship policy: the contract method is not supported'],
    [-32001, 'request denied - rejected due to max per user op spend limit exceeded'],
  ])('a refusal is no missing method: %i %s', async (code, message) => {
    const paymaster = paymasterWith({
      pm_getPaymasterStubData: () => {
        throw rpcError(code, message)
      },
      pm_sponsorUserOperation: () => ({ paymasterAndData: final, ...named }),
    })
    expect(await caught(paymaster.sponsor())).toBeInstanceOf(PaymasterRefusedError)
    expect(paymaster.methods()).toEqual(['pm_getPaymasterStubData'])
    await caught(paymaster.sponsor())
    expect(new Set(paymaster.methods())).toEqual(new Set(['pm_getPaymasterStubData']))
  })

  test('is asked for once by all who come meanwhile', async () => {
    const paymaster = paymasterWith({
      pm_sponsorUserOperation: threeArguments({ paymasterAndData: final, ...named }),
    })
    await Promise.all([paymaster.sponsor(), paymaster.sponsor(), paymaster.sponsor()])
    const count = (method: string) => paymaster.methods().filter((it) => it === method).length
    expect(count('pm_getPaymasterStubData')).toBe(1)
    const sponsored = paymaster.asked.filter(({ params }) => typeof params[1] === 'string')
    expect(sponsored.filter(({ method }) => method === 'pm_sponsorUserOperation')).toHaveLength(3)
  })

  test('is still found for the others when who asked first gives up', async () => {
    let open: (() => void) | undefined
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const paymaster = paymasterWith({
      pm_getPaymasterStubData: async () => {
        await opened
        return { paymasterAndData: stub, isFinal: true }
      },
    })
    const controller = new AbortController()
    const first = caught(paymaster.sponsor(controller.signal))
    const second = paymaster.sponsor()
    controller.abort()
    expect(await first).toMatchObject({ name: 'AbortedError', chainEffect: 'none' })
    open?.()
    expect(await second).toMatchObject({ paymasterAndData: stub })
    // and who has given up before does not ask
    const { length } = paymaster.asked
    await caught(paymaster.sponsor(AbortSignal.abort()))
    expect(paymaster.asked).toHaveLength(length)
  })

  test('is not learnt from a network that fails', async () => {
    let isDown = true
    const paymaster = paymasterWith({
      pm_getPaymasterStubData: () => {
        if (isDown) throw new TypeError('fetch failed')
        throw missing()
      },
      pm_sponsorUserOperation: biconomy({ paymasterAndData: final, ...named }),
    })
    const failures = await Promise.all([caught(paymaster.sponsor()), caught(paymaster.sponsor())])
    for (const error of failures) expect(error).toMatchObject({ name: 'BundlerUnreachableError' })
    expect(paymaster.methods()).toEqual(['pm_getPaymasterStubData'])
    isDown = false
    expect(await paymaster.sponsor()).toMatchObject({ paymasterAndData: final })
  })

  test('none of what is known is said so; nothing at the address is another thing', async () => {
    expect(await caught(paymasterWith({}).sponsor())).toMatchObject({
      name: 'PaymasterInterfaceError',
      type: undefined,
      chainEffect: 'none',
    })
    const gone = () => new HttpRequestError({ url: 'https://x.test/secret', status: 404 })
    const error = await caught(paymasterWith({}, {}, gone).sponsor())
    expect(error).toMatchObject({ name: 'BundlerUnreachableError', details: 'HTTP 404' })
  })

  test.each([
    ['erc7677', {}],
    ['biconomy', {}],
    ['biconomy', { pm_sponsorUserOperation: threeArguments({}) }],
    ['sponsor-user-operation', { pm_sponsorUserOperation: biconomy({}) }],
  ] as const)('that is set to %s and wrong is said so: nobody refused', async (type, methods) => {
    const paymaster = paymasterWith(methods, { type })
    const error = await caught(paymaster.sponsor())
    expect(error).toBeInstanceOf(PaymasterInterfaceError)
    expect(error).toMatchObject({ type, chainEffect: 'none' })
    expect(String(error)).not.toContain('policies and balance')
  })
})

describe('a stub that is final', () => {
  test('is the sponsorship, with the gas limits that it names', async () => {
    const answer = { paymasterAndData: stub, isFinal: true, sponsor: { name: 'A' }, ...named }
    const paymaster = paymasterWith({ pm_getPaymasterStubData: () => answer }, { type: 'erc7677' })
    expect(await paymaster.sponsor()).toEqual({
      paymasterAndData: stub,
      callGasLimit: 7n,
      verificationGasLimit: 8n,
      preVerificationGas: 9n,
    })
    expect(paymaster.estimated).toEqual([])
  })

  test('has what it leaves open estimated with it', async () => {
    const paymaster = paymasterWith({
      pm_getPaymasterStubData: () => ({
        paymasterAndData: stub,
        isFinal: true,
        callGasLimit: '0x0',
        preVerificationGas: '0x9',
      }),
    })
    expect(await paymaster.sponsor()).toEqual({
      ...limits,
      paymasterAndData: stub,
      preVerificationGas: 9n,
    })
    expect(paymaster.estimated).toMatchObject([{ paymasterAndData: stub }])
    expect(paymaster.methods()).toEqual(['pm_getPaymasterStubData'])
  })
})

describe('three parameters', () => {
  const tokens = () => ({ paymasterMetadata: { dummyPaymasterAndData: stub }, tokens: [] })

  test('where there is a stub, what is sponsored has its gas limits, and only once', async () => {
    const given: Params[] = []
    const paymaster = paymasterWith(
      {
        pm_supportedERC20Tokens: tokens,
        pm_sponsorUserOperation: (params) => {
          given.push(params)
          return { paymasterAndData: final, maxFeePerGas: '0x70', preVerificationGas: '0x30' }
        },
      },
      { type: 'sponsor-user-operation' },
    )
    // what it changed is what it signed
    expect(await paymaster.sponsor()).toEqual({
      ...limits,
      paymasterAndData: final,
      maxFeePerGas: 0x70n,
      preVerificationGas: 0x30n,
    })
    expect(paymaster.estimated).toMatchObject([{ paymasterAndData: stub }])
    expect(given.map(([it]) => it)).toMatchObject([{ callGasLimit: '0x1', paymasterAndData: '0x' }])
  })

  test('fees out of all proportion are not taken over', async () => {
    const paymaster = paymasterWith(
      {
        pm_sponsorUserOperation: () => ({ paymasterAndData: final, ...named, maxFeePerGas: 1_001 }),
      },
      { type: 'sponsor-user-operation' },
    )
    const error = await caught(paymaster.sponsor())
    expect(error).toBeInstanceOf(FeeFloorError)
    expect(error).toMatchObject({ asked: 1_001n, limit: 1_000n })
  })
})

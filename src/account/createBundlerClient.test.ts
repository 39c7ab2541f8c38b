import { createClient, custom, type EIP1193RequestFn, zeroAddress, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import type { UserOperation } from '../types/UserOperation.ts'
import { createBundlerClient } from './createBundlerClient.ts'

const operation: UserOperation = {
  sender: zeroAddress,
  nonce: 0n,
  initCode: '0x',
  callData: '0x',
  callGasLimit: 0n,
  verificationGasLimit: 0n,
  preVerificationGas: 0n,
  maxFeePerGas: 0n,
  maxPriorityFeePerGas: 0n,
  paymasterAndData: '0x',
  signature: '0x',
}

/** A bundler that has these methods and no others. */
function bundlerWith(methods: Record<string, () => unknown>) {
  const asked: string[] = []
  const request = (async ({ method }: { method: string }) => {
    asked.push(method)
    const answer = methods[method]
    if (!answer) throw Object.assign(new Error('No such method.'), { code: -32601 })
    return answer()
  }) as EIP1193RequestFn
  const node = createClient({
    transport: custom({
      request: async ({ method }) =>
        method === 'eth_getBlockByNumber'
          ? { baseFeePerGas: '0x64', number: '0x1', timestamp: '0x1', transactions: [] }
          : '0x1',
    }),
  })
  const bundler = createBundlerClient({ url: custom({ request }), getClient: () => node })
  return { bundler, asked }
}

describe('createBundlerClient', () => {
  test('takes the gas price of Biconomy, else of Pimlico, else of the chain', async () => {
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
    const plain = bundlerWith({})
    expect(await plain.bundler.getGasFees()).toEqual({
      maxFeePerGas: 121n,
      maxPriorityFeePerGas: 1n,
    })
  })

  test('reads gas limits in hex, in decimals and as numbers', async () => {
    const limits = { callGasLimit: '0x10', verificationGasLimit: '17', preVerificationGas: 18 }
    const { bundler } = bundlerWith({ eth_estimateUserOperationGas: () => limits })
    expect(await bundler.estimateGas(operation)).toEqual({
      callGasLimit: 16n,
      verificationGasLimit: 17n,
      preVerificationGas: 18n,
    })
  })

  test.each([
    ['a hash that is none', '0x12'],
    ['nothing', null],
  ])('a send that is answered with %s may have arrived', async (_, answer) => {
    const { bundler } = bundlerWith({ eth_sendUserOperation: () => answer })
    await expect(bundler.send(operation)).rejects.toMatchObject({
      name: 'BundlerUnreachableError',
      chainEffect: 'unknown',
    })
  })

  test.each([
    ['eth_getUserOperationByHash', { userOperation: {} }, true],
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
})

import {
  type Address,
  type Client,
  createClient,
  type Hash,
  type Hex,
  HttpRequestError,
  hexToBigInt,
  http,
  type Transport,
  BaseError as ViemBaseError,
  zeroAddress,
} from 'viem'
import { entryPoint06Address, formatUserOperationRequest } from 'viem/account-abstraction'
import { estimateFeesPerGas } from 'viem/actions'
import { BundlerUnreachableError } from '../errors/BundlerUnreachableError.ts'
import { InsufficientFundsError } from '../errors/InsufficientFundsError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import { describeUserOperationError } from './describeUserOperationError.ts'
import { findRpcError } from './findRpcError.ts'

export interface GasFees {
  /** Wei. */
  maxFeePerGas: bigint
  /** Wei. */
  maxPriorityFeePerGas: bigint
}

export interface GasLimits {
  callGasLimit: bigint
  verificationGasLimit: bigint
  preVerificationGas: bigint
}

/** An ERC-4337 bundler for EntryPoint v0.6 (ERC-7769), Biconomy's or any other. */
export interface BundlerClient {
  /** The bundler's gas price where it has a method for it, the chain's otherwise. */
  getGasFees(): Promise<GasFees>
  estimateGas(operation: UserOperation): Promise<GasLimits>
  send(operation: UserOperation): Promise<Hash>
  /** Whether it has the operation, mined or not. */
  knows(userOpHash: Hash): Promise<boolean>
  /** Whether it says that it gave the operation up. Bundlers that do not say count as `false`. */
  hasDropped(userOpHash: Hash): Promise<boolean>
}

const methodNotFound = -32601

/** How bundlers tell of an operation's state: in their answers one of these words. */
const statusMethods = [
  {
    method: 'pimlico_getUserOperationStatus',
    waiting: /"(not_submitted|submitted|queued)"/,
    dropped: /"(rejected|not_found)"/,
  },
  {
    method: 'biconomy_getUserOperationStatus',
    waiting: /"(PENDING|SUBMITTED|BUNDLER_MEMPOOL|TRANSACTION_MEMPOOL)"/,
    dropped: /"(DROPPED_FROM_BUNDLER_MEMPOOL|DROPPED)"/,
  },
] as const

/**
 * A bundler over viem's transport. Every JSON-RPC error, whatever its HTTP status, is thrown as a
 * typed error that names its cause.
 */
export function createBundlerClient(parameters: {
  /** Reads the chain, for a bundler without a gas price method. */
  getClient: () => Client
  url: string | Transport
}): BundlerClient {
  const transport =
    typeof parameters.url === 'string' ? http(parameters.url, { retryCount: 0 }) : parameters.url
  const rpc = createClient({ transport })
  let feeMethods = ['biconomy_getGasFeeValues', 'pimlico_getUserOperationGasPrice']

  const request = async (method: string, params: unknown, sender: Address): Promise<unknown> => {
    try {
      // never twice: of an operation that was sent again, the second answer says nothing of the first
      return await rpc.request({ method, params } as never, { retryCount: 0 })
    } catch (error) {
      throw toTypedError(error, method, sender)
    }
  }

  const statusText = async (method: string, userOpHash: Hash): Promise<string> =>
    JSON.stringify((await request(method, [userOpHash], zeroAddress).catch(() => null)) ?? null)

  const askFees = async (method: string): Promise<GasFees | undefined> => {
    try {
      const result = (await rpc.request({ method, params: [] } as never)) as Record<string, unknown>
      return readFees(method === 'biconomy_getGasFeeValues' ? result : result.fast)
    } catch (error) {
      const answer = findRpcError(error)
      // the method is remembered as missing only when the bundler said so, not when it was silent
      if (answer?.code === methodNotFound) feeMethods = feeMethods.filter((it) => it !== method)
      return undefined
    }
  }

  return {
    async getGasFees() {
      for (const method of feeMethods) {
        const fees = await askFees(method)
        if (fees) {
          feeMethods = [method]
          return fees
        }
      }
      const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFeesPerGas(
        parameters.getClient(),
      )
      return { maxFeePerGas, maxPriorityFeePerGas }
    },

    async estimateGas(operation) {
      const method = 'eth_estimateUserOperationGas'
      const result = (await request(
        method,
        [formatUserOperationRequest(operation), entryPoint06Address],
        operation.sender,
      )) as Record<string, unknown> | null
      const callGasLimit = readQuantity(result?.callGasLimit)
      const verificationGasLimit = readQuantity(
        result?.verificationGasLimit ?? result?.verificationGas,
      )
      const preVerificationGas = readQuantity(result?.preVerificationGas)
      if (
        callGasLimit === undefined ||
        verificationGasLimit === undefined ||
        preVerificationGas === undefined
      )
        throw new BundlerUnreachableError({
          service: 'bundler',
          method,
          cause: new Error('The answer lacks a gas limit.'),
        })
      return { callGasLimit, verificationGasLimit, preVerificationGas }
    },

    async send(operation) {
      const method = 'eth_sendUserOperation'
      const hash = await request(
        method,
        [formatUserOperationRequest(operation), entryPoint06Address],
        operation.sender,
      )
      if (typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash))
        throw new BundlerUnreachableError({
          service: 'bundler',
          method,
          cause: new Error('The answer is no user operation hash.'),
          chainEffect: 'unknown',
        })
      return hash as Hash
    },

    async knows(userOpHash) {
      const method = 'eth_getUserOperationByHash'
      const operation = await request(method, [userOpHash], zeroAddress)
      if (operation !== null && operation !== undefined) return true
      // which many bundlers answer for mined ones alone
      for (const { method: statusMethod, waiting } of statusMethods)
        if (waiting.test(await statusText(statusMethod, userOpHash))) return true
      return false
    },

    async hasDropped(userOpHash) {
      for (const { method, waiting, dropped } of statusMethods) {
        const text = await statusText(method, userOpHash)
        if (waiting.test(text)) return false
        if (dropped.test(text)) return true
      }
      return false
    },
  }
}

function toTypedError(error: unknown, method: string, sender: Address): Error {
  const answer = findRpcError(error)
  if (!answer) {
    return new BundlerUnreachableError({
      service: 'bundler',
      method,
      cause: error,
      // a request to send that was cut off can have arrived
      chainEffect: method === 'eth_sendUserOperation' && !isUndelivered(error) ? 'unknown' : 'none',
    })
  }
  const meaning = describeUserOperationError(answer)
  if (meaning.code === 'AA21') return new InsufficientFundsError({ account: sender, cause: error })
  // "internal error" and the like can hide that it was taken; what it has already, it took before
  const isCertain = meaning.known && !/already (known|in|exists)/i.test(answer.message)
  return new UserOperationRejectedError({
    ...meaning,
    cause: error,
    details: answer.message,
    chainEffect: method === 'eth_sendUserOperation' && !isCertain ? 'unknown' : 'none',
  })
}

/** Whether it is certain that no bundler got the request: refused by address, or by a gate before. */
function isUndelivered(error: unknown): boolean {
  const httpError =
    error instanceof ViemBaseError ? error.walk((it) => it instanceof HttpRequestError) : null
  const { status } = httpError instanceof HttpRequestError ? httpError : {}
  if (status !== undefined) return status >= 400 && status < 500 && status !== 408
  for (let it: unknown = error; it instanceof Error; it = it.cause)
    if ('code' in it && (it.code === 'ECONNREFUSED' || it.code === 'ENOTFOUND')) return true
  return false
}

function readFees(result: unknown): GasFees | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  const { maxFeePerGas, maxPriorityFeePerGas } = result as Record<string, unknown>
  const fee = readQuantity(maxFeePerGas)
  const tip = readQuantity(maxPriorityFeePerGas)
  return fee === undefined || tip === undefined
    ? undefined
    : { maxFeePerGas: fee, maxPriorityFeePerGas: tip }
}

/** Bundlers write quantities as hex, and Biconomy's as decimal strings or numbers too. */
function readQuantity(value: unknown): bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  if (typeof value !== 'string') return undefined
  if (/^0x[0-9a-f]+$/i.test(value)) return hexToBigInt(value as Hex)
  return /^\d+$/.test(value) ? BigInt(value) : undefined
}

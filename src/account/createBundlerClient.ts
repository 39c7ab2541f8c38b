import {
  type Address,
  type Chain,
  type Client,
  createClient,
  type Hash,
  type Transport,
} from 'viem'
import { entryPoint06Address, formatUserOperationRequest } from 'viem/account-abstraction'
import { estimateFeesPerGas } from 'viem/actions'
import { AbortedError } from '../errors/AbortedError.ts'
import { BundlerAnswerError } from '../errors/BundlerAnswerError.ts'
import { BundlerTimeoutError } from '../errors/BundlerTimeoutError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import { readFunds } from './readFunds.ts'
import { readQuantity } from './readQuantity.ts'
import { requestService } from './requestService.ts'
import { requestTimeoutOf } from './requestTimeoutOf.ts'
import { serviceTransport } from './serviceTransport.ts'

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

/** Of one request. */
export interface RequestOptions {
  /** Gives up waiting for the answer. */
  signal?: AbortSignal | undefined
}

/** An ERC-4337 bundler for EntryPoint v0.6 (ERC-7769), Biconomy's or any other. */
export interface BundlerClient {
  /**
   * The bundler's gas price where it has a method for it: as it is, since that is what it accepts.
   * The chain's otherwise, with twice the base fee as the highest that is paid. What is paid in the
   * end is the base fee of the block and the tip, so that the room costs nothing but a larger
   * advance; base fees rise by an eighth per block at most.
   */
  getGasFees(options?: RequestOptions): Promise<GasFees>
  estimateGas(operation: UserOperation, options?: RequestOptions): Promise<GasLimits>
  /** What an account can pay its gas with, wei; read from the chain. */
  getFunds(account: Address): Promise<bigint>
  send(operation: UserOperation, options?: RequestOptions): Promise<Hash>
  /** Whether it has the operation, mined or not. */
  knows(userOpHash: Hash, options?: RequestOptions): Promise<boolean>
  /** Whether it says that it gave the operation up. Bundlers that do not say count as `false`. */
  hasDropped(userOpHash: Hash): Promise<boolean>
}

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

/** The highest base fee that is paid, in times of what it is now. */
const baseFeeMultiplier = 2

/**
 * A bundler over viem's transport. Every JSON-RPC error, whatever its HTTP status, is thrown as a
 * typed error that names its cause.
 */
export function createBundlerClient(parameters: {
  /** Reads the chain, for a bundler without a gas price method. */
  getClient: () => Client
  url: string | Transport
  /**
   * How long it may take for an answer, milliseconds.
   * @default that of the transport, 10_000
   */
  timeout?: number | undefined
}): BundlerClient {
  const transport =
    typeof parameters.url === 'string' ? serviceTransport(parameters.url) : parameters.url
  const rpc = createClient({ transport })
  const timeout = parameters.timeout ?? requestTimeoutOf(rpc)
  let feeMethods = ['biconomy_getGasFeeValues', 'pimlico_getUserOperationGasPrice']

  const request = (
    method: string,
    params: unknown,
    options: RequestOptions & { operation?: UserOperation } = {},
  ): Promise<unknown> =>
    requestService(rpc, params, { service: 'bundler', method, timeout, ...options })

  const statusText = async (method: string, userOpHash: Hash): Promise<string> => {
    try {
      return JSON.stringify((await request(method, [userOpHash])) ?? null)
    } catch (error) {
      // that it has no such method is an answer; silence is none, and must not count as a "no"
      if (error instanceof UserOperationRejectedError) return 'null'
      throw error
    }
  }

  const askFees = async (method: string, options: RequestOptions): Promise<GasFees | undefined> => {
    try {
      const result = (await request(method, [], options)) as Record<string, unknown> | null
      return readFees(method === 'biconomy_getGasFeeValues' ? result : result?.fast)
    } catch (error) {
      // one that is silent for this will be for the rest, and the user has waited long enough
      if (error instanceof AbortedError || error instanceof BundlerTimeoutError) throw error
      // the method is remembered as missing only when the bundler said so
      if (error instanceof UserOperationRejectedError && isMissing(error))
        feeMethods = feeMethods.filter((it) => it !== method)
      return undefined
    }
  }

  return {
    async getGasFees(options = {}) {
      for (const method of feeMethods) {
        const fees = await askFees(method, options)
        if (fees) {
          feeMethods = [method]
          return fees
        }
      }
      return estimateFees(parameters.getClient())
    },

    async estimateGas(operation, options = {}) {
      const method = 'eth_estimateUserOperationGas'
      const result = await request(
        method,
        [formatUserOperationRequest(operation), entryPoint06Address],
        { ...options, operation },
      )
      const limits = readLimits(result)
      if (limits) return limits
      const details = 'The answer lacks a gas limit.'
      throw new BundlerAnswerError({ service: 'bundler', method, details })
    },

    getFunds: async (account) => {
      const { balance, deposit } = await readFunds(parameters.getClient(), account)
      return balance + deposit
    },

    async send(operation, options = {}) {
      const method = 'eth_sendUserOperation'
      const hash = await request(
        method,
        [formatUserOperationRequest(operation), entryPoint06Address],
        { ...options, operation },
      )
      if (typeof hash === 'string' && /^0x[0-9a-f]{64}$/i.test(hash)) return hash as Hash
      const details = 'The answer is no user operation hash.'
      throw new BundlerAnswerError({ service: 'bundler', method, details, chainEffect: 'unknown' })
    },

    async knows(userOpHash, options = {}) {
      const method = 'eth_getUserOperationByHash'
      const operation = await request(method, [userOpHash], options)
      // an answer that is no operation tells nothing
      if (typeof operation === 'object' && operation !== null) return true
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

/** What the chain asks for now, with room for the base fee to double while it waits. */
async function estimateFees(client: Client): Promise<GasFees> {
  try {
    const { chain } = client
    // a chain that has a multiplier of its own knows better
    const fees = { baseFeeMultiplier, ...chain?.fees }
    const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFeesPerGas(client, {
      chain: { ...chain, fees } as Chain,
    })
    return { maxFeePerGas, maxPriorityFeePerGas }
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

function isMissing({ cause }: UserOperationRejectedError): boolean {
  return cause instanceof Error && cause.name === 'MethodNotFoundRpcError'
}

function readLimits(result: unknown): GasLimits | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  const fields = result as Record<string, unknown>
  const callGasLimit = readQuantity(fields.callGasLimit)
  const verificationGasLimit = readQuantity(fields.verificationGasLimit ?? fields.verificationGas)
  const preVerificationGas = readQuantity(fields.preVerificationGas)
  return callGasLimit === undefined ||
    verificationGasLimit === undefined ||
    preVerificationGas === undefined
    ? undefined
    : { callGasLimit, verificationGasLimit, preVerificationGas }
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

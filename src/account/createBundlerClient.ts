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
import { BundlerInterfaceError, FeeFloorError } from '../errors/serviceErrors.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import { UserOperationUnderpricedError } from '../errors/UserOperationUnderpricedError.ts'
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
   * The chain's otherwise, with twice the base fee as the highest that is paid, and with Rundler's
   * tip where the bundler is one. What is paid in the end is the base fee of the block and the tip,
   * so that the room costs nothing but a larger advance; base fees rise by an eighth per block at
   * most. Never less than what the bundler asked for when it last refused an operation.
   */
  getGasFees(options?: RequestOptions): Promise<GasFees>
  /**
   * Offers from now on what a refused operation lacked, if the refusal says how much that is. It is
   * forgotten after ten minutes, because the price of gas falls again.
   *
   * @returns whether an operation that is built anew offers more.
   * @throws FeeFloorError when the bundler asks for more than ten times what the chain does: as the
   * chain's price counts its base fee, doubled, and its own tip.
   */
  raiseFees(refusal: unknown): Promise<boolean>
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

/** The most that a bundler's floor may be, in times of what the chain asks for. */
const highestFloor = 10n

/** How long a floor counts that a bundler named, milliseconds. */
const floorLifetime = 600_000

const rundlerTip = 'rundler_maxPriorityFeePerGas'

/**
 * How bundlers are asked for the price of gas. Rundler's is the least tip that it takes at this
 * block; Alchemy has clients add a quarter, since that rises.
 *
 * @see https://www.alchemy.com/docs/reference/bundler-api-fee-logic
 */
const priceMethods = ['biconomy_getGasFeeValues', 'pimlico_getUserOperationGasPrice', rundlerTip]

/**
 * A bundler over viem's transport. Every JSON-RPC error, whatever its HTTP status, is thrown as a
 * typed error that names its cause.
 */
export function createBundlerClient(parameters: {
  /** Reads the chain, for a bundler without a gas price method. */
  getClient: () => Client
  url: string | Transport
  /** For what errors say. */
  chainId?: number | undefined
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
  const { chainId } = parameters
  let feeMethods = priceMethods
  let floor: (Partial<GasFees> & { until: number }) | undefined

  const request = (
    method: string,
    params: unknown,
    options: RequestOptions & { operation?: UserOperation } = {},
  ): Promise<unknown> =>
    requestService(rpc, params, { service: 'bundler', method, timeout, chainId, ...options })

  const statusText = async (method: string, userOpHash: Hash): Promise<string> => {
    try {
      return JSON.stringify((await request(method, [userOpHash])) ?? null)
    } catch (error) {
      // that it has no such method is an answer; silence is none, and must not count as a "no"
      if (error instanceof UserOperationRejectedError) return 'null'
      if (error instanceof BundlerInterfaceError) return 'null'
      throw error
    }
  }

  const askFees = async (method: string, options: RequestOptions): Promise<GasFees | undefined> => {
    try {
      const result = await request(method, [], options)
      if (method === rundlerTip) return await withTip(parameters.getClient(), readQuantity(result))
      const fields = result as Record<string, unknown> | null
      return readFees(method === 'biconomy_getGasFeeValues' ? fields : fields?.fast)
    } catch (error) {
      // one that is silent for this will be for the rest, and the user has waited long enough
      if (error instanceof AbortedError || error instanceof BundlerTimeoutError) throw error
      // the method is remembered as missing only when the bundler said so
      if (error instanceof BundlerInterfaceError)
        feeMethods = feeMethods.filter((it) => it !== method)
      return undefined
    }
  }

  const findFloor = () => (floor && Date.now() < floor.until ? floor : {})

  const findFees = async (options: RequestOptions): Promise<GasFees> => {
    for (const method of feeMethods) {
      const fees = await askFees(method, options)
      if (fees) {
        feeMethods = [method]
        return fees
      }
    }
    return estimateFees(parameters.getClient())
  }

  return {
    async getGasFees(options = {}) {
      return raised(await findFees(options), findFloor())
    },

    async raiseFees(refusal) {
      if (!(refusal instanceof UserOperationUnderpricedError) || refusal.isReplacement) return false
      const { required, offered } = refusal
      const { maxFeePerGas: fee = 0n, maxPriorityFeePerGas: tip = 0n } = required
      const isMore = offered && (fee > offered.maxFeePerGas || tip > offered.maxPriorityFeePerGas)
      if (!isMore) return false
      // without a node nobody can tell whether the floor is in proportion
      const chain = await estimateFees(parameters.getClient()).catch(() => undefined)
      if (!chain) return false
      const limit = chain.maxFeePerGas * highestFloor
      const asked = [fee, tip].find((it) => it > limit)
      if (asked !== undefined) {
        const { cause, details } = refusal
        throw new FeeFloorError({ asked, limit, cause, details })
      }
      // some name one of the two at a time
      floor = { ...findFloor(), ...required, until: Date.now() + floorLifetime }
      return true
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

    getFunds: (account) => readFunds(parameters.getClient(), account),

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

/** The chain's price with the tip that Rundler asks for, and a quarter more. */
async function withTip(client: Client, tip: bigint | undefined): Promise<GasFees | undefined> {
  if (tip === undefined) return undefined
  const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFees(client)
  const own = (tip * 125n + 99n) / 100n
  return { maxFeePerGas: maxFeePerGas - maxPriorityFeePerGas + own, maxPriorityFeePerGas: own }
}

/** At least the floor. A higher tip comes on top of what is paid for the base fee. */
function raised(fees: GasFees, floor: Partial<GasFees>): GasFees {
  const { maxFeePerGas: fee = 0n, maxPriorityFeePerGas: tip = 0n } = floor
  const more = tip > fees.maxPriorityFeePerGas ? tip - fees.maxPriorityFeePerGas : 0n
  const highest = fees.maxFeePerGas + more
  return {
    maxFeePerGas: fee > highest ? fee : highest,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas + more,
  }
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

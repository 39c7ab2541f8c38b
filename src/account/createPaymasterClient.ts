import { createClient, type Hex, hexToBigInt, http, isHex, numberToHex, type Transport } from 'viem'
import { entryPoint06Address, formatUserOperationRequest } from 'viem/account-abstraction'
import { BundlerUnreachableError } from '../errors/BundlerUnreachableError.ts'
import { PaymasterRefusedError } from '../errors/PaymasterRefusedError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import type { GasLimits } from './createBundlerClient.ts'
import { describeUserOperationError } from './describeUserOperationError.ts'
import { findRpcError, type RpcErrorAnswer } from './findRpcError.ts'

export interface PaymasterOptions {
  url: string | Transport
  /**
   * Which interface it speaks: Biconomy's `pm_sponsorUserOperation` in `SPONSORED` mode, or
   * ERC-7677 (`pm_getPaymasterStubData`, `pm_getPaymasterData`).
   * @default 'biconomy' for a URL of the form `…/api/v1/<chainId>/<key>`, otherwise 'erc7677'
   */
  type?: 'biconomy' | 'erc7677' | undefined
  /** Passed on as it is: ERC-7677's context, or Biconomy's `webhookData`. */
  context?: Record<string, unknown> | undefined
}

/** What a paymaster adds to an operation; limits only where it estimates them itself. */
export interface Sponsorship extends Partial<GasLimits> {
  paymasterAndData: Hex
}

export interface PaymasterClient {
  /** Whether `sponsor` estimates the gas limits itself, so that the bundler need not be asked. */
  readonly estimates: boolean
  /** Stands in for the sponsorship while the gas is estimated. */
  stub(operation: UserOperation): Promise<Hex>
  sponsor(operation: UserOperation): Promise<Sponsorship>
}

/** A paymaster that pays for the user's gas. Its refusals are typed errors. */
export function createPaymasterClient(chainId: number, options: PaymasterOptions): PaymasterClient {
  const { url, context } = options
  const rpc = createClient({
    transport: typeof url === 'string' ? http(url, { retryCount: 0 }) : url,
  })
  const isBiconomy = typeof url === 'string' && /\/api\/v\d+\/\d+\//.test(url)
  const type = options.type ?? (isBiconomy ? 'biconomy' : 'erc7677')

  const request = async (method: string, params: unknown): Promise<Record<string, unknown>> => {
    try {
      const result: unknown = await rpc.request({ method, params } as never)
      if (typeof result === 'object' && result !== null) return result as Record<string, unknown>
    } catch (error) {
      const refusal = findRpcError(error)
      if (refusal) throw toRefusal(refusal, error)
      throw new BundlerUnreachableError({ service: 'paymaster', method, cause: error })
    }
    throw new PaymasterRefusedError({ details: `${method} gave an empty answer.` })
  }

  if (type === 'biconomy')
    return {
      estimates: true,
      stub: () => Promise.resolve('0x'),
      async sponsor(operation) {
        const result = await request('pm_sponsorUserOperation', [
          formatUserOperationRequest(operation),
          {
            mode: 'SPONSORED',
            calculateGasLimits: true,
            sponsorshipInfo: {
              ...(context ? { webhookData: context } : {}),
              smartAccountInfo: { name: 'BICONOMY', version: '2.0.0' },
            },
          },
        ])
        return {
          paymasterAndData: readPaymasterAndData(result),
          ...readLimit(result, 'callGasLimit'),
          ...readLimit(result, 'verificationGasLimit'),
          ...readLimit(result, 'preVerificationGas'),
        }
      },
    }

  const ask = async (method: string, operation: UserOperation) =>
    readPaymasterAndData(
      await request(method, [
        formatUserOperationRequest(operation),
        entryPoint06Address,
        numberToHex(chainId),
        context ?? {},
      ]),
    )
  return {
    estimates: false,
    stub: (operation) => ask('pm_getPaymasterStubData', operation),
    sponsor: async (operation) => ({
      paymasterAndData: await ask('pm_getPaymasterData', operation),
    }),
  }
}

/** A paymaster that estimates gas simulates the operation: then its refusal is about that. */
function toRefusal(answer: RpcErrorAnswer, cause: unknown): Error {
  const meaning = describeUserOperationError(answer)
  const isOwn = meaning.code?.startsWith('AA3') || answer.code === -32501
  const isAboutOperation = meaning.code || meaning.reason || simulationCodes.includes(answer.code)
  if (isAboutOperation && !isOwn)
    return new UserOperationRejectedError({
      ...meaning,
      cause,
      details: answer.message,
      service: 'paymaster',
    })
  return new PaymasterRefusedError({ cause, details: answer.message })
}

/** ERC-7769: refused by the account, about to expire, a wrong signature, calls that would revert. */
const simulationCodes = [-32500, -32503, -32507, -32521]

function readPaymasterAndData(result: Record<string, unknown>): Hex {
  const { paymasterAndData } = result
  if (isHex(paymasterAndData) && paymasterAndData.length >= 42) return paymasterAndData
  throw new PaymasterRefusedError({ details: 'The answer holds no paymasterAndData.' })
}

function readLimit<name extends keyof GasLimits>(
  result: Record<string, unknown>,
  name: name,
): Partial<Record<name, bigint>> {
  const value = result[name]
  if (isHex(value)) return { [name]: hexToBigInt(value) } as Record<name, bigint>
  if (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)))
    return { [name]: BigInt(value) } as Record<name, bigint>
  return {}
}

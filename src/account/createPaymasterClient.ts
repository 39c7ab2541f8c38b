import { createClient, type Hex, isHex, numberToHex, type Transport } from 'viem'
import { entryPoint06Address, formatUserOperationRequest } from 'viem/account-abstraction'
import { BundlerAnswerError } from '../errors/BundlerAnswerError.ts'
import { PaymasterRefusedError } from '../errors/PaymasterRefusedError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import type { GasLimits, RequestOptions } from './createBundlerClient.ts'
import { readQuantity } from './readQuantity.ts'
import { requestService } from './requestService.ts'
import { requestTimeoutOf } from './requestTimeoutOf.ts'
import { serviceTransport } from './serviceTransport.ts'

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
  stub(operation: UserOperation, options?: RequestOptions): Promise<Hex>
  sponsor(operation: UserOperation, options?: RequestOptions): Promise<Sponsorship>
}

/** A paymaster that pays for the user's gas. Its refusals are typed errors. */
export function createPaymasterClient(
  chainId: number,
  options: PaymasterOptions & {
    /**
     * How long it may take for an answer, milliseconds.
     * @default that of the transport, 10_000
     */
    timeout?: number | undefined
  },
): PaymasterClient {
  const { url, context } = options
  const rpc = createClient({
    transport: typeof url === 'string' ? serviceTransport(url) : url,
  })
  const timeout = options.timeout ?? requestTimeoutOf(rpc)
  const isBiconomy = typeof url === 'string' && /\/api\/v\d+\/\d+\//.test(url)
  const type = options.type ?? (isBiconomy ? 'biconomy' : 'erc7677')

  const request = async (
    method: string,
    operation: UserOperation,
    params: readonly unknown[],
    { signal }: RequestOptions = {},
  ): Promise<Record<string, unknown>> => {
    const result = await requestService(rpc, [formatUserOperationRequest(operation), ...params], {
      service: 'paymaster',
      method,
      timeout,
      operation,
      signal,
    })
    if (typeof result === 'object' && result !== null) return result as Record<string, unknown>
    if (result === null)
      throw new PaymasterRefusedError({ details: `${method} gave an empty answer.` })
    throw new BundlerAnswerError({
      service: 'paymaster',
      method,
      details: 'The answer is no sponsorship.',
    })
  }

  if (type === 'biconomy')
    return {
      estimates: true,
      stub: () => Promise.resolve('0x'),
      async sponsor(operation, requestOptions) {
        const mode = {
          mode: 'SPONSORED',
          calculateGasLimits: true,
          sponsorshipInfo: {
            ...(context ? { webhookData: context } : {}),
            smartAccountInfo: { name: 'BICONOMY', version: '2.0.0' },
          },
        }
        const method = 'pm_sponsorUserOperation'
        const result = await request(method, operation, [mode], requestOptions)
        return {
          paymasterAndData: readPaymasterAndData(result),
          ...readLimit(result, 'callGasLimit'),
          ...readLimit(result, 'verificationGasLimit'),
          ...readLimit(result, 'preVerificationGas'),
        }
      },
    }

  const ask = async (method: string, operation: UserOperation, requestOptions?: RequestOptions) => {
    const params = [entryPoint06Address, numberToHex(chainId), context ?? {}]
    return readPaymasterAndData(await request(method, operation, params, requestOptions))
  }
  return {
    estimates: false,
    stub: (operation, requestOptions) => ask('pm_getPaymasterStubData', operation, requestOptions),
    sponsor: async (operation, requestOptions) => ({
      paymasterAndData: await ask('pm_getPaymasterData', operation, requestOptions),
    }),
  }
}

function readPaymasterAndData(result: Record<string, unknown>): Hex {
  const { paymasterAndData } = result
  if (isHex(paymasterAndData, { strict: true }) && paymasterAndData.length >= 42)
    return paymasterAndData
  throw new PaymasterRefusedError({ details: 'The answer holds no paymasterAndData.' })
}

function readLimit<name extends keyof GasLimits>(
  result: Record<string, unknown>,
  name: name,
): Partial<Record<name, bigint>> {
  const value = readQuantity(result[name])
  return value === undefined ? {} : ({ [name]: value } as Record<name, bigint>)
}

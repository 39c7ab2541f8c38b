import { createClient, type Transport } from 'viem'
import { formatUserOperationRequest } from 'viem/account-abstraction'
import { AbortedError } from '../errors/AbortedError.ts'
import { BundlerAnswerError } from '../errors/BundlerAnswerError.ts'
import { BundlerUnreachableError } from '../errors/BundlerUnreachableError.ts'
import { PaymasterRefusedError } from '../errors/PaymasterRefusedError.ts'
import { PaymasterInterfaceError } from '../errors/serviceErrors.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import { untilAborted } from '../utils/untilAborted.ts'
import type { RequestOptions } from './createBundlerClient.ts'
import {
  type EstimateGas,
  type PaymasterQuestion,
  type PaymasterType,
  paymasterInterfaces,
  type Sponsorship,
} from './paymasterInterfaces.ts'
import { requestService } from './requestService.ts'
import { requestTimeoutOf } from './requestTimeoutOf.ts'
import { serviceTransport } from './serviceTransport.ts'

export interface PaymasterOptions {
  url: string | Transport
  /**
   * Which interface it speaks:
   * - `erc7677`: `pm_getPaymasterStubData` and `pm_getPaymasterData` (Pimlico, Alchemy, Coinbase …),
   * - `biconomy`: Biconomy's `pm_sponsorUserOperation(userOp, mode)`, in `SPONSORED` mode,
   * - `sponsor-user-operation`: `pm_sponsorUserOperation(userOp, entryPoint, context)` (Candide,
   *   Stackup, Pimlico's first version).
   *
   * Say it where you know it. Otherwise the paymaster is asked in this order with the first
   * operation, and what it speaks is remembered; its URL says nothing.
   * @default what the paymaster turns out to speak
   */
  type?: PaymasterType | undefined
  /** Passed on as it is: the `context` of the interface, or Biconomy's `webhookData`. */
  context?: Record<string, unknown> | undefined
}

export interface PaymasterClient {
  /**
   * Has an operation sponsored that lacks its gas limits: from the paymaster, or estimated by the
   * bundler where the paymaster does not give them.
   *
   * @throws PaymasterRefusedError when it refuses.
   * @throws PaymasterInterfaceError when it speaks another interface.
   * @throws FeeFloorError when it raises the fees to more than ten times what is offered.
   */
  sponsor(
    operation: UserOperation,
    options: RequestOptions & { estimateGas: EstimateGas },
  ): Promise<Sponsorship>
}

/** What came of asking a paymaster for its interface. */
type Found =
  | { type: PaymasterType; begun: Readonly<Record<string, unknown>> }
  | { type: PaymasterType | undefined; refusal: unknown }

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
  let known = options.type
  let finding: Promise<Found> | undefined

  const questionIn = (type: PaymasterType, signal?: AbortSignal): PaymasterQuestion => ({
    chainId,
    context,
    async ask(method, params, operation) {
      const given = operation ? [formatUserOperationRequest(operation)] : []
      const result = await requestService(rpc, [...given, ...params], {
        service: 'paymaster',
        method,
        timeout,
        operation,
        chainId,
        type,
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
    },
  })

  /**
   * Asks in one interface after the other, until one is understood. A refusal is an answer: only a
   * missing method, or a complaint about the form of the question, leads on to the next. A paymaster
   * that does not answer says nothing about its interface.
   */
  const find = async (operation: UserOperation): Promise<Found> => {
    let misunderstood: unknown
    let absent: unknown
    let lacks = false
    for (const type of Object.keys(paymasterInterfaces) as PaymasterType[]) {
      try {
        // not with the signal of who asks first: others wait for the same answer
        const begun = await paymasterInterfaces[type].begin(questionIn(type), operation)
        return { type, begun }
      } catch (error) {
        if (error instanceof PaymasterInterfaceError) lacks = true
        else if (isNowhere(error)) absent ??= error
        else if (error instanceof BundlerUnreachableError) throw error
        else if (isMisunderstood(type, error)) misunderstood ??= error
        else return { type, refusal: error }
      }
    }
    // what it said of the question in a form that it half understood helps more than "none of them"
    if (misunderstood) return { type: undefined, refusal: misunderstood }
    if (!lacks) throw absent
    throw new PaymasterInterfaceError({ chainId, method: 'pm_sponsorUserOperation' })
  }

  /** One search at a time: whoever comes meanwhile waits for what it finds. */
  const startFinding = (operation: UserOperation): Promise<Found> => {
    const search = find(operation)
      .then((found) => {
        known = found.type
        return found
      })
      .finally(() => {
        finding = undefined
      })
    finding = search
    return search
  }

  const begin = async (
    type: PaymasterType,
    operation: UserOperation,
    signal: AbortSignal | undefined,
  ) => {
    const { begin: ask, method } = paymasterInterfaces[type]
    return ask(questionIn(type, signal), operation).catch((error: unknown) => {
      if (!isMisunderstood(type, error)) throw error
      const { details } = error
      throw new PaymasterInterfaceError({ chainId, type, method, details, cause: error.cause })
    })
  }

  return {
    async sponsor(operation, { estimateGas, signal }) {
      const finish = (type: PaymasterType, begun: Readonly<Record<string, unknown>>) =>
        paymasterInterfaces[type].finish(questionIn(type, signal), operation, begun, estimateGas)
      while (!known) {
        if (signal?.aborted) throw new AbortedError({ cause: signal.reason })
        if (finding) {
          await untilAborted(finding, signal)
          continue
        }
        const found = await untilAborted(startFinding(operation), signal)
        if ('refusal' in found) throw found.refusal
        return finish(found.type, found.begun)
      }
      return finish(known, await begin(known, operation, signal))
    },
  }
}

/** Some gates know their methods, and say of others that nothing is there. */
function isNowhere(error: unknown): boolean {
  return error instanceof BundlerUnreachableError && error.details === 'HTTP 404'
}

function isMisunderstood(type: PaymasterType, error: unknown): error is UserOperationRejectedError {
  return (
    error instanceof UserOperationRejectedError &&
    error.details !== undefined &&
    paymasterInterfaces[type].isMisunderstood(error.details)
  )
}

import { HttpRequestError, TimeoutError, BaseError as ViemBaseError } from 'viem'
import { BaseError } from '../errors/BaseError.ts'
import { BundlerAnswerError } from '../errors/BundlerAnswerError.ts'
import { BundlerBusyError } from '../errors/BundlerBusyError.ts'
import { BundlerDeniedError } from '../errors/BundlerDeniedError.ts'
import { BundlerTimeoutError } from '../errors/BundlerTimeoutError.ts'
import { type BundlerFailure, BundlerUnreachableError } from '../errors/BundlerUnreachableError.ts'
import { InsufficientFundsError } from '../errors/InsufficientFundsError.ts'
import { PaymasterRefusedError } from '../errors/PaymasterRefusedError.ts'
import { BundlerInterfaceError, PaymasterInterfaceError } from '../errors/serviceErrors.ts'
import { UserOperationNonceError } from '../errors/UserOperationNonceError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import { UserOperationUnderpricedError } from '../errors/UserOperationUnderpricedError.ts'
import type { UserOperation } from '../types/UserOperation.ts'
import { describeUserOperationError } from './describeUserOperationError.ts'
import type { FailureKind } from './FailureRow.ts'
import { findRpcError, type RpcErrorAnswer } from './findRpcError.ts'
import { isAboutParameters, isMethodMissing } from './isMethodMissing.ts'
import { readRequiredFees } from './readRequiredFees.ts'

export interface ServiceRequest {
  service: 'bundler' | 'paymaster'
  method: string
  /** Milliseconds. */
  timeout: number
  /** What it is about. */
  operation?: UserOperation | undefined
  chainId?: number | undefined
  /** The interface that a paymaster is asked in. */
  type?: PaymasterInterfaceError['type']
}

/** Names what a request to a bundler or paymaster failed with, and whether it can have arrived. */
export function toServiceError(error: unknown, request: ServiceRequest): BaseError {
  if (error instanceof BaseError) return error
  const answer = findRpcError(error)
  return answer ? toRefusal(answer, error, request) : toNoAnswer(error, request)
}

function toRefusal(answer: RpcErrorAnswer, error: unknown, request: ServiceRequest): BaseError {
  const { service, method, operation, chainId, type } = request
  if (isMethodMissing(answer)) {
    const missing = { chainId, method, cause: withoutAddress(error), details: answer.message }
    return service === 'bundler'
      ? new BundlerInterfaceError(missing)
      : new PaymasterInterfaceError({ ...missing, type })
  }
  const isSponsored = (operation?.paymasterAndData ?? '0x') !== '0x'
  const isDeployment = (operation?.initCode ?? '0x') !== '0x'
  const described = describeUserOperationError({
    ...answer,
    // Alto has the code of a missing method for parameters that it cannot read
    code: answer.code === -32601 && isAboutParameters(answer.message) ? -32602 : answer.code,
    isSponsored,
    isDeployment,
  })
  const { known, meaning, fix, code, reason } = described
  const http = findHttpError(error)
  // what it says counts; where it says nothing, what it says it with
  const kind = known ? described.kind : kindOfStatus(http?.status)
  // "internal error" and the like can hide that it was taken; what it has already, it took before
  const isOpen = method === 'eth_sendUserOperation' && (kind ? kind === 'known' : !known)
  const chainEffect = isOpen ? ('unknown' as const) : ('none' as const)
  const cause = withoutAddress(error)
  const details = answer.message
  const failure: BundlerFailure = { service, method, cause, details }
  if (kind === 'busy') return new BundlerBusyError({ ...failure, retryAfter: readRetryAfter(http) })
  // a paymaster says so of its policies too, by the same code
  if (kind === 'denied' && (service === 'bundler' || !known)) return new BundlerDeniedError(failure)
  const rejection = { code, reason, meaning, fix, cause, details, service, chainEffect }
  if (kind === 'funds' && operation)
    return new InsufficientFundsError({ account: operation.sender, cause })
  if (kind === 'paymaster') return new PaymasterRefusedError(rejection)
  if (kind === 'nonce') return new UserOperationNonceError(rejection)
  if (kind === 'fee')
    return new UserOperationUnderpricedError({
      ...rejection,
      offered: operation && {
        maxFeePerGas: operation.maxFeePerGas,
        maxPriorityFeePerGas: operation.maxPriorityFeePerGas,
      },
      ...readRequiredFees(answer),
    })
  // a paymaster has policies of its own; what it says of the operation itself is not one of them
  if (service === 'paymaster' && !isAboutOperation(answer, described))
    return new PaymasterRefusedError({ cause, details })
  return new UserOperationRejectedError(rejection)
}

/** ERC-7769: refused by the account, about to expire, a wrong signature, calls that would revert. */
const simulationCodes = [-32500, -32503, -32507, -32521]

function isAboutOperation(
  answer: RpcErrorAnswer,
  { code, reason }: { code?: string | undefined; reason?: string | undefined },
): boolean {
  return code !== undefined || reason !== undefined || simulationCodes.includes(answer.code)
}

function kindOfStatus(status: number | undefined): FailureKind | undefined {
  if (status === 429) return 'busy'
  return status === 401 || status === 402 || status === 403 ? 'denied' : undefined
}

function toNoAnswer(error: unknown, request: ServiceRequest): BaseError {
  const { service, method, timeout } = request
  const cause = withoutAddress(error)
  const isSending = method === 'eth_sendUserOperation'
  const refused: BundlerFailure = { service, method, cause }
  const open: BundlerFailure = { ...refused, chainEffect: isSending ? 'unknown' : 'none' }
  if (causesOf(error).some((it) => it instanceof TimeoutError))
    return new BundlerTimeoutError({ ...open, timeout, details: undefined })
  const http = findHttpError(error)
  if (http?.status !== undefined) {
    const { status } = http
    const details = `HTTP ${status}`
    if (kindOfStatus(status) === 'busy')
      return new BundlerBusyError({ ...refused, details, retryAfter: readRetryAfter(http) })
    if (kindOfStatus(status) === 'denied') return new BundlerDeniedError({ ...refused, details })
    if (status === 404)
      return new BundlerUnreachableError({
        ...refused,
        details,
        fix: `There is nothing at the ${service}'s address: check its path, chain id and API key.`,
      })
    // other refusals of a gate in front of it: 400, 405, 413; a gate that waited for it gives 408
    const isGate = status >= 400 && status < 500 && status !== 408
    return new BundlerUnreachableError({ ...(isGate ? refused : open), details })
  }
  const innermost = causesOf(error).at(-1)
  const details = innermost instanceof Error ? innermost.message.split('\n')[0] : undefined
  if (causesOf(error).some((it) => it instanceof SyntaxError || isNoObject(it)))
    return new BundlerAnswerError({ ...open, details: 'It is no JSON-RPC.' })
  return new BundlerUnreachableError({ ...(isUndelivered(error) ? refused : open), details })
}

/** Whether nobody took the request: there was nobody at the address. */
function isUndelivered(error: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ENOTFOUND']
  return causesOf(error).some(
    (it) => it instanceof Error && 'code' in it && codes.includes(String(it.code)),
  )
}

/** What a transport does with an answer that is `null` or the like. */
function isNoObject(error: unknown): boolean {
  return error instanceof TypeError && /destructure|undefined|null/.test(error.message)
}

function findHttpError(error: unknown): HttpRequestError | undefined {
  return causesOf(error).find((it) => it instanceof HttpRequestError)
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = []
  for (let it = error; it instanceof Error && !causes.includes(it); it = it.cause) causes.push(it)
  return causes
}

/** Seconds, which the header gives as such or as a date. */
function readRetryAfter(error: HttpRequestError | undefined): number | undefined {
  const text = error?.headers?.get('retry-after')
  if (!text) return undefined
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined
}

/** What was thrown, in its own words, but for the address: that of a service holds its API key. */
function withoutAddress(error: unknown): Error {
  const { name, message, shortMessage, details }: Error & Partial<ViemBaseError> =
    error instanceof Error ? error : new Error(String(error))
  const isViem = error instanceof ViemBaseError
  const text = isViem ? [shortMessage, details].filter(Boolean).join(' ') : message
  // a gate may answer with a whole page
  return Object.assign(new Error(text.slice(0, 1_000)), { name })
}

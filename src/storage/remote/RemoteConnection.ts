import { BaseError } from '../../errors/BaseError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { RecordAddress } from '../../types/Storage.ts'
import { createId } from '../../utils/createId.ts'
import { fromWireError } from './fromWireError.ts'
import { protocol } from './protocol.ts'

export interface RemoteConnectionParameters {
  url: string
  /** Asked for at each request; with `isRefused` when the server did not take the last one. */
  getToken: (isRefused: boolean) => string | Promise<string>
  fetch: typeof globalThis.fetch
  /** Milliseconds for one attempt. */
  timeout: number
  /** How often to try again. */
  retries: number
}

export interface RemoteRequest {
  method: 'GET' | 'PUT' | 'DELETE' | 'POST'
  /** Below the base, with its query. */
  path: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** The record that it is about. */
  address?: RecordAddress
  /** Statuses that are answers. */
  accept: readonly number[]
}

export interface RemoteAnswer {
  status: number
  revision: string
  body: unknown
}

/** Answers that another try can change. */
const passing = new Set([429, 502, 503, 504])

/**
 * Requests that are repeated until they are answered, or given up with an error: an answer that did
 * not come is never taken for a success. Writes carry a key by which the server knows a repetition.
 */
export class RemoteConnection {
  readonly #parameters: RemoteConnectionParameters

  constructor(parameters: RemoteConnectionParameters) {
    this.#parameters = parameters
  }

  async send(request: RemoteRequest): Promise<RemoteAnswer> {
    const headers = new Headers(request.headers)
    if (request.method !== 'GET') headers.set(protocol.idempotencyHeader, createId())
    if (request.body !== undefined) headers.set('content-type', 'application/json')
    let isRefused = false
    for (let attempt = 0; ; attempt++) {
      let problem: Error
      let wait = Math.min(100 * 2 ** attempt, 5_000) * (0.5 + Math.random() / 2)
      try {
        const response = await this.open(request, headers, isRefused)
        const body = await bodyOf(response)
        if (request.accept.includes(response.status))
          return { status: response.status, revision: revisionOf(response), body }
        problem = fromWireError(response.status, body, request.address)
        if (response.status === 401 && !isRefused) {
          isRefused = true
          continue
        }
        if (!passing.has(response.status)) throw problem
        const after = Number(response.headers.get('retry-after'))
        if (after > 0) wait = Math.min(after * 1_000, 30_000)
      } catch (error) {
        if (error instanceof BaseError && !(error instanceof UnansweredError)) throw error
        problem = error instanceof Error ? error : new Error(String(error))
      }
      if (attempt >= this.#parameters.retries) throw problem
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  /** One attempt, whose answer is known to be the server's. */
  async open(
    request: Pick<RemoteRequest, 'method' | 'path' | 'body'>,
    headers: Headers,
    isRefused: boolean,
    signal?: AbortSignal,
  ): Promise<Response> {
    const { url, getToken, fetch, timeout } = this.#parameters
    const sent = new Headers(headers)
    sent.set('authorization', `Bearer ${await token(getToken, isRefused)}`)
    let response: Response
    try {
      response = await fetch(url.replace(/\/$/, '') + request.path, {
        method: request.method,
        headers: sent,
        body: request.body ?? null,
        signal: signal ?? AbortSignal.timeout(timeout),
        cache: 'no-store',
        redirect: 'error',
      })
    } catch (cause) {
      throw new UnansweredError(
        'The remote storage did not answer.',
        'Look at the connection and the `url`. Whether a write arrived is not known: read again.',
        { cause, details: cause instanceof Error ? cause.name : undefined },
      )
    }
    if (response.headers.get(protocol.versionHeader) === protocol.version) return response
    const problem = `Something else than a GrantKit storage answered (HTTP ${response.status}).`
    const fix = 'Look at the `url`, and at proxies and login pages in between.'
    // A gateway in front of the server may answer so for a while.
    throw passing.has(response.status)
      ? new UnansweredError(problem, fix)
      : new StorageUnavailableError(problem, fix)
  }
}

class UnansweredError extends StorageUnavailableError {}

async function token(
  getToken: RemoteConnectionParameters['getToken'],
  isRefused: boolean,
): Promise<string> {
  try {
    return await getToken(isRefused)
  } catch (cause) {
    throw new StorageUnavailableError(
      'The token of the remote storage could not be had.',
      'Look at what the `token` function threw.',
      { cause },
    )
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  let text: string
  try {
    text = await response.text()
  } catch (cause) {
    throw new UnansweredError(
      'The answer of the remote storage broke off.',
      'Whether a write arrived is not known: read again.',
      { cause },
    )
  }
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new UnansweredError(
      'The answer of the remote storage is damaged.',
      'Look at proxies in between.',
    )
  }
}

function revisionOf(response: Response): string {
  // A proxy that compresses may have made it weak.
  return (response.headers.get('etag') ?? '').replace(/^(W\/)?"/, '').replace(/"$/, '')
}

import { hexToBytes, isHex } from 'viem'
import { BaseError } from '../../errors/BaseError.ts'
import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import { protocol } from '../remote/protocol.ts'
import { toWireError } from '../remote/toWireError.ts'
import { answerRecords } from './answerRecords.ts'
import { createSeal } from './createSeal.ts'
import { createSignIn } from './createSignIn.ts'
import { HttpError } from './HttpError.ts'
import { RateLimiter } from './RateLimiter.ts'
import { readJsonBody } from './readJsonBody.ts'
import type { StorageServerParameters } from './StorageServerParameters.ts'
import { StreamLimiter } from './StreamLimiter.ts'

/**
 * The server side of `remote()`, as a function from a request to its response: for Hono, Deno, Bun,
 * workers, or `node:http` through `toNodeListener`. It keeps nothing in memory that another machine
 * would need. Serve it over https.
 *
 * An account signs in with Ethereum (ERC-4361) and reaches its own records, and no others. Keys
 * arrive wrapped by one of GrantKit's vaults, and what has no such form is refused. What one account
 * can take of the server is limited; see `limits`.
 *
 * @throws InvalidParameterError when the secret is short, the storage cannot do what it needs, or a
 * client is of another chain.
 *
 * @example
 * const handler = createStorageHandler({
 *   storage: redis({ client }),
 *   secret: process.env.STORAGE_SECRET ?? '',
 *   domains: ['app.example.com'],
 *   chainIds: [137],
 *   basePath: '/sessions',
 * })
 * app.all('/sessions/*', (context) => handler(context.req.raw))
 */
export function createStorageHandler(
  parameters: StorageServerParameters,
): (request: Request) => Promise<Response> {
  const { storage, basePath = '', origins = [], limits = {} } = parameters
  const { atomicBatch, sharedCompareAndSwap } = storage.supports
  if (!atomicBatch || !sharedCompareAndSwap)
    throw new InvalidParameterError({
      parameter: 'storage',
      problem: `(${storage.name}) has no atomic batches, or no compare-and-swap between processes`,
      fix: 'Use redis(), sqlite() or file().',
    })
  for (const [chainId, client] of Object.entries(parameters.clients ?? {}))
    if (client.chain && client.chain.id !== Number(chainId))
      throw new InvalidParameterError({
        parameter: 'clients',
        problem: `has a client of chain ${client.chain.id} for chain ${chainId}`,
        fix: 'Else one chain would vouch for accounts of another. Name each client by its own chain.',
      })
  const seal = createSeal(secretOf(parameters.secret))
  const signIn = createSignIn(parameters, seal)
  const limiter = new RateLimiter(limits.requestsPerMinute ?? 600)
  const streams = new StreamLimiter(limits.streamsPerSigner ?? 50)
  const bodyLimit = limits.body ?? 262_144

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (!url.pathname.startsWith(`${basePath}/`)) throw new HttpError(404, 'There is nothing here.')
    const path = url.pathname.slice(basePath.length)
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
    if (path === '/nonce' || path === '/sign-in') {
      limiter.take(`client ${parameters.clientOf?.(request) ?? ''}`)
      if (request.method !== 'POST') throw new HttpError(405, 'Use POST.', { allow: 'POST' })
      const body = await readJsonBody(request, Math.min(bodyLimit, 32_768))
      return Response.json(path === '/nonce' ? await signIn.nonce() : await signIn.signIn(body))
    }
    const token = await signIn.authenticate(request)
    const signer = token.signer.toLowerCase()
    if (path === '/sign-out') {
      // Counted apart: whoever has the token must not be able to keep its owner from ending it.
      limiter.take(`sign-out ${signer}`)
      if (request.method !== 'POST') throw new HttpError(405, 'Use POST.', { allow: 'POST' })
      await signIn.signOut(token, await readJsonBody(request, Math.min(bodyLimit, 1_024)))
      return Response.json({})
    }
    limiter.take(`signer ${signer}`)
    const body = await readJsonBody(request, bodyLimit)
    return await answerRecords(parameters, token, {
      request,
      path,
      query: url.searchParams,
      body,
      openStream: () => streams.take(signer),
      isEnded: () => signIn.isEnded(token),
    })
  }

  return async (request) => {
    const response = await answer(request).catch((error: unknown) => {
      if (error instanceof HttpError) {
        if (error.cause !== undefined) parameters.onError?.(error.cause)
        return Response.json(
          { error: 'Refused', message: error.message },
          { status: error.status, headers: error.headers },
        )
      }
      const { status, body } = toWireError(error)
      const isFailure = !(error instanceof BaseError) || error instanceof StorageUnavailableError
      if (isFailure) parameters.onError?.(error)
      return Response.json(body, { status })
    })
    return withHeaders(response, request, origins)
  }
}

function withHeaders(response: Response, request: Request, origins: readonly string[]): Response {
  const { headers } = response
  headers.set(protocol.versionHeader, protocol.version)
  headers.set('cache-control', 'no-store')
  headers.set('x-content-type-options', 'nosniff')
  headers.set('vary', 'origin')
  const origin = request.headers.get('origin')
  if (origin !== null && origins.includes(origin)) {
    headers.set('access-control-allow-origin', origin)
    headers.set('access-control-expose-headers', `etag, retry-after, ${protocol.versionHeader}`)
    if (request.method === 'OPTIONS') {
      headers.set('access-control-allow-methods', 'GET, PUT, DELETE, POST')
      headers.set(
        'access-control-allow-headers',
        `authorization, content-type, if-match, if-none-match, ${protocol.idempotencyHeader}`,
      )
      headers.set('access-control-max-age', '86400')
    }
  }
  return response
}

function secretOf(secret: Uint8Array | string): Uint8Array {
  const hex = typeof secret === 'string' ? `0x${secret.replace(/^0x/, '')}` : undefined
  if (hex !== undefined && (!isHex(hex) || hex.length % 2 !== 0)) throw weakSecret()
  const bytes = hex === undefined ? (secret as Uint8Array) : hexToBytes(hex as `0x${string}`)
  if (!(bytes instanceof Uint8Array) || bytes.length < 32) throw weakSecret()
  return bytes
}

function weakSecret(): InvalidParameterError {
  return new InvalidParameterError({
    parameter: 'secret',
    problem: 'must be 32 bytes or more, or at least 64 hexadecimal digits',
    fix: 'Make one with: openssl rand -hex 32. Give the same one to all machines.',
  })
}

import { type Address, isAddress, isHex, recoverMessageAddress } from 'viem'
import { parseSiweMessage, validateSiweMessage } from 'viem/siwe'
import { ChainUnreachableError } from '../../errors/ChainUnreachableError.ts'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import type { Json } from '../../types/Json.ts'
import { createId } from '../../utils/createId.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import type { RemoteSignIn } from '../remote/signInToRemote.ts'
import type { Seal } from './createSeal.ts'
import { HttpError } from './HttpError.ts'
import { isSignedByContract } from './isSignedByContract.ts'
import type {
  Authenticated,
  Reach,
  SignedIn,
  SignInBody,
  StorageServerParameters,
} from './StorageServerParameters.ts'
import { serverRecord } from './serverRecord.ts'

export interface SignIn {
  nonce(): Promise<{ nonce: string }>
  signIn(body: unknown): Promise<RemoteSignIn & { signer: Address }>
  /** @throws HttpError 401 */
  authenticate(request: Request): Promise<Authenticated>
  /** Whether a token was ended before its time. */
  isEnded(token: Authenticated): Promise<boolean>
  /** Ends a token, on all machines; or all that its signer has by now. */
  signOut(token: Authenticated, body: unknown): Promise<void>
}

/** What stands in the record of a signer's ended tokens. */
interface Ended {
  /** All tokens until then, Unix milliseconds. */
  before?: number
  /** When each would have ended by itself, Unix milliseconds. */
  tokens?: Record<string, number>
}

type ParsedMessage = ReturnType<typeof parseSiweMessage>

/** More than this, and all of the signer's tokens are ended: the record must not grow for ever. */
const mostEnded = 100

const nonceLifetime = 10 * 60_000
/** Of the time that a nonce begins with, so that the oldest sort first. */
const expiryLength = 12
const sealLength = 64

/**
 * Sign-in with Ethereum. Nonces and tokens are signed instead of stored, so that every machine
 * knows them; a nonce that was used and a token that was ended are written down, so that none takes
 * them again.
 */
export function createSignIn(parameters: StorageServerParameters, seal: Seal): SignIn {
  const { storage, domains, chainIds, clients, origins = [] } = parameters
  const { tokenLifetime = 12 * 3_600_000 } = parameters

  return {
    async nonce() {
      // Letters and digits alone, by ERC-4361.
      const until = (Date.now() + nonceLifetime).toString(16).padStart(expiryLength, '0')
      const text = until + createId()
      return { nonce: text + (await seal.sign('nonce', text)) }
    },

    async signIn(body) {
      const { message, signature } = parseBody(body)
      const fields = parseSiweMessage(message)
      const { address, chainId, nonce, domain, expirationTime } = fields
      if (!address || chainId === undefined || !nonce || !domain)
        throw new HttpError(400, 'Not a valid ERC-4361 message.')
      if (!domains.includes(domain)) throw new HttpError(401, 'The message is for another domain.')
      if (!isOfDomain(fields))
        throw new HttpError(401, 'The URI of the message is of another site.')
      if (!chainIds.includes(chainId)) throw new HttpError(401, 'The chain is not served.')
      const until = await nonceExpiry(nonce)
      if (until === undefined) throw new HttpError(401, 'The nonce is unknown or out of date.')
      if (!expirationTime) throw new HttpError(401, 'The message has no expiration time.')
      const times = [expirationTime, fields.notBefore ?? expirationTime]
      const isInTime = validateSiweMessage({ message: fields, domain, nonce, address })
      if (!isInTime || times.some((time) => Number.isNaN(time.getTime())))
        throw new HttpError(401, 'The message is expired, or not valid yet.')
      const signedBy = await whoSigned(message, signature, address, chainId)
      if (!signedBy) throw new HttpError(401, 'The signature is not of this account.')
      await spend(nonce, until)
      // A key is the same on all chains. A contract's address can be somebody else's on another.
      const reach = await reachOf(address, signedBy === 'key' ? chainIds : [chainId])
      const issuedAt = Date.now()
      const expiresAt = Math.min(issuedAt + tokenLifetime, expirationTime.getTime())
      const text = toBase64Url(
        JSON.stringify({ signer: address, reach, issuedAt, expiresAt } satisfies SignedIn),
      )
      return {
        signer: address,
        accounts: [...new Set(reach.flatMap(({ accounts }) => accounts))],
        expiresAt,
        token: `${text}.${await seal.sign('token', text)}`,
      }
    },

    async authenticate(request) {
      const [, text = '', signature = ''] =
        /^Bearer ([\w-]+)\.([0-9a-f]+)$/.exec(request.headers.get('authorization') ?? '') ?? []
      if (!text || !(await seal.verify('token', text, signature)))
        throw new HttpError(401, 'Sign in first.')
      const signedIn = JSON.parse(fromBase64Url(text)) as SignedIn
      if (signedIn.expiresAt <= Date.now()) throw new HttpError(401, 'The token is out of date.')
      // What is written down of a token must not help to make it.
      const tokenId = (await seal.sign('token id', text)).slice(0, 32)
      const token = { ...signedIn, tokenId }
      if (await isEnded(token)) throw new HttpError(401, 'The token was ended.')
      return token
    },

    isEnded,

    async signOut({ signer, tokenId, expiresAt }, body) {
      const { everywhere } = (body ?? {}) as { everywhere?: unknown }
      const address = serverRecord.ended(signer)
      for (;;) {
        const record = await storage.get(address)
        const { before, tokens = {} } = (record?.value ?? {}) as Ended
        const now = Date.now()
        // One that is out of date needs no record.
        const left = Object.entries({ ...tokens, [tokenId]: expiresAt }).filter(
          ([, until]) => until > now,
        )
        const isAll = everywhere === true || left.length > mostEnded
        const value: Ended = isAll
          ? { before: now }
          : { ...(before === undefined ? {} : { before }), tokens: Object.fromEntries(left) }
        try {
          await storage.put(address, value as Json, { ifRevision: record?.revision ?? null })
          return
        } catch (error) {
          // Another of the signer's tokens is being ended.
          if (!(error instanceof StorageConflictError)) throw error
        }
      }
    },
  }

  async function isEnded({ signer, tokenId, issuedAt = 0 }: Authenticated): Promise<boolean> {
    const record = await storage.get(serverRecord.ended(signer))
    const { before = -1, tokens = {} } = (record?.value ?? {}) as Ended
    return issuedAt <= before || Object.hasOwn(tokens, tokenId)
  }

  /** Whether the message's URI is of the site that its domain names, or of a configured origin. */
  function isOfDomain({ domain, scheme, uri = '' }: ParsedMessage): boolean {
    if (!URL.canParse(uri)) return false
    const { protocol, host, hostname, origin } = new URL(uri)
    if (scheme !== undefined && protocol !== `${scheme}:`) return false
    if (origins.includes(origin)) return true
    const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
    return host === domain && (protocol === 'https:' || (protocol === 'http:' && isLocal))
  }

  async function nonceExpiry(nonce: string): Promise<number | undefined> {
    const text = nonce.slice(0, -sealLength)
    const until = Number.parseInt(text.slice(0, expiryLength), 16)
    const isOurs = await seal.verify('nonce', text, nonce.slice(-sealLength))
    return isOurs && until > Date.now() ? until : undefined
  }

  async function spend(nonce: string, until: number): Promise<void> {
    try {
      const address = serverRecord.nonce(nonce)
      await storage.put(address, { until }, { ifRevision: null })
    } catch (error) {
      if (error instanceof StorageConflictError) throw new HttpError(401, 'The nonce was used.')
      throw error
    }
    await serverRecord.sweep(storage, serverRecord.nonce(nonce), '')
  }

  async function reachOf(signer: Address, chains: readonly number[]): Promise<Reach[]> {
    const byAccounts = new Map<string, { chainIds: number[]; accounts: readonly Address[] }>()
    for (const chainId of chains) {
      const found = (await parameters.accountsOf?.(signer, chainId)) ?? [signer]
      const accounts = found.map((account) => account.toLowerCase() as Address)
      const key = accounts.join()
      const known = byAccounts.get(key)
      if (known) known.chainIds.push(chainId)
      else byAccounts.set(key, { chainIds: [chainId], accounts })
    }
    return [...byAccounts.values()]
  }

  async function whoSigned(
    message: string,
    signature: SignInBody['signature'],
    address: Address,
    chainId: number,
  ): Promise<'key' | 'contract' | undefined> {
    const client = clients?.[chainId]
    try {
      const signer = await recoverMessageAddress({ message, signature })
      if (isSameAddress(signer, address)) return 'key'
    } catch {
      // Not of the form that a key makes: a contract's, perhaps.
    }
    if (!client) return undefined
    try {
      const isSigned = await isSignedByContract(client, { message, signature, address })
      return isSigned ? 'contract' : undefined
    } catch (cause) {
      const message = 'The chain could not be asked about the signature.'
      throw new HttpError(503, message, {}, new ChainUnreachableError({ cause }))
    }
  }
}

function parseBody(body: unknown): SignInBody {
  const { message, signature } = (body ?? {}) as Partial<Record<keyof SignInBody, unknown>>
  if (typeof message !== 'string' || !isHex(signature))
    throw new HttpError(400, 'Give `message` and `signature`.')
  const { address } = parseSiweMessage(message)
  if (!address || !isAddress(address)) throw new HttpError(400, 'The message names no account.')
  return { message, signature }
}

function toBase64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): string {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
}

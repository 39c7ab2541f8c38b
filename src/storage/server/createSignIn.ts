import { type Address, isAddress, isHex, recoverMessageAddress } from 'viem'
import { parseSiweMessage, validateSiweMessage, verifySiweMessage } from 'viem/siwe'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { createId } from '../../utils/createId.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import type { Seal } from './createSeal.ts'
import { HttpError } from './HttpError.ts'
import type { SignedIn, SignInBody, StorageServerParameters } from './StorageServerParameters.ts'
import { serverRecord } from './serverRecord.ts'

export interface SignIn {
  nonce(): Promise<{ nonce: string }>
  signIn(body: unknown): Promise<SignedIn & { token: string }>
  /** @throws HttpError 401 */
  authenticate(request: Request): Promise<SignedIn>
}

const nonceLifetime = 10 * 60_000
/** Of the time that a nonce begins with, so that the oldest sort first. */
const expiryLength = 12
const sealLength = 64

/**
 * Sign-in with Ethereum. Nonces and tokens are signed instead of stored, so that every machine
 * knows them; a nonce that was used is written down, so that none takes it again.
 */
export function createSignIn(parameters: StorageServerParameters, seal: Seal): SignIn {
  const { storage, domains, chainIds, clients, tokenLifetime = 12 * 3_600_000 } = parameters

  return {
    async nonce() {
      // Letters and digits alone, by ERC-4361.
      const until = (Date.now() + nonceLifetime).toString(16).padStart(expiryLength, '0')
      const text = until + createId()
      return { nonce: text + (await seal.sign('nonce', text)) }
    },

    async signIn(body) {
      const { message, signature } = parseBody(body)
      const { address, chainId, nonce, domain, expirationTime } = parseSiweMessage(message)
      if (!address || chainId === undefined || !nonce || !domain)
        throw new HttpError(400, 'The message is none of ERC-4361.')
      if (!domains.includes(domain)) throw new HttpError(401, 'The message is for another domain.')
      if (!chainIds.includes(chainId)) throw new HttpError(401, 'The chain is not served.')
      const until = await nonceExpiry(nonce)
      if (until === undefined) throw new HttpError(401, 'The nonce is unknown or out of date.')
      if (!expirationTime) throw new HttpError(401, 'The message has no expiration time.')
      const fields = parseSiweMessage(message)
      if (!validateSiweMessage({ message: fields, domain, nonce, address, time: new Date() }))
        throw new HttpError(401, 'The message is expired, or not valid yet.')
      if (!(await isSignedBy(message, signature, address, chainId)))
        throw new HttpError(401, 'The signature is not of this account.')
      await spend(nonce, until)
      const accounts = (await parameters.accountsOf?.(address, chainId)) ?? [address]
      const signedIn: SignedIn = {
        signer: address,
        accounts: accounts.map((account) => account.toLowerCase() as Address),
        expiresAt: Date.now() + tokenLifetime,
      }
      const text = toBase64Url(JSON.stringify(signedIn))
      return { ...signedIn, token: `${text}.${await seal.sign('token', text)}` }
    },

    async authenticate(request) {
      const [, text = '', signature = ''] =
        /^Bearer ([\w-]+)\.([0-9a-f]+)$/.exec(request.headers.get('authorization') ?? '') ?? []
      if (!text || !(await seal.verify('token', text, signature)))
        throw new HttpError(401, 'Sign in first.')
      const signedIn = JSON.parse(fromBase64Url(text)) as SignedIn
      if (signedIn.expiresAt < Date.now()) throw new HttpError(401, 'The token is out of date.')
      return signedIn
    },
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

  async function isSignedBy(
    message: string,
    signature: SignInBody['signature'],
    address: Address,
    chainId: number,
  ): Promise<boolean> {
    const client = clients?.[chainId]
    try {
      const signer = await recoverMessageAddress({ message, signature })
      if (isSameAddress(signer, address)) return true
    } catch {
      // Not of the form that a key makes: a contract's, perhaps.
    }
    if (!client) return false
    try {
      return await verifySiweMessage(client, { message, signature, address })
    } catch {
      throw new HttpError(503, 'The chain could not be asked about the signature.')
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

import type { Address, Hex } from 'viem'
import { createSiweMessage } from 'viem/siwe'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import { fromWireError } from './fromWireError.ts'
import { protocol } from './protocol.ts'

export interface SignInToRemoteParameters {
  /** Where the server's handler is mounted. */
  url: string
  /** Who signs in: a wallet, or a contract account whose signature the chain can check. */
  address: Address
  chainId: number
  /** Signs the text by EIP-191, as wallets do. */
  signMessage: (message: string) => Promise<Hex>
  /** What the user reads. @default 'Open your session keys in this app.' */
  statement?: string | undefined
  /** The page's host, as the server expects it. @default location.host, or the host of `url` */
  domain?: string | undefined
  /**
   * How long the sign-in is to last, milliseconds: the message that is signed says so, and the server
   * may make it shorter. @default 12 hours
   */
  lifetime?: number | undefined
  /** @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined
}

export interface RemoteSignIn {
  /** For `remote({ url, token })`. A secret: whoever has it reaches the records. */
  token: string
  /** Unix milliseconds. */
  expiresAt: number
  /** The accounts whose records it opens. */
  accounts: readonly Address[]
}

/**
 * Signs in to remote storage with Ethereum (ERC-4361): one signature of a wallet, which sends
 * nothing and costs nothing.
 *
 * @throws StorageUnavailableError when the server cannot be reached or refuses.
 *
 * @example
 * const { token } = await signInToRemote({ url, address, chainId, signMessage })
 */
export async function signInToRemote(parameters: SignInToRemoteParameters): Promise<RemoteSignIn> {
  const { address, chainId, signMessage } = parameters
  const { nonce } = (await call(parameters, '/nonce')) as { nonce: string }
  const domain = parameters.domain ?? globalThis.location?.host ?? new URL(parameters.url).host
  const message = createSiweMessage({
    address,
    chainId,
    nonce,
    domain,
    uri: uriOf(domain, parameters.url),
    version: '1',
    statement: parameters.statement ?? 'Open your session keys in this app.',
    issuedAt: new Date(),
    expirationTime: new Date(Date.now() + (parameters.lifetime ?? 12 * 3_600_000)),
  })
  const signature = await signMessage(message)
  return (await call(parameters, '/sign-in', { message, signature })) as RemoteSignIn
}

/** Of the site that is signed in to: the page's own, the server's, or that of the domain. */
function uriOf(domain: string, url: string): string {
  const known = [globalThis.location?.origin, url].find(
    (it) => it && URL.canParse(it) && new URL(it).host === domain,
  )
  return known ?? `https://${domain}`
}

export interface SignOutOfRemoteParameters {
  /** Where the server's handler is mounted. */
  url: string
  /** From `signInToRemote`. */
  token: string
  /** Ends all tokens that the signer has by now, on every device. @default this one alone */
  everywhere?: boolean | undefined
  /** @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined
}

/**
 * Ends a token of remote storage before its time, on all machines of the server. One that is over
 * already is no error.
 *
 * @throws StorageUnavailableError when the server cannot be reached: the token may still be good.
 *
 * @example
 * await signOutOfRemote({ url, token })
 */
export async function signOutOfRemote(parameters: SignOutOfRemoteParameters): Promise<void> {
  const { token, everywhere = false } = parameters
  await call(parameters, '/sign-out', { everywhere }, token)
}

async function call(
  { url, fetch = globalThis.fetch }: Pick<SignInToRemoteParameters, 'url' | 'fetch'>,
  path: string,
  body?: object,
  token?: string,
): Promise<unknown> {
  let response: Response
  let answer: unknown
  try {
    response = await fetch(url.replace(/\/$/, '') + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(20_000),
      redirect: 'error',
    })
    answer = await response.json()
  } catch (cause) {
    throw new StorageUnavailableError(
      'The remote storage could not be signed in to.',
      'Look at the connection and the `url`.',
      { cause },
    )
  }
  const isOurs = response.headers.get(protocol.versionHeader) === protocol.version
  // Whoever signs out is not signed in afterwards.
  if (isOurs && (response.ok || (token !== undefined && response.status === 401))) return answer
  throw fromWireError(response.status, answer)
}

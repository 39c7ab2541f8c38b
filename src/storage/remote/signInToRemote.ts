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
  const location: { host?: string; origin?: string } | undefined = globalThis.location
  const message = createSiweMessage({
    address,
    chainId,
    nonce,
    domain: parameters.domain ?? location?.host ?? new URL(parameters.url).host,
    uri: location?.origin && location.origin !== 'null' ? location.origin : parameters.url,
    version: '1',
    statement: parameters.statement ?? 'Open your session keys in this app.',
    issuedAt: new Date(),
    expirationTime: new Date(Date.now() + 5 * 60_000),
  })
  const signature = await signMessage(message)
  return (await call(parameters, '/sign-in', { message, signature })) as RemoteSignIn
}

async function call(
  { url, fetch = globalThis.fetch }: SignInToRemoteParameters,
  path: string,
  body?: object,
): Promise<unknown> {
  let response: Response
  let answer: unknown
  try {
    response = await fetch(url.replace(/\/$/, '') + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
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
  if (response.ok && response.headers.get(protocol.versionHeader) === protocol.version)
    return answer
  throw fromWireError(response.status, answer)
}

import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'

/**
 * The platform's WebCrypto.
 *
 * @throws KeyUnavailableError where there is none: browsers leave it out of insecure pages.
 */
export function requireWebCrypto(): Crypto {
  const { crypto } = globalThis
  if (crypto?.subtle) return crypto
  throw new KeyUnavailableError(
    'Session keys cannot be encrypted here: this page has no WebCrypto.',
    'Serve the page over https or from localhost; in Node, use version 20 or later.',
  )
}

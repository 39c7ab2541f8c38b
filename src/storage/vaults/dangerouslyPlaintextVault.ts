import type { Hex } from 'viem'
import { KeyIntegrityError } from '../../errors/KeyIntegrityError.ts'
import type { KeyVault } from '../../types/KeyVault.ts'
import { bindingOf } from './bindingOf.ts'
import { isWrappedBy } from './isWrappedBy.ts'
import { requireWrappedBy } from './requireWrappedBy.ts'
import { verifyKey } from './verifyKey.ts'

const name = 'plaintext'
const version = 1

/**
 * Stores private keys as they are. Whoever reads the storage, a backup of it, or the disk below it
 * has the keys. For tests and for development on throw-away chains.
 *
 * @example
 * createSessionConfig({ storage: memory(), vault: dangerouslyPlaintextVault(), bundler })
 */
export function dangerouslyPlaintextVault(): KeyVault {
  return {
    name,
    location: 'plaintext',

    async wrap(privateKey, context) {
      return {
        vault: name,
        version,
        privateKey: verifyKey(privateKey, context),
        binding: bindingOf(name, version, context),
      }
    },

    async unwrap(wrapped, context) {
      requireWrappedBy(name, version, wrapped, context)
      const { keyAddress } = context
      if (wrapped.binding !== bindingOf(name, version, context))
        throw new KeyIntegrityError(keyAddress, 'it was stored for another account, chain or key')
      return verifyKey(wrapped.privateKey as Hex, context)
    },

    async canUnwrap(keys) {
      return keys.map((wrapped) => isWrappedBy(name, version, wrapped))
    },
  }
}

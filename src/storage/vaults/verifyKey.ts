import type { Hex } from 'viem'
import { isHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { KeyIntegrityError } from '../../errors/KeyIntegrityError.ts'
import type { KeyContext } from '../../types/KeyVault.ts'

/**
 * Makes sure that a private key is the one of `keyAddress`, going in and coming out of a vault.
 *
 * @throws KeyIntegrityError, without the key.
 */
export function verifyKey(privateKey: Hex, { keyAddress }: KeyContext): Hex {
  if (addressOf(privateKey) !== keyAddress.toLowerCase())
    throw new KeyIntegrityError(keyAddress, 'it is not the private key of this address')
  return privateKey
}

function addressOf(privateKey: Hex): string | undefined {
  if (!isHex(privateKey) || privateKey.length !== 66) return undefined
  try {
    return privateKeyToAddress(privateKey).toLowerCase()
  } catch {
    // Zero, or beyond the order of the curve. The cause is dropped: its message may show the key.
    return undefined
  }
}

import { type Address, hexToBytes, recoverMessageAddress, type SignableMessage } from 'viem'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import type { SessionSigner } from '../../types/SessionStorageClient.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import type { ExternalSigner, ExternalStore } from './ExternalStore.ts'

/**
 * A signer whose key lies in a store of somebody else's. It is fetched for each signature, and what
 * it signed is checked against the key's address. No error shows what the store said.
 */
export function createExternalSigner(store: ExternalStore, keyAddress: Address): SessionSigner {
  const sign = async <result>(work: (signer: ExternalSigner) => Promise<result> | undefined) => {
    const signer = await store.signer(keyAddress)
    const signature = await Promise.resolve(signer && work(signer)).catch(() => undefined)
    if (signature === undefined)
      throw new KeyUnavailableError(
        `The session key ${keyAddress} is in the custom session storage, which did not sign with it.`,
        'See that its getSignerByKey() finds the key; or grant a new session.',
      )
    return signature
  }
  return {
    signerType: 'local',
    inner: undefined,
    getAddress: () => Promise.resolve(keyAddress),
    async signMessage(message) {
      const signature = await sign((signer) => signer.signMessage(toMessage(signer, message)))
      const by = await recoverMessageAddress({ message, signature }).catch(() => undefined)
      if (by && isSameAddress(by, keyAddress)) return signature
      throw new KeyUnavailableError(
        `The custom session storage signed with another key than ${keyAddress}.`,
        'See that its getSignerByKey() returns the signer of the key that it is asked for.',
      )
    },
    signTypedData: (parameters) => sign((signer) => signer.signTypedData?.(parameters)),
  }
}

/** ethers takes the bytes as they are, where the SDK and viem want them named. */
function toMessage(signer: ExternalSigner, message: SignableMessage): unknown {
  if (typeof message === 'string') return message
  const isEthers = 'provider' in signer && !('signerType' in signer)
  const { raw } = message
  if (isEthers) return typeof raw === 'string' ? hexToBytes(raw) : raw
  return { raw }
}

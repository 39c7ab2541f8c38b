import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { SessionSigner } from '../types/SessionStorageClient.ts'

/**
 * A signer for the SDK. The key is fetched for each signature and kept nowhere: printing the signer
 * shows nothing.
 */
export function createSessionSigner(address: Hex, getKey: () => Promise<Hex>): SessionSigner {
  const account = async () => privateKeyToAccount(await getKey())
  return {
    signerType: 'local',
    inner: undefined,
    getAddress: () => Promise.resolve(address),
    signMessage: async (message) => (await account()).signMessage({ message }),
    signTypedData: async (parameters) => (await account()).signTypedData(parameters),
  }
}

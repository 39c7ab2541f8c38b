import { type Address, zeroAddress } from 'viem'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import type { RecordAddress, SessionStorageDriver } from '../../types/Storage.ts'
import { encodeCursor } from '../encodeCursor.ts'

/** No chain has this number, and no client is let near it: here the server keeps its own records. */
const serverChain = 0

/**
 * Records of the server itself: nonces that were used, writes that were carried out, tokens that were
 * ended, and how many bytes an account has.
 */
export const serverRecord = {
  chainId: serverChain,

  nonce(nonce: string): RecordAddress {
    return { chainId: serverChain, account: zeroAddress, kind: 'state', id: nonce }
  },

  write(account: Address, key: string): RecordAddress {
    return { chainId: serverChain, account, kind: 'state', id: key }
  },

  /** The tokens of a signer that were ended before their time. */
  ended(signer: Address): RecordAddress {
    return { chainId: serverChain, account: signer, kind: 'session', id: 'ended' }
  },

  /** How many bytes an account has on a chain. */
  bytes({ chainId, account }: { chainId: number; account: Address }): RecordAddress {
    return { chainId: serverChain, account, kind: 'root', id: String(chainId) }
  },

  /** Deletes those beside `address` whose time is over: a few, from a place given by chance. */
  async sweep(storage: SessionStorageDriver, address: RecordAddress, from: string): Promise<void> {
    const { chainId, account, kind } = address
    const page = await storage.list(
      { chainId, account, kind },
      { limit: 50, unreadable: 'report', cursor: encodeCursor({ ...address, id: from }) },
    )
    for (const record of page.records)
      if ((record.value as { until: number }).until < Date.now())
        try {
          await storage.delete(record.address, { ifRevision: record.revision })
        } catch (error) {
          // Another machine swept as well.
          if (!(error instanceof StorageConflictError)) throw error
        }
  },
}

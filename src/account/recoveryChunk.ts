import { recoverAddress, zeroHash } from 'viem'
import { lazyChunk } from '../utils/lazyChunk.ts'

/** Any signature does: this one is of the key 1 over the hash 0. */
const signature =
  '0xa0b37f8fba683cc68f6574cd43b39f0343a50008bf6ccea9d13231d9e7e2e1e411edc8d307254296264aebfc3dc76cd8b668373a072fd64665b50000e9fcce521c'

/**
 * What viem recovers a signer with, which it loads with the first signature. A wallet's signature
 * that cannot be checked because the network is gone is no fault of the wallet: it has to be there
 * before the wallet is asked.
 */
export const recoveryChunk = lazyChunk('the check of signatures', () =>
  recoverAddress({ hash: zeroHash, signature }),
)

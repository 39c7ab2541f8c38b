import { numberToHex } from 'viem'
import type { Json } from '../types/Json.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'

/** What a journal holds of a mined transaction. */
export function journalOfReceipt(receipt: UserOperationReceipt): Record<string, Json> {
  const { success, transactionHash, blockNumber, blockHash } = receipt
  return {
    status: success ? 'mined' : 'reverted',
    transactionHash,
    blockNumber: numberToHex(blockNumber),
    blockHash,
  }
}

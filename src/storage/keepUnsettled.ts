import { hexToBigInt } from 'viem'
import type { ConfirmedChange } from '../types/AccountRecords.ts'

/** What is not final yet as of a block. */
export function keepUnsettled(
  changes: readonly ConfirmedChange[],
  seen: { blockNumber: bigint },
  /** Blocks. */
  finality: number,
): readonly ConfirmedChange[] {
  return changes.filter(
    ({ blockNumber }) => hexToBigInt(blockNumber) + BigInt(finality) > seen.blockNumber,
  )
}

import type { Address } from 'viem'
import type { RecordAddress } from '../../../src/types/Storage.ts'

export const account: Address = '0x1111111111111111111111111111111111111111'
export const mixedCase: Address = '0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD'
export const lowerCase: Address = '0xabcdefabcdefabcdefabcdefabcdefabcdefabcd'

/** Where a test's record lies: by its id, unless more is said. */
export function at(id: string, overrides: Partial<RecordAddress> = {}): RecordAddress {
  return { chainId: 137, account, kind: 'session', id, ...overrides }
}

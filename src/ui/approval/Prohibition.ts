import type { Address } from 'viem'

/** Something that a grant does not allow, as its leaves say. */
export type Prohibition =
  /** `functions`: nor other functions of these. */
  | { type: 'other-contracts'; targets: readonly Address[]; functions: boolean }
  | { type: 'approvals' }
  | { type: 'account' }
  | { type: 'after'; validUntil: number }

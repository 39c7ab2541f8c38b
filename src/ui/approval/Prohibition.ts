import type { Address } from 'viem'

/** Something that a grant does not allow, as its leaves say. */
export type Prohibition =
  /** Nor other functions of these. */
  | { type: 'other-contracts'; targets: readonly Address[] }
  | { type: 'approvals' }
  | { type: 'account' }
  | { type: 'after'; validUntil: number }

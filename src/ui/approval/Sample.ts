import type { Address } from 'viem'
import type { CallRefusal } from '../../policies/CallRefusal.ts'

/** A sample call, and what the chain would say to it. */
export interface Sample {
  id: string
  call:
    | { type: 'send'; token: Address; amount: bigint; to: Address | undefined }
    | { type: 'other-function'; target: Address }
  /** The rule that forbids it; nothing when it is allowed. */
  refusal: CallRefusal | undefined
  /** The most that may be sent, to say it. */
  limit?: { token: Address; maxAmount: bigint } | undefined
  recipient?: Address | undefined
}

import type { Address } from 'viem'
import type { LeafDescription } from '../../policies/LeafDescription.ts'

/** The contract that a leaf is about; nothing where the leaf cannot be read. */
export function targetOf(description: LeafDescription): Address | undefined {
  return description.type === 'unreadable' ? undefined : description.target
}

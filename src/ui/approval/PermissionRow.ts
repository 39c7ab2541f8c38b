import type { AbiFunction } from 'viem'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import type { SessionLeaf } from '../../types/SessionLeaf.ts'

/** A requested permission as it stands: in the grant, or left out. */
export interface PermissionRow {
  /** Its place in the requested policy. */
  index: number
  /** The bytes that would be signed, or that were left out. */
  leaf: SessionLeaf
  abiFunction: AbiFunction | undefined
  /** Decoded from the leaf. */
  description: LeafDescription
  included: boolean
  required: boolean
}

import type { LeafDescription } from '../../policies/LeafDescription.ts'
import type { PermissionChange } from '../../policies/PolicyDiff.ts'

/** What a renewal changes about one permission, decoded from the leaves of both sessions. */
export type RenewalChange =
  /** `unknown`: it cannot be read, so that nobody can say whether it was allowed before. */
  | { kind: 'added' | 'unknown' | 'removed'; description: LeafDescription }
  | {
      kind: PermissionChange['change']
      description: LeafDescription
      before: LeafDescription
      /** Where in the arguments other values pass than before: bytes from after the selector. */
      offsets: readonly number[]
    }

import { narrowGrant } from '../actions/narrowGrant.ts'
import { narrowPolicy, type PolicyEdit } from '../policies/narrowPolicy.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'

/** A grant as the user narrowed it, and how. */
export interface EditedGrant {
  grant: PreparedGrant
  edits: PolicyEdit
}

/**
 * What was requested, narrowed by all of these edits; earlier ones do not count.
 *
 * @throws what `narrowPolicy` throws for an edit that widens, or does not fit.
 */
export function editGrant(grant: PreparedGrant, edits: PolicyEdit): EditedGrant {
  const policy = narrowPolicy(grant.requested, edits, { now: grant.chainTime })
  return { grant: narrowGrant(grant, policy), edits }
}

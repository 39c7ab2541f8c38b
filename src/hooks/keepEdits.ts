import type { PolicyEdit } from '../policies/narrowPolicy.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'
import { type EditedGrant, editGrant } from './editGrant.ts'

/** What the user changed before, on a grant that was prepared anew; as requested if it fits no more. */
export function keepEdits(grant: PreparedGrant, edits: PolicyEdit): EditedGrant {
  try {
    return editGrant(grant, edits)
  } catch {
    return { grant, edits: {} }
  }
}

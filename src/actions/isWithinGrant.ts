import { assertNarrower } from '../policies/assertNarrower.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'

/** Whether a grant gives no more than the one that is shown. */
export function isWithinGrant(grant: PreparedGrant, shown: PreparedGrant): boolean {
  if (grant === shown) return true
  try {
    assertNarrower(shown.policy, grant.policy, grant.chainTime)
    return true
  } catch {
    return false
  }
}

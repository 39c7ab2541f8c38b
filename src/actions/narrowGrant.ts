import { assertNarrower } from '../policies/assertNarrower.ts'
import { compilePolicy } from '../policies/compilePolicy.ts'
import type { Policy } from '../types/Policy.ts'
import type { GrantDraft, PreparedGrant } from '../types/PreparedGrant.ts'

/**
 * The same grant for a narrower policy: same key, new leaves.
 * @throws PolicyWidenedError when the policy is not within the request.
 */
export function narrowGrant(grant: GrantDraft, policy: Policy): PreparedGrant {
  assertNarrower(grant.requested, policy, grant.chainTime)
  const leaves = compilePolicy(policy, { sessionKey: grant.key.address, now: grant.chainTime })
  const [first] = leaves
  return {
    ...grant,
    policy,
    permissions: leaves.map((leaf, i) => {
      const permission = policy.permissions[i]
      return {
        id: `${grant.sessionId}-${i}`,
        leaf,
        abiFunction: permission?.type === 'contract-call' ? permission.abiFunction : undefined,
      }
    }),
    validAfter: first?.validAfter ?? 0,
    validUntil: first?.validUntil ?? 0,
  }
}

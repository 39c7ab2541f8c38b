import type { Policy } from '../types/Policy.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { coverageOf } from './coverageOf.ts'
import type { DecodedLeaf, UnreadableLeaf } from './DecodedLeaf.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { parseLeaf } from './parseLeaf.ts'
import { permissionBounds } from './permissionBounds.ts'
import { permissionOf } from './permissionOf.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * Whether what is granted already does for a policy, so that nothing needs to be signed: every
 * permission is covered by a leaf at least as wide. Whose key the leaves are for is not looked at.
 *
 * - `expiresIn`: the leaves must be valid now; how long they still are does not matter.
 * - `validUntil`: the leaves must last at least as long.
 * - `validAfter`: the leaves must be valid from then on, or from now on if that is later.
 * - `batch`: leaves do not tell whether several calls can go in one operation, so it has to be said.
 *
 * @example
 * const leaves = session.permissions.map(({ leaf }) => leaf)
 * if (satisfies(leaves, policy, now, { batch: session.batch })) return session
 */
export function satisfies(
  granted: readonly SessionLeaf[],
  policy: Policy,
  /** Chain time in Unix seconds. */
  now: number,
  /** Whether the session that they belong to can send batches. @default false */
  options: { batch?: boolean | undefined } = {},
): boolean {
  return typedErrors('satisfies', () => {
    const { batch = false } = options
    if (policy.batch && !batch) return false
    const { expiry } = policy
    const start = Math.max(
      finiteSeconds(policy.validAfter, 'validAfter'),
      finiteSeconds(now, 'now'),
    )
    const end = 'expiresIn' in expiry ? start : finiteSeconds(expiry.validUntil, 'validUntil')
    const usable = granted
      .map(parseLeaf)
      .filter((leaf): leaf is Exclude<DecodedLeaf, UnreadableLeaf> => {
        if (leaf.type === 'unreadable' || leaf.validAfter > start) return false
        return leaf.validUntil === 0 || (end !== 0 && leaf.validUntil >= Math.max(start, end))
      })
      .map(permissionOf)
    const { allows } = coverageOf(usable.map(permissionBounds))
    return policy.permissions.every((requested) => allows(permissionBounds(requested)))
  })
}

import { decodeLeaf } from '../../policies/decodeLeaf.ts'
import { describeLeaf } from '../../policies/describeLeaf.ts'
import { diffPolicies } from '../../policies/diffPolicies.ts'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { permissionOf } from '../../policies/permissionOf.ts'
import type { Permission, Policy } from '../../types/Policy.ts'
import type { SessionPermission } from '../../types/Session.ts'
import type { RenewalChange } from './RenewalChange.ts'

/** What a renewal changes: what allows most comes first. `unchanged` is how many stay the same. */
export interface RenewalChanges {
  changes: readonly RenewalChange[]
  unchanged: number
}

/**
 * Compares what a session allows with what a renewal would, both decoded from their leaves. What a
 * module of the dapp's own allows is not compared: whether it is the same, only the dapp could say.
 */
export function renewalChanges(
  before: readonly SessionPermission[],
  after: readonly SessionPermission[],
): RenewalChanges {
  const [old, fresh] = [sideOf(before), sideOf(after)]
  const { added, removed, changed, unchanged } = diffPolicies(old.policy, fresh.policy)
  const modules = new Set(fresh.unreadable.map(moduleOf))
  const changes: RenewalChange[] = [
    ...added.map((it) => ({ kind: 'added' as const, description: fresh.describe(it) })),
    ...fresh.unreadable.map((description) => ({ kind: 'unknown' as const, description })),
    ...changed.map(({ change, before, after, words }) => ({
      kind: change,
      description: fresh.describe(after),
      before: old.describe(before),
      offsets: words.map(({ offset }) => offset),
    })),
    ...removed.map((it) => ({ kind: 'removed' as const, description: old.describe(it) })),
    ...old.unreadable
      .filter((it) => !modules.has(moduleOf(it)))
      .map((description) => ({ kind: 'removed' as const, description })),
  ]
  return {
    changes: changes.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    unchanged: unchanged.length,
  }
}

const order: readonly RenewalChange['kind'][] = [
  'added',
  'unknown',
  'wider',
  'different',
  'narrower',
  'removed',
]

/** One side of the comparison; its times are left out, because they are told by themselves. */
function sideOf(permissions: readonly SessionPermission[]) {
  const descriptions = new Map<Permission, LeafDescription>()
  const unreadable: UnreadableDescription[] = []
  for (const { leaf, abiFunction } of permissions) {
    const description = describeLeaf(leaf, { abiFunction })
    const decoded = decodeLeaf(leaf)
    if (description.type === 'unreadable') unreadable.push(description)
    else if (decoded.type !== 'unreadable') descriptions.set(permissionOf(decoded), description)
  }
  const policy: Policy = {
    permissions: [...descriptions.keys()],
    validAfter: 0,
    expiry: { validUntil: 0 },
  }
  return {
    policy,
    unreadable,
    describe(permission: Permission): LeafDescription {
      const description = descriptions.get(permission)
      if (!description) throw new Error('A permission was compared that is not there.')
      return description
    },
  }
}

type UnreadableDescription = Extract<LeafDescription, { type: 'unreadable' }>

function moduleOf({ sessionValidationModule }: UnreadableDescription): string {
  return String(sessionValidationModule).toLowerCase()
}

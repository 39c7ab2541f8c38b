import type { Permission } from '../types/Policy.ts'
import { isWithinBounds } from './isWithinBounds.ts'
import type { PermissionBounds } from './permissionBounds.ts'
import { targetOfPermission } from './targetOfPermission.ts'

/** What some permissions allow, to be asked of many others. */
export interface Coverage {
  /** Whether one of them allows all that this one does. */
  allows: (inner: PermissionBounds) => boolean
  /** Whether one of them allows nothing that this one does not. */
  hasPartOf: (outer: PermissionBounds) => boolean
}

/** Compares only what can be within each other: of one function, or of any function of one token. */
export function coverageOf(permissions: readonly PermissionBounds[]): Coverage {
  const byFunction = groupBy(permissions, ({ permission }) => functionKey(permission))
  const byTarget = groupBy(permissions, ({ permission }) => targetKey(permission))
  return {
    allows: (inner) =>
      [functionKey(inner.permission), targetKey(inner.permission)].some((key) =>
        byFunction.get(key)?.some((outer) => isWithinBounds(inner, outer)),
      ),
    hasPartOf: (outer) => {
      const key = functionKey(outer.permission)
      const inside = outer.permission.type === 'erc20-transfer' ? byTarget : byFunction
      return inside.get(key)?.some((inner) => isWithinBounds(inner, outer)) ?? false
    },
  }
}

/**
 * The function that a permission is for. Any function of a token, as the ERC-20 module lets pass, is
 * another thing than one of them.
 */
export function functionKey(permission: Permission): string {
  if (permission.type === 'erc20-transfer') return targetKey(permission)
  const own = permission.type === 'contract-call' ? permission.selector : permission.module
  return `${targetKey(permission)}${own.toLowerCase()}`
}

function targetKey(permission: Permission): string {
  return `${targetOfPermission(permission).toLowerCase()}.`
}

export function groupBy<item>(
  items: readonly item[],
  keyOf: (it: item) => string,
): ReadonlyMap<string, item[]> {
  const groups = new Map<string, item[]>()
  for (const it of items) {
    const key = keyOf(it)
    const group = groups.get(key)
    if (group) group.push(it)
    else groups.set(key, [it])
  }
  return groups
}

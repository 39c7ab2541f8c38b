import { isSameAddress } from '../utils/isSameAddress.ts'
import { isSubset } from './isSubset.ts'
import type { PermissionBounds } from './permissionBounds.ts'
import { permissionKey } from './permissionKey.ts'
import { wordSet } from './wordSet.ts'

const anyWord = wordSet([])

/** Whether every call that `inner` allows is allowed by `outer`. See `isNarrower`. */
export function isWithinBounds(inner: PermissionBounds, outer: PermissionBounds): boolean {
  const [granted, requested] = [inner.permission, outer.permission]
  // What a custom module allows is known for one call at a time, not for all: only the same is within.
  if (granted.type === 'module' || requested.type === 'module') {
    return granted.type === requested.type && permissionKey(granted) === permissionKey(requested)
  }
  if (requested.type === 'erc20-transfer') {
    const [target, valueLimit] =
      granted.type === 'erc20-transfer'
        ? [granted.token, 0n]
        : [granted.address, granted.valueLimit]
    return isSameAddress(target, requested.token) && valueLimit === 0n && isImplied(inner, outer)
  }
  // An ERC-20 permission lets any function pass, so it is never within one of a function.
  return (
    granted.type === 'contract-call' &&
    isSameAddress(granted.address, requested.address) &&
    granted.selector.toLowerCase() === requested.selector.toLowerCase() &&
    granted.valueLimit <= requested.valueLimit &&
    isImplied(inner, outer)
  )
}

function isImplied(inner: PermissionBounds, outer: PermissionBounds): boolean {
  // A rule also demands that the calldata reaches its word, even when any value passes.
  let reach = -1
  for (const offset of inner.words.keys()) if (offset > reach) reach = offset
  for (const [offset, words] of outer.words) {
    if (offset > reach || !isSubset(inner.words.get(offset) ?? anyWord, words)) return false
  }
  return true
}

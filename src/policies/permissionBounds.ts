import type { Permission } from '../types/Policy.ts'
import { assertPermissionTypes } from './assertPermissionTypes.ts'
import { erc20TransferRules } from './erc20TransferRules.ts'
import type { WordSet } from './wordSet.ts'
import { wordSetsByOffset } from './wordSetsByOffset.ts'

/** A permission with its rules worked out, to be compared with others many times. */
export interface PermissionBounds {
  permission: Permission
  /** What passes, per place in the calldata; as a contract call, whatever the permission's type. */
  words: ReadonlyMap<number, WordSet>
}

/** @see PermissionBounds */
export function permissionBounds(permission: Permission): PermissionBounds {
  assertPermissionTypes(permission)
  if (permission.type === 'module') return { permission, words: new Map() }
  const rules =
    permission.type === 'contract-call'
      ? permission.rules
      : // The ERC-20 module reads these two words of any function.
        erc20TransferRules(permission.to, permission.maxAmount)
  return { permission, words: wordSetsByOffset(rules) }
}

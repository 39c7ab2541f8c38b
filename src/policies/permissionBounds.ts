import type { Permission } from '../types/Policy.ts'
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
  const rules =
    permission.type === 'contract-call'
      ? permission.rules
      : // The ERC-20 module reads these two words of any function.
        ([
          { offset: 0, condition: 'equal', referenceValue: word(BigInt(permission.to)) },
          { offset: 32, condition: 'atMost', referenceValue: word(permission.maxAmount) },
        ] as const)
  return { permission, words: wordSetsByOffset(rules) }
}

function word(value: bigint): `0x${string}` {
  return `0x${value.toString(16).padStart(64, '0')}`
}

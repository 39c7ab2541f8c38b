import { zeroAddress } from 'viem'
import type { Permission } from '../types/Policy.ts'
import { assertPermissionTypes } from './assertPermissionTypes.ts'
import { encodeModulePermission } from './encodeModulePermission.ts'

/** One string per meaning: two permissions with the same key make the same leaf. */
export function permissionKey(permission: Permission): string {
  assertPermissionTypes(permission)
  if (permission.type === 'module') {
    const data = encodeModulePermission(permission, zeroAddress, 'permission')
    return ['module', permission.module, data].join('|').toLowerCase()
  }
  return (
    permission.type === 'erc20-transfer'
      ? ['erc20', permission.token, permission.to, permission.maxAmount]
      : [
          'call',
          permission.address,
          permission.selector,
          permission.valueLimit,
          ...permission.rules.map(
            (rule) => `${rule.offset}:${rule.condition}:${rule.referenceValue}`,
          ),
        ]
  )
    .join('|')
    .toLowerCase()
}

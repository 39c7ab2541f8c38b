import type { Permission } from '../types/Policy.ts'

/** One string per meaning: two permissions with the same key make the same leaf. */
export function permissionKey(permission: Permission): string {
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

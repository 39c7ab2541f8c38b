import type { Address } from 'viem'
import type { Permission } from '../types/Policy.ts'

/** The contract that a permission lets be called. */
export function targetOfPermission(permission: Permission): Address {
  if (permission.type === 'contract-call') return permission.address
  return permission.type === 'erc20-transfer' ? permission.token : permission.target
}

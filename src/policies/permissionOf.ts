import type { Permission } from '../types/Policy.ts'
import type { DecodedLeaf, UnreadableLeaf } from './DecodedLeaf.ts'

/** The permission that a decoded leaf grants. */
export function permissionOf(decoded: Exclude<DecodedLeaf, UnreadableLeaf>): Permission {
  if (decoded.type === 'erc20-transfer') {
    const { type, token, to, maxAmount } = decoded
    return { type, token, to, maxAmount }
  }
  if (decoded.type === 'module') {
    const { type, module, target, parameters } = decoded
    return { type, module, target, parameters }
  }
  const { type, address, selector, rules, valueLimit } = decoded
  return { type, address, selector, rules, valueLimit }
}

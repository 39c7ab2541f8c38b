import type { Permission } from '../types/Policy.ts'
import type { DecodedContractCall, DecodedErc20Transfer } from './DecodedLeaf.ts'

/** The permission that a decoded leaf grants. */
export function permissionOf(decoded: DecodedContractCall | DecodedErc20Transfer): Permission {
  if (decoded.type === 'erc20-transfer') {
    const { type, token, to, maxAmount } = decoded
    return { type, token, to, maxAmount }
  }
  const { type, address, selector, rules, valueLimit } = decoded
  return { type, address, selector, rules, valueLimit }
}

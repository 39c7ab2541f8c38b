import type { Address } from 'viem'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { checkedAddress } from './checkedAddress.ts'
import type { DecodedModuleLeaf, UnreadableReason } from './DecodedLeaf.ts'
import { permissionModules } from './permissionModules.ts'

/**
 * Reads a leaf through its custom module. The module's code is the dapp's: what it throws, and what
 * does not encode to the very same bytes again, is unreadable.
 */
export function parseModuleLeaf(leaf: SessionLeaf): DecodedModuleLeaf | UnreadableReason {
  const { validAfter, validUntil, sessionValidationModule, sessionKeyData } = leaf
  const module = permissionModules.get(String(sessionValidationModule).toLowerCase())
  if (!module) return 'unknown-module'
  try {
    const data = sessionKeyData.toLowerCase() as typeof sessionKeyData
    const decoded = module.decode(data)
    if (!decoded) return 'module-refused'
    const { parameters, sessionKey } = decoded
    if (module.encode(parameters, sessionKey).toLowerCase() !== data) return 'module-refused'
    return {
      type: 'module',
      module: sessionValidationModule,
      parameters,
      sessionKey: lower(sessionKey),
      target: lower(module.target(parameters)),
      validAfter,
      validUntil,
    }
  } catch {
    return 'module-refused'
  }
}

function lower(address: Address): Address {
  return checkedAddress(address, 'address').toLowerCase() as Address
}

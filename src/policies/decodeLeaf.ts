import { getAddress } from 'viem'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import type { DecodedLeaf } from './DecodedLeaf.ts'
import { parseLeaf } from './parseLeaf.ts'

/**
 * What a leaf says, from its bytes alone. Never throws: what cannot be read comes back as
 * `unreadable`, and has to be shown as a danger.
 *
 * @example
 * const decoded = decodeLeaf(leaf)
 * if (decoded.type === 'erc20-transfer') console.log(decoded.maxAmount)
 */
export function decodeLeaf(leaf: SessionLeaf): DecodedLeaf {
  const parsed = parseLeaf(leaf)
  if (parsed.type === 'unreadable') return parsed
  const sessionKey = getAddress(parsed.sessionKey)
  if (parsed.type === 'module') return { ...parsed, sessionKey, target: getAddress(parsed.target) }
  return parsed.type === 'contract-call'
    ? { ...parsed, sessionKey, address: getAddress(parsed.address) }
    : { ...parsed, sessionKey, token: getAddress(parsed.token), to: getAddress(parsed.to) }
}

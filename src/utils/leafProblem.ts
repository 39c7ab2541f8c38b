import type { SessionLeaf } from '../types/SessionLeaf.ts'

/** Why something cannot stand in a tree of leaves. See `UnreadableReason`. */
export type LeafProblem = 'invalid-interval' | 'not-hex' | 'invalid-module' | 'ambiguous-node'

/**
 * What is wrong with a leaf before any module reads it; nothing when it can be packed, and is no
 * node of a tree by its size. The chain hashes 6 + 6 + 20 bytes and the data: a time or a module of
 * another length would move what follows, and with data of 32 bytes the packed leaf has 64, as two
 * hashes side by side have. Such a leaf hides another one: whoever knows it can prove it.
 */
export function leafProblem(
  leaf: Partial<SessionLeaf> | null | undefined,
): LeafProblem | undefined {
  const { validAfter, validUntil, sessionValidationModule, sessionKeyData } = leaf ?? {}
  if (!isUint48(validAfter) || !isUint48(validUntil)) return 'invalid-interval'
  const size = sizeOf(sessionKeyData)
  if (size === undefined) return 'not-hex'
  if (sizeOf(sessionValidationModule) !== 20) return 'invalid-module'
  return size === 32 ? 'ambiguous-node' : undefined
}

function isUint48(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 48
}

/** Bytes; nothing when it is not whole bytes in hexadecimal. */
function sizeOf(value: unknown): number | undefined {
  const isHex = typeof value === 'string' && /^0x(?:[0-9a-fA-F]{2})*$/.test(value)
  return isHex ? value.length / 2 - 1 : undefined
}

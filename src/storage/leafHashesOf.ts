import type { Hex } from 'viem'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { SessionRecord } from '../types/AccountRecords.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'

/** Leaves are read from storage again and again, and hashing is what costs most about them. */
const known = new Map<string, Hex>()
const mostKnown = 10_000

/** The hashes of a session's leaves; none when one of them is no leaf at all: it is in no tree. */
export function leafHashesOf({ permissions }: Pick<SessionRecord, 'permissions'>): readonly Hex[] {
  try {
    return permissions.map(({ leaf }) => hashOf(leaf))
  } catch {
    return []
  }
}

function hashOf(leaf: SessionLeaf): Hex {
  const { validUntil, validAfter, sessionValidationModule, sessionKeyData } = leaf
  const key = [validUntil, validAfter, sessionValidationModule, sessionKeyData].join()
  const hash = known.get(key) ?? hashLeaf(leaf)
  if (known.size >= mostKnown) known.clear()
  known.set(key, hash)
  return hash
}

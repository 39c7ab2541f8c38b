import type { Hex } from 'viem'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { SessionRecord } from '../types/AccountRecords.ts'

/** The hashes of a session's leaves; none when one of them is no leaf at all: it is in no tree. */
export function leafHashesOf({ permissions }: Pick<SessionRecord, 'permissions'>): readonly Hex[] {
  try {
    return permissions.map(({ leaf }) => hashLeaf(leaf))
  } catch {
    return []
  }
}

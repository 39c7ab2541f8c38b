import type { GivenUpChange, RootRecord } from '../types/AccountRecords.ts'
import { isBehind } from './isBehind.ts'

/** The change that was given up here and that the chain has all the same, if it is one. */
export function findLateChange(
  root: RootRecord,
  seen: { root: string; blockNumber: bigint; blockTime: number },
): GivenUpChange | undefined {
  if (root.staged || isBehind(root, seen)) return undefined
  return root.givenUp?.find((it) => it.root === seen.root && it.rootBefore === root.root)
}

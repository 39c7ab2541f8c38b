import type { ArgumentRule } from '../types/Policy.ts'
import { type WordSet, wordSet } from './wordSet.ts'

/** Rules per place in the calldata. */
export function rulesByOffset(rules: readonly ArgumentRule[]): ReadonlyMap<number, ArgumentRule[]> {
  const byOffset = new Map<number, ArgumentRule[]>()
  for (const rule of rules) {
    const there = byOffset.get(rule.offset)
    if (there) there.push(rule)
    else byOffset.set(rule.offset, [rule])
  }
  return byOffset
}

/** What rules let through, per place in the calldata. */
export function wordSetsByOffset(rules: readonly ArgumentRule[]): ReadonlyMap<number, WordSet> {
  return new Map([...rulesByOffset(rules)].map(([offset, at]) => [offset, wordSet(at)]))
}

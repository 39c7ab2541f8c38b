import type { Address } from 'viem'
import type { UnreadableLeaf, UnreadableReason } from './DecodedLeaf.ts'
import type { KnownOfAccount, Risk } from './findRisks.ts'

/** What proves that a leaf is the whole account. */
export interface ModuleRiskData {
  /** The validation module that decides. */
  module: Address
  /** Whether there is a contract; nothing when the chain was not asked. */
  hasCode: boolean | undefined
}

// Data that no module can use is another matter: the chain refuses every call with it.
const decidedElsewhere: readonly UnreadableReason[] = [
  'custom-module',
  'unknown-module',
  'module-refused',
]

/**
 * The risks of a leaf that cannot be read. Where a module that is not Biconomy's decides, the leaf is
 * the whole account, its owner included, whatever is said of it: no limit around it is checked.
 */
export function moduleRisks(leaf: UnreadableLeaf, context: KnownOfAccount): Risk[] {
  const { reason, sessionValidationModule: module } = leaf
  const risks: Risk[] = []
  if (decidedElsewhere.includes(reason)) {
    const at = module.toLowerCase()
    const hasCode = context.withoutCode.has(at)
      ? false
      : context.modulesWithCode.has(at) || undefined
    risks.push({ id: 'module-is-everything', severity: 'danger', data: { module, hasCode } })
  }
  // That only this page says what a custom module allows is part of the above.
  if (reason !== 'custom-module') {
    risks.push({ id: 'unreadable', severity: 'danger', data: { reason } })
  }
  return risks
}

import { type AbiFunction, type Address, getAddress } from 'viem'
import type { AnyCall, CallOf } from '../types/Calls.ts'
import type { CheckedCall } from '../types/PermissionModule.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import type { CallRefusal } from './CallRefusal.ts'
import type { DecodedLeaf } from './DecodedLeaf.ts'
import { evaluateParsed } from './evaluateParsed.ts'
import { nameRefusal } from './nameRefusal.ts'
import { noPlainTransfer } from './noPlainTransfer.ts'
import { parseLeaf } from './parseLeaf.ts'
import { prepareCall } from './prepareCall.ts'
import { refusalMessage } from './refusalMessage.ts'

export interface EvaluateCallOptions {
  /**
   * Whether the call goes through the batch router or alone through the key manager. Only the
   * ERC-20 module tells them apart: alone, it ignores the upper bytes of the recipient's word, which
   * in a batch must be zero.
   */
  batch: boolean
  /** The key that will sign; not checked when left out. */
  sessionKey?: Address | undefined
  /** Chain time in Unix seconds; the interval is not checked when left out. */
  now?: number | undefined
  /** Names the arguments in the refusal, where it is the leaf's function. It decides nothing. */
  abiFunction?: AbiFunction | undefined
}

/** Whether the chain would let a call pass, and if not, the first rule that forbids it. */
export type CallEvaluation =
  | { allowed: true }
  | { allowed: false; rule: CallRefusal; message: string }

/**
 * Whether a leaf allows a call, as the contracts would decide: Biconomy's validation modules for
 * the call, then the key, then EntryPoint v0.6 for the interval. Never throws.
 *
 * @example
 * const verdict = evaluateCall(leaf, { to: nft, data }, { batch: false, now })
 * if (!verdict.allowed) console.log(verdict.message)
 */
export function evaluateCall<const call>(
  leaf: SessionLeaf,
  call: CallOf<call>,
  options: EvaluateCallOptions,
): CallEvaluation
export function evaluateCall(
  leaf: SessionLeaf,
  call: AnyCall,
  options: EvaluateCallOptions,
): CallEvaluation {
  try {
    return evaluate(leaf, call, options ?? {})
  } catch {
    return refused({ type: 'malformed-call', problem: 'the options cannot be read' })
  }
}

function evaluate(leaf: SessionLeaf, call: AnyCall, options: EvaluateCallOptions): CallEvaluation {
  const prepared = prepareCall(call)
  const parsed = parseLeaf(leaf)
  const rule: CallRefusal | undefined =
    'problem' in prepared
      ? { type: 'malformed-call', problem: prepared.problem }
      : evaluateParsed(parsed, prepared, options)
  if (!rule) return { allowed: true }
  const { abiFunction } = options
  const shown = withChecksums(
    parsed.type === 'contract-call'
      ? nameRefusal(rule, { selector: parsed.selector, abiFunction, rules: parsed.rules })
      : rule,
  )
  return refused(shown, plainTransferMessage(parsed, prepared))
}

function refused(rule: CallRefusal, message = refusalMessage(rule)): CallEvaluation {
  return { allowed: false, rule, message }
}

/** A call without calldata passes no leaf of V2's own modules, so which rule it breaks is no help. */
function plainTransferMessage(
  parsed: DecodedLeaf,
  call: CheckedCall | { problem: string },
): string | undefined {
  if (parsed.type === 'module' || parsed.type === 'unreadable') return undefined
  if ('problem' in call || call.data !== '0x') return undefined
  const why = noPlainTransfer(call.value > 0n ? undefined : 'a call without calldata')
  return `${why.replace(/^t/, 'T')}. The owner has to send it.`
}

function withChecksums(rule: CallRefusal): CallRefusal {
  return rule.type === 'target' || rule.type === 'recipient' || rule.type === 'session-key'
    ? { ...rule, allowed: getAddress(rule.allowed), actual: getAddress(rule.actual) }
    : rule
}

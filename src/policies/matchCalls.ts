import type { AbiFunction, Address } from 'viem'
import type { AnyCall, Calls } from '../types/Calls.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import type { CallRefusal } from './CallRefusal.ts'
import type { DecodedLeaf } from './DecodedLeaf.ts'
import { type CallEvaluation, evaluateCall } from './evaluateCall.ts'
import { evaluateParsed } from './evaluateParsed.ts'
import { isWithinBounds } from './isWithinBounds.ts'
import { parseLeaf } from './parseLeaf.ts'
import { type PermissionBounds, permissionBounds } from './permissionBounds.ts'
import { permissionOf } from './permissionOf.ts'
import { prepareCall } from './prepareCall.ts'
import { typedErrors } from './typedErrors.ts'

/** A leaf that may be used, and the caller's name for it. */
export interface LeafCandidate<id = string> {
  id: id
  leaf: SessionLeaf
  /** Names the arguments where a call is refused. It decides nothing. */
  abiFunction?: AbiFunction | undefined
}

export interface MatchCallsOptions {
  /** Chain time in Unix seconds; intervals are not checked when left out. */
  now?: number | undefined
  /** The key that will sign. One user operation has one signature, so all leaves must be its. */
  sessionKey?: Address | undefined
  /**
   * Whether the calls go through the batch router; several always do.
   * @default calls.length > 1
   */
  batch?: boolean | undefined
}

/** A leaf for every call, in the order of the calls; or the first call that none allows. */
export type CallMatch<candidate extends LeafCandidate<unknown> = LeafCandidate> =
  | { matched: true; assignments: readonly candidate[] }
  | {
      matched: false
      /** Place of the call in `calls`. */
      callIndex: number
      /** The leaf that came closest; nothing when there are no leaves. */
      closest: (Extract<CallEvaluation, { allowed: false }> & { candidate: candidate }) | undefined
    }

/**
 * Finds for every call the tightest leaf that allows it, by evaluating the leaves as the chain would.
 * The candidates are the leaves of one session key.
 *
 * @example
 * const match = matchCalls(leaves.map((leaf, id) => ({ id, leaf })), calls, { now })
 * if (!match.matched) console.log(match.callIndex, match.closest?.message)
 */
export function matchCalls<
  candidate extends LeafCandidate<unknown>,
  const calls extends readonly unknown[],
>(
  candidates: readonly candidate[],
  calls: Calls<calls>,
  options: MatchCallsOptions,
): CallMatch<candidate>
export function matchCalls<candidate extends LeafCandidate<unknown>>(
  candidates: readonly candidate[],
  calls: readonly AnyCall[],
  options: MatchCallsOptions,
): CallMatch<candidate> {
  return typedErrors('matchCalls', () => {
    const context = { ...options, batch: options.batch ?? calls.length > 1 }
    const parsed = candidates.map(
      (candidate): Entry<candidate> => ({
        candidate,
        decoded: parseLeaf(candidate.leaf),
        bounds: undefined,
      }),
    )
    const assignments: candidate[] = []
    for (const [callIndex, call] of calls.entries()) {
      const prepared = prepareCall(call)
      let best: Entry<candidate> | undefined
      let closest: { candidate: candidate; depth: number; distance: bigint } | undefined
      for (const entry of parsed) {
        const rule: CallRefusal | undefined =
          'problem' in prepared
            ? { type: 'malformed-call', problem: prepared.problem }
            : evaluateParsed(entry.decoded, prepared, context)
        if (!rule) {
          if (!best || isTighter(entry, best)) best = entry
        } else if (!best) {
          const [depth, distance] = [depthOf(rule, entry.decoded), distanceOf(rule)]
          const isCloser =
            !closest ||
            depth > closest.depth ||
            (depth === closest.depth && distance < closest.distance)
          if (isCloser) closest = { candidate: entry.candidate, depth, distance }
        }
      }
      if (best) {
        assignments.push(best.candidate)
        continue
      }
      return {
        matched: false,
        callIndex,
        closest: closest && explain(closest.candidate, call, context),
      }
    }
    return { matched: true, assignments }
  })
}

function explain<candidate extends LeafCandidate<unknown>>(
  candidate: candidate,
  call: AnyCall,
  context: MatchCallsOptions & { batch: boolean },
) {
  const { leaf, abiFunction } = candidate
  const verdict = evaluateCall(leaf, call, { ...context, abiFunction })
  return verdict.allowed ? undefined : { ...verdict, candidate }
}

/** How far a call got before it was refused: the further, the closer the leaf. */
function depthOf(rule: CallRefusal, decoded: DecodedLeaf): number {
  switch (rule.type) {
    case 'malformed-call':
    case 'unreadable-leaf':
      return 0
    case 'target':
      return 1
    case 'selector':
      return 2
    case 'short-calldata':
    case 'value':
      return 3
    case 'dirty-address':
    case 'recipient':
      return 4
    case 'amount':
    case 'module':
      return 4.5
    case 'argument': {
      const rules = decoded.type === 'contract-call' ? decoded.rules : []
      const passed = rules.findIndex(
        ({ offset, condition, referenceValue }) =>
          offset === rule.offset &&
          condition === rule.condition &&
          referenceValue === rule.referenceValue,
      )
      return 4 + passed / (rules.length + 1)
    }
    case 'session-key':
      return 5
    case 'not-yet-valid':
    case 'expired':
      return 6
  }
}

/** By how much a call is over a limit: of several limits the one that it nearly keeps is named. */
function distanceOf(rule: CallRefusal): bigint {
  if (rule.type === 'value' || rule.type === 'amount') return rule.actual - rule.limit
  if (rule.type !== 'argument' || rule.condition === 'equal') return 0n
  const distance = BigInt(rule.actual) - BigInt(rule.referenceValue)
  return distance < 0n ? -distance : distance
}

interface Entry<candidate> {
  candidate: candidate
  decoded: DecodedLeaf
  /** Worked out when first needed. */
  bounds: PermissionBounds | undefined
}

/** Keeping the strictly narrower of two, leaf by leaf, ends at one that none is narrower than. */
function isTighter(a: Entry<unknown>, b: Entry<unknown>): boolean {
  const [inner, outer] = [boundsOf(a), boundsOf(b)]
  return !!inner && !!outer && isWithinBounds(inner, outer) && !isWithinBounds(outer, inner)
}

function boundsOf(entry: Entry<unknown>): PermissionBounds | undefined {
  if (entry.decoded.type !== 'unreadable') {
    entry.bounds ??= permissionBounds(permissionOf(entry.decoded))
  }
  return entry.bounds
}

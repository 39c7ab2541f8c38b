import type { AbiFunction, Address, Hex } from 'viem'
import type { Interval, SessionLeaf } from '../types/SessionLeaf.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { neverEnds } from '../utils/neverEnds.ts'
import type { DecodedContractCall, DecodedErc20Transfer, UnreadableReason } from './DecodedLeaf.ts'
import { describeLeaf } from './describeLeaf.ts'
import { knownFunctions } from './knownFunctions.ts'
import type { IllegibleReason, LeafDescription } from './LeafDescription.ts'
import { parseLeaf } from './parseLeaf.ts'
import { transferOf } from './transferOf.ts'
import { wordSet } from './wordSet.ts'

/**
 * A danger has to be acknowledged before approving; a warning is shown.
 */
export type RiskSeverity = 'danger' | 'warning'

interface RiskOf<id extends string, data> {
  id: id
  severity: RiskSeverity
  /** The leaf that it comes from; nothing when it concerns the whole approval. */
  permissionIndex?: number
  /** What proves it. Amounts in wei or base units, times in Unix seconds. */
  data: data
}

/** Something about an approval that a user should know before signing. */
export type Risk =
  /** The leaf, or the function that it allows, cannot be put into words. */
  | RiskOf<'unreadable', { reason: UnreadableReason | IllegibleReason }>
  /** Lets somebody take tokens also after the session has ended. */
  | RiskOf<'lasting-approval', { target: Address; selector: Hex; signature: string }>
  /** Hands over the contract itself. */
  | RiskOf<'control', { target: Address; selector: Hex; signature: string }>
  /** Makes calls out of its arguments, which no rule can look into. */
  | RiskOf<'nested-calls', { target: Address; selector: Hex; signature: string }>
  /** Tokens may go to anybody, or nearly. */
  | RiskOf<'unrestricted-recipient', { target: Address; selector: Hex; argument: string }>
  /** Any amount of tokens, or an amount beyond any supply. */
  | RiskOf<'unlimited-amount', { target: Address; limit: bigint }>
  /** Native value beyond any supply. */
  | RiskOf<'unlimited-value', { target: Address; limit: bigint }>
  /** The ERC-20 module lets other functions of the token pass, such as `approve(to, amount)`. */
  | RiskOf<'erc20-any-function', { target: Address; to: Address }>
  | RiskOf<'no-expiry', Record<never, never>>
  | RiskOf<'long-expiry', { validUntil: number; seconds: number }>
  /** A live session allows calls of the same function of the same contract already. */
  | RiskOf<'overlaps-live-session', { target: Address; sessionKey: Address }>
  | RiskOf<'no-code', { target: Address }>
  | RiskOf<'exposure-above-balance', { target: Address; limit: bigint; balance: bigint }>
  /** The root on the chain holds sessions that this device does not know; they end. */
  | RiskOf<'ends-unknown-sessions', Record<never, never>>

export interface FindRisksContext {
  /** Chain time in Unix seconds. */
  now: number
  /** The functions of the leaves, in their order, where they are known. */
  abiFunctions?: readonly (AbiFunction | undefined)[] | undefined
  /** Leaves of the account's live sessions. */
  liveLeaves?: readonly SessionLeaf[] | undefined
  /** Targets that have no code on the chain. */
  withoutCode?: readonly Address[] | undefined
  /** What the account holds, per token, in base units. */
  tokenBalances?: readonly { token: Address; balance: bigint }[] | undefined
  /** Whether the root on the chain is neither empty nor this device's. */
  foreignRoot?: boolean | undefined
}

const day = 86_400
const longExpiry = 30 * day
// Nobody has issued 2^128 of anything; a cap above it is no cap.
const unlimitedAmount = 1n << 128n
// 7.9e10 coins of 18 decimals, more than any chain's supply.
const unlimitedValue = 1n << 96n

/**
 * The risks of an approval, dangers first, from the bytes of its leaves and what is known about
 * the account. Escalation is not among them: it is refused (`assertNoEscalation`).
 *
 * @example
 * const risks = findRisks(compilePolicy(policy, { sessionKey, now }), { now })
 */
export function findRisks(
  leaves: readonly SessionLeaf[],
  context: FindRisksContext,
): readonly Risk[] {
  const risks = leaves.flatMap((leaf, permissionIndex) =>
    risksOfLeaf(leaf, permissionIndex, context).map((risk) => ({ ...risk, permissionIndex })),
  )
  const all: Risk[] = [...risks, ...risksOfInterval(leaves, context.now)]
  if (context.foreignRoot) {
    all.push({ id: 'ends-unknown-sessions', severity: 'warning', data: {} })
  }
  return all.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

function risksOfLeaf(leaf: SessionLeaf, index: number, context: FindRisksContext): Risk[] {
  const description = describeLeaf(leaf, { abiFunction: context.abiFunctions?.[index] })
  if (description.type === 'unreadable') {
    return [{ id: 'unreadable', severity: 'danger', data: { reason: description.reason } }]
  }
  const risks: Risk[] = []
  if (description.type === 'contract-call') {
    if (description.illegible) {
      risks.push({ id: 'unreadable', severity: 'danger', data: { reason: description.illegible } })
    }
    risks.push(...risksOfFunction(description))
    const { target, valueLimit } = description
    if (valueLimit >= unlimitedValue) {
      risks.push({ id: 'unlimited-value', severity: 'danger', data: { target, limit: valueLimit } })
    }
  } else {
    const { target, to, maxAmount } = description
    if (maxAmount >= unlimitedAmount) {
      risks.push({ id: 'unlimited-amount', severity: 'danger', data: { target, limit: maxAmount } })
    }
    risks.push({ id: 'erc20-any-function', severity: 'warning', data: { target, to } })
  }
  return [...risks, ...risksOfBalance(description, context), ...risksOfTarget(description, context)]
}

/** Whichever module checks it. An amount without any limit is `unlimited-amount` already. */
function risksOfBalance(description: Described, context: FindRisksContext): Risk[] {
  const { token: target, maxAmount: limit } = transferOf(description) ?? {}
  if (target === undefined || limit === undefined) return []
  const held = context.tokenBalances?.find(({ token }) => isSameAddress(token, target))
  if (!held || limit <= held.balance) return []
  const data = { target, limit, balance: held.balance }
  return [{ id: 'exposure-above-balance', severity: 'warning', data }]
}

type Described = Exclude<LeafDescription, { type: 'unreadable' }>
type DescribedCall = Extract<Described, { type: 'contract-call' }>

/** From the selector and the rules alone, so that no ABI can hide it. */
function risksOfFunction(description: DescribedCall): Risk[] {
  const { target, selector } = description
  const known = Object.hasOwn(knownFunctions, selector) ? knownFunctions[selector] : undefined
  if (!known) return risksOfNames(description)
  const data = { target, selector, signature: known.definition.slice('function '.length) }
  if (known.kind === 'nests') return [{ id: 'nested-calls', severity: 'danger', data }]
  if (known.kind === 'controls') return [{ id: 'control', severity: 'danger', data }]
  const risks: Risk[] = []
  if (known.kind === 'approves') risks.push({ id: 'lasting-approval', severity: 'danger', data })
  const receiver = known.recipient ?? known.spender
  if (receiver !== undefined && !isFixed(description, receiver)) {
    risks.push({
      id: 'unrestricted-recipient',
      severity: 'danger',
      data: { target, selector, argument: known.kind === 'moves' ? 'recipient' : 'spender' },
    })
  }
  if (known.amount !== undefined) {
    const { min, max } = wordSet(rulesAt(description, known.amount))
    // A single huge number that is moved is the id of one token, not an amount.
    const isTokenId = known.kind === 'moves' && min === max
    if (max >= unlimitedAmount && !isTokenId) {
      risks.push({ id: 'unlimited-amount', severity: 'danger', data: { target, limit: max } })
    }
  }
  return risks
}

/** A function that is not well known, but says by a parameter's name that something goes somewhere. */
function risksOfNames({ target, selector, arguments: args }: DescribedCall): Risk[] {
  return args
    .filter(
      ({ type, path, conditions }) =>
        type === 'address' &&
        /^_?(to|recipient|receiver|dst|dest|destination|beneficiary|payee)_?$/i.test(
          path.at(-1) ?? '',
        ) &&
        !conditions.some(({ condition }) => condition === 'equal'),
    )
    .map(({ name }) => ({
      id: 'unrestricted-recipient',
      severity: 'warning',
      data: { target, selector, argument: name },
    }))
}

function rulesAt({ rawRules }: DescribedCall, word: number) {
  return rawRules.filter(({ offset }) => offset === word * 32)
}

function isFixed(description: DescribedCall, word: number): boolean {
  const { min, max } = wordSet(rulesAt(description, word))
  return min >= max
}

function risksOfTarget(description: Described, context: FindRisksContext): Risk[] {
  const { target } = description
  const risks: Risk[] = []
  if (context.withoutCode?.some((address) => isSameAddress(address, target))) {
    risks.push({ id: 'no-code', severity: 'warning', data: { target } })
  }
  const overlap = context.liveLeaves
    ?.map(parseLeaf)
    .find((live): live is DecodedContractCall | DecodedErc20Transfer => {
      if (live.type === 'unreadable' || live.type === 'module') return false
      if (live.validUntil !== 0 && live.validUntil < context.now) return false
      const liveTarget = live.type === 'contract-call' ? live.address : live.token
      const sameFunction =
        live.type === 'erc20-transfer' ||
        description.type === 'erc20-transfer' ||
        live.selector === description.selector
      return isSameAddress(liveTarget, target) && sameFunction
    })
  if (overlap) {
    risks.push({
      id: 'overlaps-live-session',
      severity: 'warning',
      data: { target, sessionKey: overlap.sessionKey },
    })
  }
  return risks
}

/** An approval has one interval, so this is said once, and judged by what its leaves can move. */
function risksOfInterval(leaves: readonly SessionLeaf[], now: number): Risk[] {
  const endless = leaves.filter(({ validUntil }) => neverEnds(validUntil))
  if (endless.length) {
    return [
      { id: 'no-expiry', severity: endless.some(movesValue) ? 'danger' : 'warning', data: {} },
    ]
  }
  const validUntil = Math.max(0, ...leaves.map((leaf: Interval) => leaf.validUntil))
  const seconds = validUntil - now
  return seconds > longExpiry
    ? [{ id: 'long-expiry', severity: 'warning', data: { validUntil, seconds } }]
    : []
}

function movesValue(leaf: SessionLeaf): boolean {
  const parsed = parseLeaf(leaf)
  if (parsed.type !== 'contract-call') return true
  return parsed.valueLimit > 0n || Object.hasOwn(knownFunctions, parsed.selector)
}

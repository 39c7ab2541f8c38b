import type { AbiFunction, Address, Hex } from 'viem'
import type { Interval, SessionLeaf } from '../types/SessionLeaf.ts'
import { neverEnds } from '../utils/neverEnds.ts'
import { type AccountRisk, accountRisks } from './accountRisks.ts'
import { groupBy } from './coverageOf.ts'
import type {
  DecodedContractCall,
  DecodedErc20Transfer,
  DecodedLeaf,
  UnreadableReason,
} from './DecodedLeaf.ts'
import { describeLeaf } from './describeLeaf.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { functionRisks, unlimitedAmount } from './functionRisks.ts'
import { knownFunctions } from './knownFunctions.ts'
import type { IllegibleReason, LeafDescription } from './LeafDescription.ts'
import { type ModuleRiskData, moduleRisks } from './moduleRisks.ts'
import { parseLeaf } from './parseLeaf.ts'
import { transferOf } from './transferOf.ts'
import { typedErrors } from './typedErrors.ts'

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
  /** A module that is not Biconomy's decides: the leaf is the whole account, its owner included. */
  | RiskOf<'module-is-everything', ModuleRiskData>
  /**
   * Leaves somebody an authority that outlasts the session: to take tokens, to act or to vote for
   * the account, to borrow in its name.
   */
  | RiskOf<'lasting-approval', { target: Address; selector: Hex; signature: string }>
  /** Hands over, gives up or reconfigures a contract, or a name or role in it. */
  | RiskOf<'control', { target: Address; selector: Hex; signature: string }>
  /**
   * Makes calls out of its arguments, which no rule can look into. A warning where the arguments
   * only could hold calls.
   */
  | RiskOf<'nested-calls', { target: Address; selector: Hex; signature: string }>
  /**
   * Something may go to anybody, or nearly. `argument`: those that no rule fixes, with commas
   * between, three at most.
   */
  | RiskOf<'unrestricted-recipient', { target: Address; selector: Hex; argument: string }>
  /**
   * Any amount of tokens, or an amount beyond any supply. With a signature: of whatever this function
   * takes.
   */
  | RiskOf<
      'unlimited-amount',
      { target: Address; limit: bigint; signature?: string; argument?: string }
    >
  /** Trades, with no rule for the smallest return or for the price. */
  | RiskOf<'any-price', { target: Address; selector: Hex; signature: string; argument: string }>
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
  | AccountRisk
  /** Live sessions that cannot be read, or would take over the account; they end. */
  | RiskOf<'ends-unfit-sessions', { count: number }>

export interface FindRisksContext {
  /** Chain time in Unix seconds. */
  now: number
  /** The functions of the leaves, in their order, where they are known. */
  abiFunctions?: readonly (AbiFunction | undefined)[] | undefined
  /** Leaves of the account's live sessions. */
  liveLeaves?: readonly SessionLeaf[] | undefined
  /** Targets that have no code on the chain. */
  withoutCode?: readonly Address[] | undefined
  /** Custom modules at whose address there is a contract. */
  modulesWithCode?: readonly Address[] | undefined
  /** What the account holds, per token, in base units. */
  tokenBalances?: readonly { token: Address; balance: bigint }[] | undefined
  /** Whether the root on the chain is neither empty nor this device's. */
  foreignRoot?: boolean | undefined
  /** What the account holds to pay fees with, balance and deposit, wei. */
  funds?: bigint | undefined
  /** Whether the session is for several calls in one operation. */
  batch?: boolean | undefined
  /** How many live sessions end with the approval, because they must not be signed again. */
  endedSessions?: number | undefined
}

const day = 86_400
const longExpiry = 30 * day
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
  return typedErrors('findRisks', () => {
    const known = knownOf(context)
    const risks: Risk[] = leaves.flatMap((leaf, permissionIndex) =>
      risksOfLeaf(leaf, permissionIndex, known).map((risk) => ({ ...risk, permissionIndex })),
    )
    const all: Risk[] = [...risks, ...risksOfInterval(leaves.map(parseLeaf), risks, known.now)]
    if (context.foreignRoot) {
      all.push({ id: 'ends-unknown-sessions', severity: 'warning', data: {} })
    }
    const { endedSessions: count = 0 } = context
    all.push(...accountRisks(context))
    if (typeof count === 'number' && count > 0)
      all.push({ id: 'ends-unfit-sessions', severity: 'warning', data: { count } })
    return all.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
  })
}

/** What is known of the account and the chain, to be looked up by address, in lower case. */
export interface KnownOfAccount {
  now: number
  abiFunctions: FindRisksContext['abiFunctions']
  withoutCode: ReadonlySet<string>
  modulesWithCode: ReadonlySet<string>
  balances: ReadonlyMap<string, bigint>
  liveLeaves: ReadonlyMap<string, readonly LiveLeaf[]>
}

type LiveLeaf = DecodedContractCall | DecodedErc20Transfer

function knownOf(context: FindRisksContext): KnownOfAccount {
  const { abiFunctions, withoutCode = [], modulesWithCode = [], tokenBalances = [] } = context
  const now = finiteSeconds(context.now, 'now')
  const addresses = (list: readonly Address[]) => new Set(list.map((it) => it.toLowerCase()))
  const live = (context.liveLeaves ?? []).map(parseLeaf).filter((it): it is LiveLeaf => {
    if (it.type === 'unreadable' || it.type === 'module') return false
    return it.validUntil === 0 || it.validUntil >= now
  })
  return {
    now,
    abiFunctions,
    withoutCode: addresses(withoutCode),
    modulesWithCode: addresses(modulesWithCode),
    // of a token that is there twice the first counts
    balances: new Map(
      tokenBalances.map(({ token, balance }) => [token.toLowerCase(), balance] as const).reverse(),
    ),
    liveLeaves: groupBy(live, (it) => (it.type === 'contract-call' ? it.address : it.token)),
  }
}

function risksOfLeaf(leaf: SessionLeaf, index: number, context: KnownOfAccount): Risk[] {
  const description = describeLeaf(leaf, { abiFunction: context.abiFunctions?.[index] })
  if (description.type === 'unreadable') {
    return moduleRisks(description, context)
  }
  const risks: Risk[] = []
  if (description.type === 'contract-call') {
    if (description.illegible) {
      risks.push({ id: 'unreadable', severity: 'danger', data: { reason: description.illegible } })
    }
    risks.push(...functionRisks(leaf, description, context.abiFunctions?.[index]))
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
function risksOfBalance(description: Described, context: KnownOfAccount): Risk[] {
  const { token: target, maxAmount: limit } = transferOf(description) ?? {}
  if (target === undefined || limit === undefined) return []
  const balance = context.balances.get(target.toLowerCase())
  if (typeof balance !== 'bigint' || limit <= balance) return []
  const data = { target, limit, balance }
  return [{ id: 'exposure-above-balance', severity: 'warning', data }]
}

type Described = Exclude<LeafDescription, { type: 'unreadable' }>

function risksOfTarget(description: Described, context: KnownOfAccount): Risk[] {
  const { target } = description
  const risks: Risk[] = []
  if (context.withoutCode.has(target.toLowerCase())) {
    risks.push({ id: 'no-code', severity: 'warning', data: { target } })
  }
  const overlap = context.liveLeaves
    .get(target.toLowerCase())
    ?.find(
      (live) =>
        live.type === 'erc20-transfer' ||
        description.type === 'erc20-transfer' ||
        live.selector === description.selector,
    )
  if (overlap) {
    risks.push({
      id: 'overlaps-live-session',
      severity: 'warning',
      data: { target, sessionKey: overlap.sessionKey },
    })
  }
  return risks
}

/** An approval has one interval, so this is said once, and judged by what its leaves can do. */
function risksOfInterval(
  leaves: readonly DecodedLeaf[],
  risks: readonly Risk[],
  now: number,
): Risk[] {
  const isEndless = ({ validUntil }: Interval) => neverEnds(validUntil)
  if (leaves.some(isEndless)) {
    const risky = new Set(
      risks.filter(({ id }) => !isOfTarget(id)).map(({ permissionIndex }) => permissionIndex),
    )
    const canLose = leaves.some(
      (leaf, index) => isEndless(leaf) && (movesValue(leaf) || risky.has(index)),
    )
    return [{ id: 'no-expiry', severity: canLose ? 'danger' : 'warning', data: {} }]
  }
  let validUntil = 0
  for (const leaf of leaves) if (leaf.validUntil > validUntil) validUntil = leaf.validUntil
  const seconds = validUntil - now
  return seconds > longExpiry
    ? [{ id: 'long-expiry', severity: 'warning', data: { validUntil, seconds } }]
    : []
}

/** About the contract, whatever is called there. */
function isOfTarget(id: Risk['id']): boolean {
  return id === 'no-code' || id === 'overlaps-live-session'
}

function movesValue(parsed: DecodedLeaf): boolean {
  if (parsed.type !== 'contract-call') return true
  return parsed.valueLimit > 0n || Object.hasOwn(knownFunctions, parsed.selector)
}

import type { AbiFunction, AbiParameter } from 'viem'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { describeLeaf } from './describeLeaf.ts'
import type { Risk, RiskSeverity } from './findRisks.ts'
import { functionShape, type ShapeSlot, slotName, slotPath } from './functionShape.ts'
import { functionWords } from './functionWords.ts'
import { harmlessName } from './harmlessName.ts'
import { knownFunctions } from './knownFunctions.ts'
import { type KnownSelector, knownSelector } from './knownSelectors.ts'
import type { ContractCallDescription } from './LeafDescription.ts'
import { maxOfType } from './maxOfType.ts'
import { meantFunction } from './meantFunction.ts'
import { withoutNames } from './withoutNames.ts'
import { type WordSet, wordSet } from './wordSet.ts'

/** Nobody has issued 2^128 of anything; a cap above it is no cap. */
export const unlimitedAmount = 1n << 128n

/**
 * What a function can do with the account, as far as its leaf's rules let it. What is not known is
 * not harmless: first comes what the types show, then what the selector or the function's name
 * adds. What the page calls the arguments is shown and nothing more.
 */
export function functionRisks(
  leaf: SessionLeaf,
  description: ContractCallDescription,
  abiFunction: AbiFunction | undefined,
): Risk[] {
  const { target, selector } = description
  const known = knownSelector(selector)
  if (known?.kind === 'harmless') return []
  if (Object.hasOwn(knownFunctions, selector)) return wellKnownRisks(description, known)
  const given = meantFunction(selector, abiFunction)
  const isGiven = typeof given !== 'string' && abiFunction !== undefined
  const inputs = known?.inputs ?? (isGiven ? withoutNames(abiFunction).inputs : undefined)
  // Only the selector is there, and it is not known: `unreadable` says so.
  if (!inputs) return []
  const signature = known?.signature ?? (isGiven ? given.signature : '')
  const finding = known ? knownFinding(known) : findingOf(signature, inputs)
  const free = freeSlots(leaf, description, { signature, inputs })
  const names = (slots: readonly ShapeSlot[]) => {
    const all = slots.map(({ path }) => slotName(isGiven ? abiFunction.inputs : inputs, path))
    return [...all.slice(0, 3), ...(all.length > 3 ? ['…'] : [])].join(', ')
  }

  const risks: Risk[] = []
  const data = { target, selector, signature }
  if (finding.nests) risks.push({ id: 'nested-calls', severity: finding.nests, data })
  if (finding.controls) risks.push({ id: 'control', severity: finding.controls, data })
  if (finding.approves && !free.isOff(finding.switch)) {
    risks.push({ id: 'lasting-approval', severity: 'danger', data })
  }
  const open = finding.recipients.filter((slot) => !free.isFixed(slot))
  if (open.length) {
    risks.push({
      id: 'unrestricted-recipient',
      severity: finding.recipientSeverity,
      data: { target, selector, argument: names(open) },
    })
  }
  const uncapped = finding.amounts.filter((slot) => !free.isCapped(slot))
  if (uncapped.length) {
    risks.push({
      id: 'unlimited-amount',
      severity: 'warning',
      data: { target, limit: free.maxOf(uncapped), signature, argument: names(uncapped) },
    })
  }
  const unpriced = finding.prices.filter((slot) => !free.isRuled(slot))
  if (unpriced.length) {
    risks.push({
      id: 'any-price',
      severity: 'warning',
      data: { target, selector, signature, argument: names(unpriced) },
    })
  }
  return risks
}

/** What a function could do if no rule held it. */
interface Finding {
  nests?: RiskSeverity | undefined
  controls?: RiskSeverity | undefined
  approves?: boolean
  /** The place of a boolean that takes the approval away when it is false. */
  switch?: string | undefined
  recipients: readonly ShapeSlot[]
  recipientSeverity: RiskSeverity
  amounts: readonly ShapeSlot[]
  prices: readonly ShapeSlot[]
}

function knownFinding(known: KnownSelector): Finding {
  const slots = functionShape(known.inputs)
  const at = (paths: readonly string[] = []) =>
    slots.filter(({ path }) => paths.some((it) => path === it || path.startsWith(`${it}.`)))
  const { kind } = known
  return {
    nests: kind === 'nests' ? 'danger' : undefined,
    controls: kind === 'controls' ? 'danger' : undefined,
    approves: kind === 'approves',
    switch: known.switch,
    recipients: at(known.recipients),
    recipientSeverity: 'danger',
    amounts: at(known.amounts),
    prices: at(known.prices),
  }
}

function findingOf(signature: string, inputs: readonly AbiParameter[]): Finding {
  const slots = functionShape(inputs)
  const words = functionWords(signature)
  const name = signature.slice(0, signature.indexOf('('))
  const harmless = harmlessName(name, slots)
  const isNested = words.nests && slots.some(({ type }) => type === 'bytes')
  const nests = isNested ? 'danger' : nestingShape(slots, name)
  if (harmless?.isNobodys && nests !== 'danger' && !words.approves && !words.controls) {
    return { nests, recipients: [], recipientSeverity: 'warning', amounts: [], prices: [] }
  }
  // `function` is an address with a selector.
  const addresses = slots.filter(({ type }) => /^(address|function|bytes20)$/.test(type))
  const numbers = slots.filter(({ type }) => isAmountType(type))
  const isSent = (words.moves || words.spends) && numbers.length > 0
  // An address of another chain, or one that is packed: a word beside what is sent.
  const carried = slots.filter(
    ({ type, arrays }) =>
      isSent &&
      !arrays &&
      ((type === 'bytes32' && (words.abroad || words.to)) ||
        (/^uint(160|256)$/.test(type) && words.to && addresses.length === 0)),
  )
  const recipients = [...addresses, ...carried]
  // What comes out has a price where two numbers make one.
  const isTrade = words.trades && (!words.takes || numbers.length > 1)
  const hasAmounts = words.takes ? isTrade : words.moves || words.spends || addresses.length > 0
  return {
    nests,
    controls: words.controls ? 'danger' : undefined,
    approves: words.approves,
    recipients,
    recipientSeverity:
      words.moves && !words.takes && (words.transfers || numbers.length > 0) ? 'danger' : 'warning',
    amounts: hasAmounts && !words.controls ? numbers : [],
    prices: isTrade ? numbers : [],
  }
}

/** From 96 bits on: what is smaller counts seconds, percent or items. */
function isAmountType(type: string): boolean {
  const bits = /^u?int(\d+)$/.exec(type)?.[1]
  return bits !== undefined && Number(bits) >= 96
}

/**
 * Whether calls may stand in the arguments. A list of `bytes`, or a target with its `bytes`, is a
 * danger; `bytes` that stand alone, or with an address further off, may be a call just as well.
 * Beside numbers and words alone they are a signature, a proof or a text.
 */
function nestingShape(slots: readonly ShapeSlot[], name: string): RiskSeverity | undefined {
  const bytes = slots.filter(({ type }) => type === 'bytes')
  if (bytes.length === 0) return undefined
  const isAddress = ({ type }: ShapeSlot) => type === 'address'
  const isCall = bytes.some((slot) => {
    if (slot.path.endsWith('*')) return true
    const beside = slots.filter(({ parent }) => parent === slot.parent)
    const at = beside.indexOf(slot)
    if (slot.parent) return beside.slice(0, at).some(isAddress)
    // The arguments of a function are many: a target, its value and how it is called stand together.
    let before = at - 1
    while (before >= at - 2 && /^(uint\d+|bytes4)$/.test(beside[before]?.type ?? '')) before -= 1
    return beside[before]?.type === 'address'
  })
  const harmless = harmlessName(name, slots)
  if (harmless?.isData) return isCall && !harmless.isListed ? 'warning' : undefined
  if (isCall) return 'danger'
  if (harmless?.isNobodys) return undefined
  const isCallLike = bytes.length === slots.length || slots.some(isAddress)
  return isCallLike ? 'warning' : undefined
}

/** What the rules leave open of each slot, by the places that argument names have no part in. */
function freeSlots(
  leaf: SessionLeaf,
  description: ContractCallDescription,
  { signature, inputs }: { signature: string; inputs: readonly AbiParameter[] },
) {
  const name = signature.slice(0, signature.indexOf('('))
  const unnamed = {
    type: 'function',
    name,
    inputs,
    outputs: [],
    stateMutability: 'payable',
  } as const
  const described = describeLeaf(leaf, { abiFunction: unnamed })
  const bySlot = new Map<string, (WordSet | undefined)[]>()
  const args = described.type === 'contract-call' ? described.arguments : []
  for (const { path, offset } of args) {
    const rules = description.rawRules.filter((rule) => rule.offset === offset)
    const key = slotPath(inputs, path)
    const sets = bySlot.get(key) ?? []
    sets.push(offset === undefined ? undefined : wordSet(rules))
    bySlot.set(key, sets)
  }
  const every = ({ path }: ShapeSlot, holds: (set: WordSet) => boolean) => {
    const sets = bySlot.get(path) ?? []
    return sets.length > 0 && sets.every((set) => set !== undefined && holds(set))
  }
  const typeMax = ({ type }: ShapeSlot) => maxOfType(type) ?? (1n << 256n) - 1n
  const isBelow = ({ max }: WordSet, slot: ShapeSlot) =>
    max < unlimitedAmount && max < typeMax(slot)
  return {
    isFixed: (slot: ShapeSlot) => every(slot, ({ min, max }) => min >= max),
    isCapped: (slot: ShapeSlot) => every(slot, (set) => set.min >= set.max || isBelow(set, slot)),
    isRuled: (slot: ShapeSlot) => every(slot, (set) => set.min > 0n || isBelow(set, slot)),
    maxOf: (slots: readonly ShapeSlot[]) => {
      let most = 0n
      for (const slot of slots) if (typeMax(slot) > most) most = typeMax(slot)
      return most
    },
    isOff: (path: string | undefined) =>
      path !== undefined &&
      (bySlot.get(path) ?? []).some((set) => set !== undefined && set.max === 0n),
  }
}

/** By the selector and the rules alone, also without an ABI. */
function wellKnownRisks(
  { target, selector, rawRules }: ContractCallDescription,
  known: KnownSelector | undefined,
): Risk[] {
  const fn = knownFunctions[selector]
  if (!fn || !known) return []
  const wordsAt = (word: number) => wordSet(rawRules.filter(({ offset }) => offset === word * 32))
  const data = { target, selector, signature: fn.definition.slice('function '.length) }
  if (fn.kind === 'nests') return [{ id: 'nested-calls', severity: 'danger', data }]
  if (fn.kind === 'controls') return [{ id: 'control', severity: 'danger', data }]
  // Given to nobody is given away by nobody.
  if (fn.switch !== undefined && wordsAt(fn.switch).max === 0n) return []
  const risks: Risk[] = []
  if (fn.kind === 'approves') risks.push({ id: 'lasting-approval', severity: 'danger', data })
  const receiver = fn.recipient ?? fn.spender
  if (receiver !== undefined) {
    const { min, max } = wordsAt(receiver)
    const argument = fn.kind === 'moves' ? 'recipient' : 'spender'
    if (min < max) {
      risks.push({
        id: 'unrestricted-recipient',
        severity: 'danger',
        data: { target, selector, argument },
      })
    }
  }
  if (fn.amount !== undefined) {
    const { min, max } = wordsAt(fn.amount)
    // A single huge number that is moved is the id of one token, not an amount.
    const isTokenId = fn.kind === 'moves' && min === max
    if (max >= unlimitedAmount && !isTokenId) {
      risks.push({ id: 'unlimited-amount', severity: 'danger', data: { target, limit: max } })
    }
  }
  return risks
}

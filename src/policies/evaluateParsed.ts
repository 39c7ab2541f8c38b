import type { Address, Hex } from 'viem'
import type { CheckedCall } from '../types/PermissionModule.ts'
import type { RuleCondition } from '../types/Policy.ts'
import type { CallRefusal } from './CallRefusal.ts'
import type {
  DecodedContractCall,
  DecodedErc20Transfer,
  DecodedLeaf,
  DecodedModuleLeaf,
  UnreadableLeaf,
} from './DecodedLeaf.ts'
import { isHexBytes } from './isHexBytes.ts'
import { permissionModules } from './permissionModules.ts'

/**
 * The first rule that a call breaks, in the contracts' own order, or nothing. Everything is
 * lower-case here, so that words compare as strings.
 */
export function evaluateParsed(
  parsed: DecodedLeaf,
  call: CheckedCall,
  context: {
    /** Whether the batch router asks: the ERC-20 module reads the two ways of calling differently. */
    batch: boolean
    sessionKey?: Address | undefined
    now?: number | undefined
  },
): CallRefusal | undefined {
  if (parsed.type === 'unreadable') return { type: 'unreadable-leaf', reason: parsed.reason }
  const refusal = refusalOf(parsed, call, context.batch)
  if (refusal) return refusal
  const { sessionKey, now } = context
  // Compared with what is no number, every time would fit.
  if (now !== undefined && !Number.isFinite(now)) {
    return { type: 'malformed-call', problem: '`now` is not a time in Unix seconds' }
  }
  if (sessionKey !== undefined && !isHexBytes(sessionKey, 20)) {
    return { type: 'malformed-call', problem: '`sessionKey` is not an address' }
  }
  if (sessionKey !== undefined && sessionKey.toLowerCase() !== parsed.sessionKey) {
    return { type: 'session-key', allowed: parsed.sessionKey, actual: sessionKey }
  }
  // EntryPoint v0.6: both ends are inside, and no end is written as 0.
  if (now !== undefined && now < parsed.validAfter) {
    return { type: 'not-yet-valid', validAfter: parsed.validAfter, now }
  }
  if (now !== undefined && parsed.validUntil !== 0 && now > parsed.validUntil) {
    return { type: 'expired', validUntil: parsed.validUntil, now }
  }
  return undefined
}

function refusalOf(
  parsed: Exclude<DecodedLeaf, UnreadableLeaf>,
  call: CheckedCall,
  batch: boolean,
): CallRefusal | undefined {
  switch (parsed.type) {
    case 'contract-call':
      return contractCall(parsed, call)
    case 'erc20-transfer':
      return erc20Transfer(parsed, call, batch)
    case 'module':
      return customModule(parsed, call)
  }
}

/** A module's own code decides, and what it does not survive is refused. */
function customModule(leaf: DecodedModuleLeaf, call: CheckedCall): CallRefusal | undefined {
  const { module, target: allowed, parameters } = leaf
  if (call.to !== allowed) return { type: 'target', allowed, actual: call.to }
  try {
    const known = permissionModules.get(module.toLowerCase())
    const problem = known ? known.evaluate(parameters, call) : 'Its module is not known.'
    if (problem === undefined) return undefined
    const why = typeof problem === 'string' ? problem : 'It does not say why.'
    return { type: 'module', module, problem: why }
  } catch {
    return { type: 'module', module, problem: 'It cannot tell whether the call is allowed.' }
  }
}

function contractCall(leaf: DecodedContractCall, call: CheckedCall): CallRefusal | undefined {
  const { to, data, value } = call
  if (to !== leaf.address) return { type: 'target', allowed: leaf.address, actual: to }
  const short = shorterThan(4, data)
  if (short) return short
  const selector: Hex = `0x${data.slice(2, 10)}`
  if (selector !== leaf.selector)
    return { type: 'selector', allowed: leaf.selector, actual: selector }
  if (value > leaf.valueLimit) return { type: 'value', limit: leaf.valueLimit, actual: value }
  for (const { offset, condition, referenceValue } of leaf.rules) {
    const shortWord = shorterThan(4 + offset + 32, data)
    if (shortWord) return shortWord
    const actual = wordAt(data, offset)
    if (!passes(actual, condition, referenceValue)) {
      return { type: 'argument', offset, condition, referenceValue, actual }
    }
  }
  return undefined
}

/**
 * `ERC20SessionValidationModule`: it reads two words, and does not look at the selector. Of a batch
 * it decodes them, both at once. Alone it slices them, the amount only after the recipient has
 * passed, and never sees the upper bytes of the recipient's word.
 */
function erc20Transfer(
  leaf: DecodedErc20Transfer,
  call: CheckedCall,
  batch: boolean,
): CallRefusal | undefined {
  const { to, data, value } = call
  if (to !== leaf.token) return { type: 'target', allowed: leaf.token, actual: to }
  if (value !== 0n) return { type: 'value', limit: 0n, actual: value }
  const shortRecipient = shorterThan(batch ? 4 + 64 : 4 + 32, data)
  if (shortRecipient) return shortRecipient
  const recipient = wordAt(data, 0)
  if (batch && !recipient.startsWith(`0x${'0'.repeat(24)}`)) {
    return { type: 'dirty-address', offset: 0, actual: recipient }
  }
  const address: Address = `0x${recipient.slice(26)}`
  if (address !== leaf.to) return { type: 'recipient', allowed: leaf.to, actual: address }
  const shortAmount = shorterThan(4 + 64, data)
  if (shortAmount) return shortAmount
  const amount = BigInt(wordAt(data, 32))
  if (amount > leaf.maxAmount) return { type: 'amount', limit: leaf.maxAmount, actual: amount }
  return undefined
}

function shorterThan(needed: number, data: Hex): CallRefusal | undefined {
  const actual = data.length / 2 - 1
  return actual < needed ? { type: 'short-calldata', needed, actual } : undefined
}

function wordAt(data: Hex, offset: number): Hex {
  const start = 2 + (4 + offset) * 2
  return `0x${data.slice(start, start + 64)}`
}

function passes(actual: Hex, condition: RuleCondition, reference: Hex): boolean {
  switch (condition) {
    case 'equal':
      return actual === reference
    case 'atMost':
      return actual <= reference
    case 'below':
      return actual < reference
    case 'atLeast':
      return actual >= reference
    case 'above':
      return actual > reference
    case 'notEqual':
      return actual !== reference
  }
}

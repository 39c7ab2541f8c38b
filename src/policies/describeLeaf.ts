import type { AbiFunction } from 'viem'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import type { ArgumentNode } from './argumentLayout.ts'
import type {
  DecodedContractCall,
  DecodedErc20Transfer,
  DecodedModuleLeaf,
  UnreadableLeaf,
} from './DecodedLeaf.ts'
import { decodeLeaf } from './decodeLeaf.ts'
import { describeWord } from './describeWord.ts'
import type {
  ArgumentDescription,
  ConditionDescription,
  ContractCallDescription,
  Erc20TransferDescription,
  IllegibleReason,
  LeafDescription,
} from './LeafDescription.ts'
import { maxOfType } from './maxOfType.ts'
import { meantFunction } from './meantFunction.ts'
import { permissionModules } from './permissionModules.ts'
import { placedArguments } from './placedArguments.ts'
import { plainText } from './plainText.ts'
import { toWord } from './toWord.ts'
import { wordSet } from './wordSet.ts'
import { rulesByOffset } from './wordSetsByOffset.ts'

export interface DescribeLeafOptions {
  /**
   * The function that the leaf is said to be for. Used for names and types only, and only where its
   * selector is the leaf's and every rule falls on one of its words.
   */
  abiFunction?: AbiFunction | undefined
}

/**
 * What a leaf allows, in parts, from its bytes. Never throws: what cannot be put into words is
 * marked `readable: false`, or comes back as `unreadable`.
 *
 * @example
 * const description = describeLeaf(leaf, { abiFunction: permission.abiFunction })
 */
export function describeLeaf(
  leaf: SessionLeaf,
  options: DescribeLeafOptions = {},
): LeafDescription {
  const decoded = decodeLeaf(leaf)
  switch (decoded.type) {
    case 'contract-call':
      return describeContractCall(decoded, functionOf(options))
    case 'erc20-transfer':
      return describeErc20Transfer(decoded)
    case 'module':
      return describeModuleLeaf(leaf, decoded)
    case 'unreadable':
      return decoded
  }
}

/** It only names things: what cannot be read names nothing. */
function functionOf(options: DescribeLeafOptions | null): AbiFunction | undefined {
  try {
    return options?.abiFunction ?? undefined
  } catch {
    return undefined
  }
}

/** The kit cannot see what such a module checks, so that its words are shown as what they are. */
function describeModuleLeaf(leaf: SessionLeaf, decoded: DecodedModuleLeaf): UnreadableLeaf {
  const { validAfter, validUntil, sessionValidationModule, sessionKeyData } = leaf
  const bytes = { validAfter, validUntil, sessionValidationModule, sessionKeyData }
  const base = { type: 'unreadable', reason: 'custom-module', ...bytes } as const
  const module = permissionModules.get(decoded.module.toLowerCase())
  const { target, sessionKey } = decoded
  try {
    const [name, text] = [plainText(module?.name), plainText(module?.describe(decoded.parameters))]
    return { ...base, claim: { name, text, target, sessionKey } }
  } catch {
    return base
  }
}

function describeContractCall(
  decoded: DecodedContractCall,
  abiFunction: AbiFunction | undefined,
): ContractCallDescription {
  const {
    sessionKey,
    address,
    selector,
    valueLimit,
    rules,
    trailingBytes,
    validAfter,
    validUntil,
  } = decoded
  const fn = meantFunction(selector, abiFunction)
  const base = {
    type: 'contract-call' as const,
    sessionKey,
    target: address,
    selector,
    valueLimit,
    rawRules: rules,
    trailingBytes,
    validAfter,
    validUntil,
  }
  const named =
    typeof fn === 'string'
      ? { functionName: undefined, signature: undefined, source: undefined }
      : { functionName: fn.functionName, signature: fn.signature, source: fn.source }
  const described = typeof fn === 'string' ? fn : describeArguments(fn.layout, rules)
  return typeof described === 'string'
    ? { ...base, ...named, readable: false, illegible: described, arguments: [] }
    : { ...base, ...named, readable: true, illegible: undefined, arguments: described }
}

function describeArguments(
  layout: ReadonlyMap<string, ArgumentNode>,
  rules: DecodedContractCall['rules'],
): readonly ArgumentDescription[] | IllegibleReason {
  const placed = placedArguments(layout, rules)
  const words = new Set(
    placed.arguments.flatMap(({ node }) => (node.kind === 'word' ? [node.offset] : [])),
  )
  if (rules.some(({ offset }) => !words.has(offset) && !placed.pointers.has(offset))) {
    return 'rule-off-word'
  }
  const byOffset = rulesByOffset(rules)
  for (const [offset, { isPinned }] of placed.pointers) {
    // Compared with another value it leads elsewhere, or nowhere.
    if (byOffset.has(offset) && !isPinned) return 'misleading-rule'
  }
  const described: ArgumentDescription[] = []
  for (const { node, isPlaced } of placed.arguments) {
    const { type, path } = node
    const here = (node.kind === 'word' && byOffset.get(node.offset)) || []
    // The contract may read the argument from somewhere else than this word.
    if (here.length && !isPlaced) return 'misleading-rule'
    const conditions: ConditionDescription[] = []
    for (const rule of here) {
      const condition = describeWord(type, rule)
      if (!condition) return 'misleading-rule'
      conditions.push(condition)
    }
    const name = path.join('.')
    const offset = node.kind === 'word' && isPlaced ? node.offset : undefined
    described.push({ name, path, type, offset, conditions, unrestricted: passesAll(type, here) })
  }
  return described
}

function passesAll(type: string, rules: DecodedContractCall['rules']): boolean {
  const { min, max, excluded } = wordSet(rules)
  return min === 0n && max >= (maxOfType(type) ?? (1n << 256n) - 1n) && excluded.size === 0
}

function describeErc20Transfer(decoded: DecodedErc20Transfer): Erc20TransferDescription {
  const { token, to, maxAmount } = decoded
  const argument = (
    name: string,
    type: string,
    offset: number,
    condition: Omit<ConditionDescription, 'implied'>,
    implied: boolean,
  ): ArgumentDescription => ({
    name,
    path: [name],
    type,
    offset,
    conditions: [{ ...condition, implied }],
    unrestricted: implied,
  })
  return {
    ...decoded,
    target: token,
    readable: true,
    anyFunction: true,
    valueLimit: 0n,
    arguments: [
      argument(
        'to',
        'address',
        0,
        { condition: 'equal', value: to, raw: toWord(BigInt(to)) },
        false,
      ),
      argument(
        'amount',
        'uint256',
        32,
        { condition: 'atMost', value: maxAmount, raw: toWord(maxAmount) },
        maxAmount === (1n << 256n) - 1n,
      ),
    ],
  }
}

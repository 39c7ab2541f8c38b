import type { AbiFunction, Hex } from 'viem'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import type { ArgumentNode } from './argumentLayout.ts'
import type { DecodedContractCall, DecodedErc20Transfer } from './DecodedLeaf.ts'
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
import { legibleFunction } from './legibleFunction.ts'
import { maxOfType } from './maxOfType.ts'
import { wordSet } from './wordSet.ts'

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
      return describeContractCall(decoded, options.abiFunction)
    case 'erc20-transfer':
      return describeErc20Transfer(decoded)
    case 'unreadable':
      return decoded
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
  const fn = legibleFunction(selector, abiFunction)
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
  const nodes = leavesOf(layout)
  const words = new Set(nodes.map((node) => (node.kind === 'word' ? node.offset : undefined)))
  if (rules.some(({ offset }) => !words.has(offset))) return 'rule-off-word'
  const described: ArgumentDescription[] = []
  for (const node of nodes) {
    const { type, path } = node
    const offset = node.kind === 'word' ? node.offset : undefined
    const here = rules.filter((rule) => rule.offset === offset)
    const conditions: ConditionDescription[] = []
    for (const rule of here) {
      const condition = describeWord(type, rule)
      if (!condition) return 'misleading-rule'
      conditions.push(condition)
    }
    const name = path.join('.')
    described.push({ name, path, type, offset, conditions, unrestricted: passesAll(type, here) })
  }
  return described
}

function leavesOf(
  nodes: ReadonlyMap<string, ArgumentNode>,
): Exclude<ArgumentNode, { kind: 'group' }>[] {
  return [...nodes.values()].flatMap((node) =>
    node.kind === 'group' ? leavesOf(node.children) : [node],
  )
}

function passesAll(type: string, rules: DecodedContractCall['rules']): boolean {
  const { min, max, excluded } = wordSet(rules)
  return min === 0n && max >= (maxOfType(type) ?? (1n << 256n) - 1n) && excluded.size === 0
}

function describeErc20Transfer(decoded: DecodedErc20Transfer): Erc20TransferDescription {
  const { token, to, maxAmount } = decoded
  const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, '0')}`
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
      argument('to', 'address', 0, { condition: 'equal', value: to, raw: word(BigInt(to)) }, false),
      argument(
        'amount',
        'uint256',
        32,
        { condition: 'atMost', value: maxAmount, raw: word(maxAmount) },
        maxAmount === (1n << 256n) - 1n,
      ),
    ],
  }
}

import type { AbiFunction, Address } from 'viem'
import { formatUnits } from 'viem'
import type { RuleCondition } from '../types/Policy.ts'
import type { Interval, SessionLeaf } from '../types/SessionLeaf.ts'
import { describeLeaf } from './describeLeaf.ts'
import type { ArgumentDescription, LeafDescription } from './LeafDescription.ts'
import { sameAddress } from './sameAddress.ts'

export interface DescribeAsTextOptions {
  /** The functions of the leaves, in their order, where they are known. */
  abiFunctions?: readonly (AbiFunction | undefined)[] | undefined
  /** Decimals and symbols that were read from the chain. Without them amounts are base units. */
  tokens?: readonly { address: Address; symbol: string; decimals: number }[] | undefined
  /** The smart account, to be called "your account". */
  account?: Address | undefined
}

const words: Record<RuleCondition, string> = {
  equal: 'exactly',
  atMost: 'at most',
  below: 'less than',
  atLeast: 'at least',
  above: 'more than',
  notEqual: 'anything but',
}

/**
 * What leaves allow, in plain English: one line per leaf, and one for the time. For logs and
 * agents; the UI has localised words of its own, from the same descriptions.
 *
 * @example
 * console.info(describeAsText(leaves, { account }))
 */
export function describeAsText(
  leaves: readonly SessionLeaf[],
  options: DescribeAsTextOptions = {},
): string {
  const lines = leaves.map((leaf, index) => {
    const description = describeLeaf(leaf, { abiFunction: options.abiFunctions?.[index] })
    return { line: `- ${permission(description, options)}`, time: interval(leaf) }
  })
  const times = new Set(lines.map(({ time }) => time))
  // One approval has one interval. Leaves from elsewhere may differ, and then each says its own.
  const [common] = times.size === 1 ? times : []
  return [
    ...lines.map(({ line, time }) => (common ? line : `${line} ${time}`)),
    ...(common ? [common] : []),
  ].join('\n')
}

function permission(description: LeafDescription, options: DescribeAsTextOptions): string {
  if (description.type === 'unreadable') {
    return `DANGER: cannot be read (${description.reason}); module ${quoted(description.sessionValidationModule)}.`
  }
  if (description.type === 'erc20-transfer') {
    const { token, to, maxAmount } = description
    return `Send up to ${amount(maxAmount, token, options)} per call to ${address(to, options)} (any function of the token with these two arguments).`
  }
  const { target, selector, signature, readable, illegible, valueLimit, rawRules } = description
  const value =
    valueLimit === 0n ? 'no value' : `at most ${formatUnits(valueLimit, 18)} native coins`
  if (!readable) {
    const rules = rawRules.map(
      (rule) => `word at ${rule.offset} ${words[rule.condition]} ${rule.referenceValue}`,
    )
    return `DANGER: call ${selector}${signature ? ` (${quoted(signature)})` : ''} on ${target}, which cannot be put into words (${illegible}): ${[...rules, value].join('; ')} per call.`
  }
  const args = description.arguments.map((argument) => restriction(argument, options))
  return `Call ${quoted(signature)} on ${target}: ${[...args, value].join('; ')} per call.`
}

function restriction(argument: ArgumentDescription, options: DescribeAsTextOptions): string {
  const { name, conditions, unrestricted } = argument
  if (unrestricted) return `any ${quoted(name)}`
  const told = conditions
    .filter(({ implied }) => !implied)
    .map(({ condition, value }) => {
      const shown = argument.type === 'address' ? address(value as Address, options) : String(value)
      return `${words[condition]} ${shown}`
    })
  return `${quoted(name)} ${told.join(' and ')}`
}

function amount(value: bigint, token: Address, { tokens }: DescribeAsTextOptions): string {
  const known = tokens?.find((candidate) => sameAddress(candidate.address, token))
  return known
    ? `${formatUnits(value, known.decimals)} ${quoted(known.symbol)} (${token})`
    : `${value} base units of ${token}`
}

function address(value: Address, { account }: DescribeAsTextOptions): string {
  return account && sameAddress(value, account) ? `your account (${value})` : value
}

/** Symbols and names are foreign: no line breaks and no direction marks in a log. */
function quoted(text: unknown): string {
  return String(text)
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
    .slice(0, 200)
}

function interval({ validAfter, validUntil }: Interval): string {
  const from = validAfter === 0 ? 'Valid at once' : `Valid from ${date(validAfter)}`
  return `${from}, ${validUntil === 0 ? 'DANGER: without end' : `until ${date(validUntil)}`}.`
}

function date(seconds: number): string {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? `second ${seconds}` : time.toISOString()
}

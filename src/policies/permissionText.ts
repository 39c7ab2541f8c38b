import { type Address, formatUnits } from 'viem'
import type { RuleCondition } from '../types/Policy.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { isPlainSymbol } from '../utils/tokenText.ts'
import type { DescribeAsTextOptions } from './describeAsText.ts'
import type { ArgumentDescription, LeafDescription } from './LeafDescription.ts'
import { plainText } from './plainText.ts'
import { transferOf } from './transferOf.ts'

const words: Record<RuleCondition, string> = {
  equal: 'exactly',
  atMost: 'at most',
  below: 'less than',
  atLeast: 'at least',
  above: 'more than',
  notEqual: 'anything but',
}

/** One permission in plain English. */
export function permissionText(
  description: LeafDescription,
  options: DescribeAsTextOptions,
): string {
  if (description.type === 'unreadable') {
    const { claim, sessionValidationModule: module } = description
    if (claim) {
      return `DANGER: the whole account, its owner included. The module "${claim.name}" (${plainText(module)}) decides; this page says of it, for calls of ${claim.target}: "${claim.text}".`
    }
    return `DANGER: cannot be read (${description.reason}); module ${plainText(description.sessionValidationModule)}.`
  }
  const transfer = transferOf(description)
  if (transfer) {
    const { token, to, maxAmount } = transfer
    const recipient = to ? address(to, options) : 'anybody'
    const more =
      description.type === 'erc20-transfer'
        ? ' (or call any other function of the token with these two arguments)'
        : ''
    return `Send ${amount(maxAmount, token, options)} per call to ${recipient}${more}.`
  }
  if (description.type === 'erc20-transfer') return 'DANGER: cannot be put into words.'
  const { target, selector, signature, readable, illegible, valueLimit, rawRules } = description
  const value =
    valueLimit === 0n ? 'no value' : `at most ${formatUnits(valueLimit, 18)} native coins`
  const isKnown = description.source === 'well-known'
  if (!readable) {
    const rules = rawRules.map(
      (rule) => `word at ${rule.offset} ${words[rule.condition]} ${rule.referenceValue}`,
    )
    return `DANGER: call ${selector}${signature ? ` (${isKnown ? signature : `"${plainText(signature)}"`})` : ''} on ${target}, which cannot be put into words (${illegible}): ${[...rules, value].join('; ')} per call.`
  }
  const args = description.arguments.map((argument) => {
    const name = plainText(argument.name, longestName)
    return restriction(argument, isKnown ? name : `"${name}"`, options)
  })
  const fn = isKnown ? signature : `${selector}, which the app names "${plainText(signature)}",`
  return `Call ${fn} on ${target}: ${[...args, value].join('; ')} per call.`
}

// an ABI may call an argument anything
const longestName = 60

function restriction(
  { type, conditions, unrestricted }: ArgumentDescription,
  name: string,
  options: DescribeAsTextOptions,
): string {
  if (unrestricted) return `any ${name}`
  const told = conditions
    .filter(({ implied }) => !implied)
    .map(({ condition, value }) => {
      const shown = type === 'address' ? address(value as Address, options) : String(value)
      return `${words[condition]} ${shown}`
    })
  return `${name} ${told.join(' and ')}`
}

function amount(
  value: bigint | undefined,
  token: Address,
  { tokens }: DescribeAsTextOptions,
): string {
  const known = tokens?.find((candidate) => isSameAddress(candidate.address, token))
  if (value === undefined)
    return `any amount of ${known ? `${symbolText(known.symbol)} (${token})` : token}`
  return known && Number.isInteger(known.decimals) && known.decimals >= 0 && known.decimals <= 255
    ? `up to ${formatUnits(value, known.decimals)} ${symbolText(known.symbol)} (${token})`
    : `up to ${value} base units of ${token}`
}

/** What no symbol can be stands in quotes, so that it does not go on with the sentence. */
function symbolText(symbol: string): string {
  return isPlainSymbol(symbol) ? symbol : `"${plainText(symbol, longestName)}"`
}

function address(value: Address, { account }: DescribeAsTextOptions): string {
  return account && isSameAddress(value, account) ? `your account (${value})` : value
}

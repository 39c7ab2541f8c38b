import type { CallRefusal } from './CallRefusal.ts'

const comparisonWords = {
  equal: 'must equal',
  atMost: 'must be at most',
  below: 'must be below',
  atLeast: 'must be at least',
  above: 'must be above',
  notEqual: 'must not equal',
} as const

/** A refusal in English, for errors and logs. The UI has its own words, from the same data. */
export function refusalMessage(rule: CallRefusal): string {
  switch (rule.type) {
    case 'unreadable-leaf':
      return `The permission cannot be read (${rule.reason}), so no call is known to pass.`
    case 'malformed-call':
      return `The call is malformed: ${rule.problem}.`
    case 'target':
      return `Only ${rule.allowed} may be called, not ${rule.actual}.`
    case 'selector':
      return `Only the function ${rule.allowedSignature ?? rule.allowed} may be called, not ${rule.actualSignature ?? rule.actual}.`
    case 'short-calldata':
      return `The calldata has ${rule.actual} bytes, and the rule reads ${rule.needed}.`
    case 'value':
      return `The call may carry at most ${rule.limit} wei, and carries ${rule.actual}.`
    case 'argument':
      return argumentMessage(rule)
    case 'dirty-address':
      return `The word at offset ${rule.offset} is not an address: ${rule.actual}.`
    case 'recipient':
      return `Only ${rule.allowed} may receive, not ${rule.actual}.`
    case 'amount':
      return `At most ${rule.limit} token units may move per call, not ${rule.actual}.`
    case 'module':
      return `The permission's module refuses: ${rule.problem}`
    case 'session-key':
      return `The permission belongs to the session key ${rule.allowed}, not ${rule.actual}.`
    case 'not-yet-valid':
      return `The permission is valid from ${rule.validAfter} on, and it is ${rule.now}.`
    case 'expired':
      return `The permission was valid until ${rule.validUntil}, and it is ${rule.now}.`
  }
}

function argumentMessage(rule: Extract<CallRefusal, { type: 'argument' }>): string {
  const { offset, condition, referenceValue, argument } = rule
  const actual = String(argument?.actual ?? rule.actual)
  if (!argument) {
    return `The word at offset ${offset} ${comparisonWords[condition]} ${referenceValue}, and is ${actual}.`
  }
  // A pointer that leads elsewhere: the tuple would be read from another place.
  if (argument.type.startsWith('tuple')) {
    return `\`${argument.name}\` is not in the standard ABI encoding, which is the only one that passes.`
  }
  // Such as an address with something in its upper bytes, where any address passes.
  if (argument.reference === undefined) {
    return `\`${argument.name}\` is no ${argument.type}: ${actual}.`
  }
  if (condition === 'notEqual') return `\`${argument.name}\` must not equal ${argument.reference}.`
  return `\`${argument.name}\` ${comparisonWords[condition]} ${argument.reference}, and is ${actual}.`
}

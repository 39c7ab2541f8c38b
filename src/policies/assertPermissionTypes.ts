import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import type { Permission } from '../types/Policy.ts'

/**
 * That the parts of a permission are of their types, before they are compared or written out: where a
 * number should be, JavaScript would make one long text of a list. What the parts say is checked by
 * `checkedPermission`; this is for what is done with every permission many times.
 *
 * @throws InvalidPermissionError
 */
export function assertPermissionTypes(permission: Permission, parameter = 'permission'): void {
  const part = wrongPart(permission)
  if (part === undefined) return
  throw new InvalidPermissionError({
    parameter: `${parameter}.${part}`,
    problem: 'is missing, or of another type than it should be',
    fix: 'use `contractCall` or `erc20Transfer`.',
  })
}

/** That rules are of their types. @throws InvalidPermissionError */
export function assertRuleTypes(rules: unknown, parameter: string): void {
  const part = wrongRule(rules)
  if (part === undefined) return
  throw new InvalidPermissionError({
    parameter: `${parameter}${part}`,
    problem: 'is missing, or of another type than it should be',
    fix: 'a rule has an `offset` in bytes, a `condition`, and a `referenceValue` of 32 bytes.',
  })
}

function wrongPart(permission: unknown): string | undefined {
  const parts = (permission ?? {}) as Readonly<Record<string, unknown>>
  const notOf = (type: 'string' | 'bigint', ...names: string[]) =>
    names.find((name) => typeof parts[name] !== type)
  switch (parts.type) {
    case 'erc20-transfer':
      return notOf('string', 'token', 'to') ?? notOf('bigint', 'maxAmount')
    case 'module':
      return notOf('string', 'module', 'target')
    case 'contract-call': {
      const part = notOf('string', 'address', 'selector') ?? notOf('bigint', 'valueLimit')
      const rule = wrongRule(parts.rules)
      return part ?? (rule === undefined ? undefined : `rules${rule}`)
    }
    default:
      return 'type'
  }
}

/** Where, such as `[1].offset`; nothing when all are as they should be. */
function wrongRule(rules: unknown): string | undefined {
  if (!Array.isArray(rules)) return ''
  for (const [index, rule] of rules.entries()) {
    const { offset, condition, referenceValue } = (rule ?? {}) as Record<string, unknown>
    if (typeof offset !== 'number') return `[${index}].offset`
    if (typeof condition !== 'string') return `[${index}].condition`
    if (typeof referenceValue !== 'string') return `[${index}].referenceValue`
  }
  return undefined
}

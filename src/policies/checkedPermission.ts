import { type AbiFunction, zeroAddress } from 'viem'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import type { ArgumentRule, ModulePermission, Permission } from '../types/Policy.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedLimit } from './checkedLimit.ts'
import { encodeModulePermission } from './encodeModulePermission.ts'
import { isHexBytes } from './isHexBytes.ts'
import { noPlainTransfer } from './noPlainTransfer.ts'
import { ruleConditions } from './ruleConditions.ts'

/**
 * A frozen copy of a permission, every part checked against what a leaf can hold.
 *
 * @throws InvalidPermissionError, InvalidAddressError, InvalidLimitError
 */
export function checkedPermission(permission: Permission, parameter: string): Permission {
  const type: unknown = permission?.type
  const required = permission?.required === undefined ? {} : { required: permission.required }
  if (permission?.type === 'erc20-transfer') {
    return Object.freeze({
      type: permission.type,
      token: checkedAddress(permission.token, `${parameter}.token`),
      to: checkedAddress(permission.to, `${parameter}.to`),
      maxAmount: checkedLimit(permission.maxAmount, `${parameter}.maxAmount`, 256),
      ...required,
    })
  }
  if (permission?.type === 'contract-call') {
    const selector: unknown = permission.selector
    if (selector === '0x' || selector === '') {
      throw new InvalidPermissionError({
        parameter: `${parameter}.selector`,
        problem: `is empty, and ${noPlainTransfer()}`,
        fix: 'leave it out. The owner has to send it.',
      })
    }
    if (!isHexBytes(permission.selector, 4)) {
      throw new InvalidPermissionError({
        parameter: `${parameter}.selector`,
        problem: 'is not four bytes in hexadecimal',
        fix: 'use `contractCall`, or `toFunctionSelector` of viem.',
      })
    }
    if (!Array.isArray(permission.rules) || permission.rules.length > 0xffff) {
      throw new InvalidPermissionError({
        parameter: `${parameter}.rules`,
        problem: 'is not an array of at most 65535 rules',
        fix: 'use `contractCall` with `args`.',
      })
    }
    const { abiFunction } = permission
    return Object.freeze({
      type: permission.type,
      address: checkedAddress(permission.address, `${parameter}.address`),
      selector: permission.selector.toLowerCase() as typeof permission.selector,
      rules: Object.freeze(
        permission.rules.map((rule, index) => checkedRule(rule, `${parameter}.rules[${index}]`)),
      ),
      valueLimit: checkedLimit(permission.valueLimit, `${parameter}.valueLimit`, 128),
      ...(abiFunction === undefined ? {} : { abiFunction: frozenCopy(abiFunction) as AbiFunction }),
      ...required,
    })
  }
  if (permission?.type === 'module') {
    const copy: ModulePermission = {
      type: permission.type,
      module: checkedAddress(permission.module, `${parameter}.module`),
      target: checkedAddress(permission.target, `${parameter}.target`),
      parameters: frozenCopy(permission.parameters),
      ...required,
    }
    encodeModulePermission(copy, zeroAddress, parameter)
    return Object.freeze(copy)
  }
  throw new InvalidPermissionError({
    parameter,
    problem: `is not a permission (its type is ${JSON.stringify(type) ?? typeof type})`,
    fix: 'use `contractCall` or `erc20Transfer`.',
  })
}

function checkedRule(rule: ArgumentRule, parameter: string): ArgumentRule {
  const { offset, condition, referenceValue } = rule
  const invalid = (part: string, problem: string, fix: string) =>
    new InvalidPermissionError({ parameter: `${parameter}.${part}`, problem, fix })
  if (!Number.isInteger(offset) || offset < 0 || offset > 0xffff) {
    throw invalid(
      'offset',
      'is not a whole number from 0 to 65535',
      'count bytes from the selector.',
    )
  }
  if (!ruleConditions.includes(condition)) {
    throw invalid('condition', 'is not a condition', `use one of ${ruleConditions.join(', ')}.`)
  }
  if (!isHexBytes(referenceValue, 32)) {
    throw invalid('referenceValue', 'is not 32 bytes in hexadecimal', 'use `pad` of viem.')
  }
  return Object.freeze({
    offset,
    condition,
    referenceValue: referenceValue.toLowerCase() as typeof referenceValue,
  })
}

/** The caller's ABI is theirs: copied, so that freezing does not reach it. */
function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy))
  if (typeof value !== 'object' || value === null) return value
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, part]) => [key, frozenCopy(part)])),
  )
}

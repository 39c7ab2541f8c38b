import { type AbiFunction, zeroAddress } from 'viem'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import type { ArgumentRule, ModulePermission, Permission } from '../types/Policy.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedLimit } from './checkedLimit.ts'
import { encodeModulePermission } from './encodeModulePermission.ts'
import { isAbiFunction } from './isAbiFunction.ts'
import { isHexBytes } from './isHexBytes.ts'
import { noPlainTransfer } from './noPlainTransfer.ts'
import { ruleConditions } from './ruleConditions.ts'

/** Levels of what is copied: far more than an ABI or a module's parameters have. */
const deepest = 200

/**
 * A frozen copy of a permission, every part checked against what a leaf can hold.
 *
 * @throws InvalidPermissionError, InvalidAddressError, InvalidLimitError
 */
export function checkedPermission(permission: Permission, parameter: string): Permission {
  const type: unknown = permission?.type
  const required = checkedRequired(permission?.required, parameter)
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
    if (abiFunction !== undefined && !isAbiFunction(abiFunction)) {
      throw new InvalidPermissionError({
        parameter: `${parameter}.abiFunction`,
        problem: 'is not a function of an ABI',
        fix: 'give the item as the compiler wrote it, or leave it out.',
      })
    }
    return Object.freeze({
      type: permission.type,
      address: checkedAddress(permission.address, `${parameter}.address`),
      selector: permission.selector.toLowerCase() as typeof permission.selector,
      rules: Object.freeze(
        permission.rules.map((rule, index) => checkedRule(rule, `${parameter}.rules[${index}]`)),
      ),
      valueLimit: checkedLimit(permission.valueLimit, `${parameter}.valueLimit`, 128),
      ...(abiFunction === undefined
        ? {}
        : { abiFunction: frozenCopy(abiFunction, `${parameter}.abiFunction`) as AbiFunction }),
      ...required,
    })
  }
  if (permission?.type === 'module') {
    const copy: ModulePermission = {
      type: permission.type,
      module: checkedAddress(permission.module, `${parameter}.module`),
      target: checkedAddress(permission.target, `${parameter}.target`),
      parameters: frozenCopy(permission.parameters, `${parameter}.parameters`),
      ...required,
    }
    encodeModulePermission(copy, zeroAddress, parameter)
    return Object.freeze(copy)
  }
  throw new InvalidPermissionError({
    parameter,
    problem: `is not a permission (its type is ${typeof type === 'string' ? JSON.stringify(type.slice(0, 40)) : typeof type})`,
    fix: 'use `contractCall` or `erc20Transfer`.',
  })
}

/** As text or a number it would be required for some that read it, and not for others. */
function checkedRequired(required: unknown, parameter: string): { required?: boolean } {
  if (required === undefined) return {}
  if (typeof required === 'boolean') return { required }
  throw new InvalidPermissionError({
    parameter: `${parameter}.required`,
    problem: 'is not true or false',
    fix: 'give a boolean, or leave it out.',
  })
}

function checkedRule(rule: ArgumentRule, parameter: string): ArgumentRule {
  const { offset, condition, referenceValue } = rule ?? {}
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

/**
 * The caller's ABI is theirs: copied, so that freezing does not reach it. What is there twice is
 * copied once, as parts that share their parts would otherwise double with every level.
 */
function frozenCopy(given: unknown, parameter: string): unknown {
  const copies = new Map<object, unknown>()
  const copy = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (copies.has(value)) return copies.get(value)
    if (depth > deepest) {
      throw new InvalidPermissionError({
        parameter,
        problem: `holds itself, or is nested deeper than ${deepest} levels`,
        fix: 'give plain data.',
      })
    }
    const part = Object.freeze(
      Array.isArray(value)
        ? value.map((item) => copy(item, depth + 1))
        : Object.fromEntries(Object.entries(value).map(([key, it]) => [key, copy(it, depth + 1)])),
    )
    copies.set(value, part)
    return part
  }
  return copy(given, 0)
}

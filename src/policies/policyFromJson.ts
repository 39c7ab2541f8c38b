import type { AbiFunction, Address, Hex } from 'viem'
import { BaseError } from '../errors/BaseError.ts'
import { PolicyJsonError } from '../errors/policyInputErrors.ts'
import type { ArgumentRule, Permission, Policy } from '../types/Policy.ts'
import { checkedPermission } from './checkedPermission.ts'
import { definePolicy } from './definePolicy.ts'
import { mostParameters } from './isAbiFunction.ts'
import { isHexBytes } from './isHexBytes.ts'
import { permissionModules } from './permissionModules.ts'
import { deepestTuple } from './policyToJson.ts'
import { unixNow } from './unixNow.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The policy that `policyToJson` wrote, checked like a new one by `definePolicy`, and frozen. The
 * JSON may come from anywhere: unknown versions and fields, keys such as `__proto__` and malformed
 * values are refused. Takes what `JSON.parse` gives, not the text.
 *
 * @throws PolicyJsonError naming the place, what is wrong with it and what to do; also for a policy
 * that has ended, and for one with a custom module that `definePermissionModule` did not define.
 *
 * @example
 * const policy = policyFromJson(await response.json())
 */
export function policyFromJson(
  json: unknown,
  /** `now`: the clock to judge `validUntil` by, in Unix seconds. @default this machine's */
  options: { now?: number | undefined } = {},
): Policy {
  try {
    const { now = unixNow() } = options
    return read(json, now)
  } catch (cause) {
    if (cause instanceof PolicyJsonError) throw cause
    throw invalid('', 'cannot be read', 'give what `JSON.parse` makes of the text.', cause)
  }
}

function read(json: unknown, now: number): Policy {
  if (typeof json === 'string') {
    throw invalid('', 'is a text', 'pass what `JSON.parse` makes of it.')
  }
  const isVersioned = typeof json === 'object' && json !== null && Object.hasOwn(json, 'version')
  const version = isVersioned ? (json as { version: unknown }).version : undefined
  if (isVersioned && version !== 1) {
    const fix = 'update GrantKit where it is read, or write it again with `policyToJson`.'
    throw invalid('version', 'is not 1, the one that this release reads', fix)
  }
  const fields = fieldsOf(json, '', ['version', 'permissions', 'validAfter', 'expiry'], ['batch'])
  const permissions = listOf(fields.permissions, 'permissions').map((it, index) =>
    permissionOf(it, `permissions[${index}]`),
  )
  const validAfter = integerOf(fields.validAfter, 'validAfter')
  const batch = fields.batch === undefined ? false : booleanOf(fields.batch, 'batch')
  const expiry = expiryOf(fields.expiry)
  return checked('', () => definePolicy({ permissions, validAfter, batch, now, ...expiry }))
}

/** A duration with its unit: what `policyToJson` wrote is never taken for milliseconds. */
function expiryOf(
  json: unknown,
): { expiresIn: { seconds: number } | 'never' } | { validUntil: number } {
  if (json === 'never') return { expiresIn: 'never' }
  const { expiresIn, validUntil } = fieldsOf(json, 'expiry', [], ['expiresIn', 'validUntil'])
  if ((expiresIn === undefined) === (validUntil === undefined)) {
    const fix = 'give `{ "expiresIn": seconds }`, `{ "validUntil": seconds }` or `"never"`.'
    throw invalid('expiry', 'has not exactly one of `expiresIn` and `validUntil`', fix)
  }
  return expiresIn === undefined
    ? { validUntil: integerOf(validUntil, 'expiry.validUntil') }
    : { expiresIn: { seconds: integerOf(expiresIn, 'expiry.expiresIn') } }
}

function permissionOf(json: unknown, path: string): Permission {
  const { type } = isObject(json) ? json : {}
  switch (type) {
    case 'erc20-transfer': {
      const parts = fieldsOf(json, path, ['type', 'token', 'to', 'maxAmount'], ['required'])
      return checked(path, () =>
        checkedPermission(
          {
            type,
            token: parts.token as Address,
            to: parts.to as Address,
            maxAmount: amountOf(parts.maxAmount, `${path}.maxAmount`),
            ...requiredOf(parts, path),
          },
          path,
        ),
      )
    }
    case 'module':
      return moduleOf(json, path)
    case 'contract-call': {
      const names = ['type', 'address', 'selector', 'valueLimit', 'rules']
      const parts = fieldsOf(json, path, names, ['abiFunction', 'required'])
      const rules = listOf(parts.rules, `${path}.rules`).map(
        (it, index) =>
          fieldsOf(
            it,
            `${path}.rules[${index}]`,
            ['offset', 'condition', 'referenceValue'],
            [],
          ) as unknown as ArgumentRule,
      )
      const { abiFunction } = parts
      return checked(path, () =>
        checkedPermission(
          {
            type,
            address: parts.address as Address,
            selector: parts.selector as Hex,
            rules,
            valueLimit: amountOf(parts.valueLimit, `${path}.valueLimit`),
            ...(abiFunction === undefined
              ? {}
              : { abiFunction: functionOf(abiFunction, `${path}.abiFunction`) }),
            ...requiredOf(parts, path),
          },
          path,
        ),
      )
    }
    default: {
      const fix = 'use `contract-call`, `erc20-transfer` or `module`.'
      throw invalid(`${path}.type`, 'is not a type of permission', fix)
    }
  }
}

function moduleOf(json: unknown, path: string): Permission {
  const parts = fieldsOf(json, path, ['type', 'module', 'target', 'data'], ['required'])
  const { data } = parts
  const known = permissionModules.get(textOf(parts.module, `${path}.module`).toLowerCase())
  if (!known) {
    const fix = 'call `definePermissionModule` where the app starts, before policies are read.'
    throw invalid(`${path}.module`, 'is a module that is not defined here', fix)
  }
  const problem = `is not what the module ${known.name} encodes`
  const fix = 'write it again with `policyToJson`, with the same version of the module.'
  if (!isHexBytes(data)) throw invalid(`${path}.data`, problem, fix)
  let parameters: unknown
  try {
    const decoded = known.decode(data.toLowerCase() as Hex)
    if (!decoded) throw invalid(`${path}.data`, problem, fix)
    parameters = decoded.parameters
    if (known.encode(parameters, decoded.sessionKey).toLowerCase() !== data.toLowerCase())
      throw invalid(`${path}.data`, problem, fix)
  } catch (cause) {
    if (cause instanceof PolicyJsonError) throw cause
    throw invalid(`${path}.data`, problem, fix, cause)
  }
  return checked(path, () =>
    checkedPermission(
      {
        type: 'module',
        module: parts.module as Address,
        target: parts.target as Address,
        parameters,
        ...requiredOf(parts, path),
      },
      path,
    ),
  )
}

function functionOf(json: unknown, path: string): AbiFunction {
  const optional = ['outputs', 'stateMutability', 'payable', 'constant']
  const parts = fieldsOf(json, path, ['type', 'name', 'inputs'], optional)
  if (parts.type !== 'function') {
    throw invalid(`${path}.type`, 'is not `function`', 'use the ABI as the compiler wrote it.')
  }
  textOf(parts.name, `${path}.name`)
  for (const name of ['payable', 'constant'])
    if (parts[name] !== undefined) booleanOf(parts[name], `${path}.${name}`)
  if (parts.stateMutability !== undefined) textOf(parts.stateMutability, `${path}.stateMutability`)
  const budget = { left: mostParameters }
  checkParameters(parts.inputs, `${path}.inputs`, 0, budget)
  if (parts.outputs !== undefined) checkParameters(parts.outputs, `${path}.outputs`, 0, budget)
  return parts as unknown as AbiFunction
}

function checkParameters(
  json: unknown,
  path: string,
  depth: number,
  /** Of the whole function: what is not from a text may share its parts. */
  budget: { left: number },
): void {
  if (depth > deepestTuple) {
    const fix = 'use the ABI as the compiler wrote it.'
    throw invalid(path, `nests deeper than ${deepestTuple} tuples`, fix)
  }
  for (const [index, it] of listOf(json, path).entries()) {
    const here = `${path}[${index}]`
    budget.left -= 1
    if (budget.left < 0) {
      const fix = 'use the ABI as the compiler wrote it.'
      throw invalid(path, `is of a function of more than ${mostParameters} parameters`, fix)
    }
    const parts = fieldsOf(it, here, ['type'], ['name', 'internalType', 'components'])
    for (const name of ['type', 'name', 'internalType'])
      if (parts[name] !== undefined) textOf(parts[name], `${here}.${name}`)
    if (parts.components !== undefined)
      checkParameters(parts.components, `${here}.components`, depth + 1, budget)
  }
}

function requiredOf(parts: Fields, path: string): { required?: boolean } {
  const { required } = parts
  return required === undefined ? {} : { required: booleanOf(required, `${path}.required`) }
}

/** An object with these fields and no others. */
function fieldsOf(
  json: unknown,
  path: string,
  needed: readonly string[],
  optional: readonly string[],
): Fields {
  if (!isObject(json)) throw invalid(path, 'is not an object', `give one with ${list(needed)}.`)
  for (const key of Reflect.ownKeys(json)) {
    if (typeof key === 'string' && (needed.includes(key) || optional.includes(key))) continue
    const here = typeof key === 'string' && /^\w{1,40}$/.test(key) ? key : '?'
    const fix = `leave it out; there are ${list([...needed, ...optional])}.`
    throw invalid(path ? `${path}.${here}` : here, 'is not a known field', fix)
  }
  for (const name of needed) {
    if (!Object.hasOwn(json, name)) {
      throw invalid(path ? `${path}.${name}` : name, 'is missing', 'write it with `policyToJson`.')
    }
  }
  return json
}

/** Plain, as `JSON.parse` makes them: what an object inherits is no part of the JSON. */
function isObject(json: unknown): json is Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false
  const prototype: unknown = Object.getPrototypeOf(json)
  return prototype === null || prototype === Object.prototype
}

function listOf(json: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(json)) throw invalid(path, 'is not a list', 'write it with `policyToJson`.')
  return json
}

function textOf(json: unknown, path: string): string {
  if (typeof json !== 'string') throw invalid(path, 'is not a text', 'give a string.')
  return json
}

function booleanOf(json: unknown, path: string): boolean {
  if (typeof json !== 'boolean') throw invalid(path, 'is not true or false', 'give a boolean.')
  return json
}

function integerOf(json: unknown, path: string): number {
  if (!Number.isSafeInteger(json) || (json as number) < 0) {
    throw invalid(path, 'is not a whole number of seconds', 'give Unix seconds as a number.')
  }
  return json as number
}

/** At most the 78 digits of 2^256: a longer text would only cost time. */
function amountOf(json: unknown, path: string): bigint {
  if (typeof json !== 'string' || !/^(?:0|[1-9][0-9]{0,77})$/.test(json)) {
    const fix = 'write base units or wei as decimal digits, such as "1000000".'
    throw invalid(path, 'is not an amount as a decimal string', fix)
  }
  return BigInt(json)
}

/** Runs a check of a policy in code; what it refuses is the JSON's fault. */
function checked<result>(path: string, check: () => result): result {
  try {
    return check()
  } catch (cause) {
    if (!(cause instanceof BaseError) || cause instanceof PolicyJsonError) throw cause
    const lines = cause.metaMessages?.map((line) => line.replace(/^Fix: /, '')) ?? []
    const problem = `is refused: ${cause.shortMessage.replace(/\.$/, '')}`
    throw invalid(path, problem, lines.join(' ') || 'ask for another policy.', cause)
  }
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

function invalid(path: string, problem: string, fix: string, cause?: unknown): PolicyJsonError {
  return new PolicyJsonError({ path, problem, fix, cause })
}

import { zeroAddress } from 'viem'
import { PolicyJsonError } from '../errors/policyInputErrors.ts'
import type { Json } from '../types/Json.ts'
import type { Permission, Policy } from '../types/Policy.ts'
import { copyPolicy } from './copyPolicy.ts'
import { durationToSeconds } from './durationToSeconds.ts'
import { encodeModulePermission } from './encodeModulePermission.ts'
import { toUnixSeconds } from './toUnixSeconds.ts'
import { typedErrors } from './typedErrors.ts'

/** Levels of tuples in a function's parameters. Compilers refuse far fewer. */
export const deepestTuple = 32

/**
 * A policy as JSON, to be kept or sent to a server: `policyFromJson` makes the same policy of it,
 * with the same digest. The format has a version. Amounts are decimal strings, times Unix seconds,
 * no end is `"never"`. A custom module's permission is written as the bytes that the module encodes
 * (for no key), so that reading needs the module to be defined there too.
 *
 * Signed nowhere: whoever can change the text can change the policy. It asks for nothing by itself;
 * the user still approves what the leaves say.
 *
 * @throws InvalidPermissionError, InvalidAddressError, InvalidLimitError, InvalidIntervalError,
 * EmptyPolicyError for what
 * `definePolicy` did not make.
 * @throws PolicyJsonError when an ABI nests deeper than 32 tuples.
 * @throws MalformedInputError for what is no policy at all.
 *
 * @example
 * localStorage.setItem('policy', JSON.stringify(policyToJson(policy)))
 * const kept = policyFromJson(JSON.parse(localStorage.getItem('policy') ?? ''))
 */
export function policyToJson(policy: Policy): Json {
  return typedErrors('policyToJson', () => {
    const { permissions, validAfter, expiry, batch } = copyPolicy(policy)
    return {
      version: 1,
      permissions: permissions.map((it, index) => permissionJson(it, `permissions[${index}]`)),
      validAfter: toUnixSeconds(validAfter, 'validAfter'),
      expiry:
        'expiresIn' in expiry
          ? { expiresIn: durationToSeconds({ seconds: expiry.expiresIn }) }
          : expiry.validUntil === 0
            ? 'never'
            : { validUntil: toUnixSeconds(expiry.validUntil, 'validUntil') },
      ...(batch === true ? { batch } : {}),
    }
  })
}

function permissionJson(permission: Permission, path: string): Json {
  const required = permission.required === true ? { required: true } : {}
  switch (permission.type) {
    case 'erc20-transfer': {
      const { type, token, to, maxAmount } = permission
      return { type, token, to, maxAmount: maxAmount.toString(), ...required }
    }
    case 'module': {
      const { type, module, target } = permission
      const data = encodeModulePermission(permission, zeroAddress, path)
      return { type, module, target, data, ...required }
    }
    case 'contract-call': {
      const { type, address, selector, valueLimit, rules, abiFunction } = permission
      return {
        type,
        address,
        selector,
        valueLimit: valueLimit.toString(),
        rules: rules.map(({ offset, condition, referenceValue }) => ({
          offset,
          condition,
          referenceValue,
        })),
        ...(abiFunction ? { abiFunction: functionJson(abiFunction, `${path}.abiFunction`) } : {}),
        ...required,
      }
    }
  }
}

/** The parts of an ABI item that the ABI specification names; tools add others of their own. */
function functionJson(fn: object, path: string): Json {
  const { name, inputs, outputs, stateMutability, payable, constant } = fn as Record<
    string,
    unknown
  >
  return {
    type: 'function',
    ...present({ name, stateMutability, payable, constant }),
    inputs: parametersJson(inputs, `${path}.inputs`, 0),
    ...(outputs === undefined ? {} : { outputs: parametersJson(outputs, `${path}.outputs`, 0) }),
  }
}

function parametersJson(parameters: unknown, path: string, depth: number): Json {
  if (depth > deepestTuple) {
    throw new PolicyJsonError({
      path,
      problem: `nests deeper than ${deepestTuple} tuples`,
      fix: 'use the ABI as the compiler wrote it.',
    })
  }
  return (parameters as readonly Record<string, unknown>[]).map((parameter, index) => {
    const { name, type, internalType, components } = parameter
    const below = `${path}[${index}].components`
    return {
      ...present({ name, type, internalType }),
      ...(components === undefined
        ? {}
        : { components: parametersJson(components, below, depth + 1) }),
    }
  })
}

/** Without what is missing. */
function present(parts: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  const isPlain = ([, value]: [string, unknown]) =>
    typeof value === 'string' || typeof value === 'boolean'
  return Object.fromEntries(Object.entries(parts).filter(isPlain)) as Record<string, Json>
}

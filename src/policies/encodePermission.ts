import { type Address, encodeAbiParameters } from 'viem'
import type { Permission } from '../types/Policy.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedPermission } from './checkedPermission.ts'
import { encodeModulePermission } from './encodeModulePermission.ts'
import { ruleConditions } from './ruleConditions.ts'
import { typedErrors } from './typedErrors.ts'

const erc20Shape = [
  { type: 'address' },
  { type: 'address' },
  { type: 'address' },
  { type: 'uint256' },
] as const

/**
 * The validation module of a permission and the bytes it reads, as the SDK's
 * `createABISessionDatum` and `createERC20SessionDatum` make them.
 *
 * @throws InvalidAddressError, InvalidLimitError, InvalidPermissionError
 * @example
 * const { sessionValidationModule, sessionKeyData } = encodePermission(permission, sessionKey)
 */
export function encodePermission(
  permission: Permission,
  sessionKey: Address,
): Pick<SessionLeaf, 'sessionValidationModule' | 'sessionKeyData'> {
  return typedErrors('encodePermission', () => {
    const key = checkedAddress(sessionKey, 'sessionKey')
    const checked = checkedPermission(permission, 'permission')
    if (checked.type === 'erc20-transfer') {
      const { token, to, maxAmount } = checked
      return {
        sessionValidationModule: moduleAddresses.erc20SessionValidation,
        sessionKeyData: encodeAbiParameters(erc20Shape, [key, token, to, maxAmount]),
      }
    }
    if (checked.type === 'module') {
      return {
        sessionValidationModule: checked.module,
        sessionKeyData: encodeModulePermission(checked, key, 'permission'),
      }
    }
    const { address, selector, valueLimit, rules } = checked
    const parts = [
      key.slice(2),
      address.slice(2),
      selector.slice(2),
      number(valueLimit, 16),
      number(rules.length, 2),
      ...rules.map(
        ({ offset, condition, referenceValue }) =>
          number(offset, 2) +
          number(ruleConditions.indexOf(condition), 1) +
          referenceValue.slice(2),
      ),
    ]
    return {
      sessionValidationModule: moduleAddresses.abiSessionValidation,
      sessionKeyData: `0x${parts.join('').toLowerCase()}`,
    }
  })
}

function number(value: bigint | number, bytes: number): string {
  return value.toString(16).padStart(bytes * 2, '0')
}

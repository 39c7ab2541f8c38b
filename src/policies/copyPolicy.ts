import { EmptyPolicyError } from '../errors/EmptyPolicyError.ts'
import type { Policy } from '../types/Policy.ts'
import { checkedPermission } from './checkedPermission.ts'

/**
 * A frozen copy of a policy that others have in their hands, checked like a new one: what they
 * change in theirs from now on changes nothing here.
 *
 * @throws EmptyPolicyError, InvalidPermissionError, InvalidAddressError, InvalidLimitError
 */
export function copyPolicy(policy: Policy): Policy {
  if (!Array.isArray(policy?.permissions) || policy.permissions.length === 0)
    throw new EmptyPolicyError()
  return Object.freeze({
    ...policy,
    permissions: Object.freeze(
      policy.permissions.map((it, index) => checkedPermission(it, `permissions[${index}]`)),
    ),
    expiry: Object.freeze({ ...policy.expiry }),
  })
}

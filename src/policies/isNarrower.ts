import type { Permission } from '../types/Policy.ts'
import { isWithinBounds } from './isWithinBounds.ts'
import { permissionBounds } from './permissionBounds.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * Whether every call that `granted` allows is allowed by `requested` too (equal counts).
 * Never says yes wrongly. It may say no where rules overlap at odd offsets, which no ABI makes.
 *
 * @example
 * isNarrower(erc20Transfer({ token, to, maxAmount: 1n }), erc20Transfer({ token, to, maxAmount: 5n })) // true
 */
export function isNarrower(granted: Permission, requested: Permission): boolean {
  return typedErrors('isNarrower', () => {
    return isWithinBounds(permissionBounds(granted), permissionBounds(requested))
  })
}

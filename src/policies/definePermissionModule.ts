import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { PermissionModule } from '../types/PermissionModule.ts'
import type { ModulePermission, Permission } from '../types/Policy.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedPermission } from './checkedPermission.ts'
import { permissionModules } from './permissionModules.ts'
import { typedErrors } from './typedErrors.ts'

/** Makes permissions for a module. */
export type PermissionBuilder<parameters> = (
  parameters: parameters,
  options?: { required?: boolean | undefined },
) => ModulePermission

/**
 * Makes a session validation module of one's own known, and returns the builder of its permissions.
 * From then on leaves of that module are encoded, read back, matched to calls and described, wherever
 * they come from: call it where the app starts, on every page and process that uses the sessions.
 *
 * The kit cannot see what the module does on the chain: a leaf of it is the whole account, its owner
 * included. So the approval says that, as a danger that has to be acknowledged, with the words of
 * `describe` marked as this page's own. A module without code is refused, and so are parameters that
 * `encode` makes 32 bytes of, with which a leaf can hide another one.
 *
 * @throws InvalidAddressError, InvalidParameterError when the address is one of Biconomy's modules.
 *
 * @example
 * const lottery = definePermissionModule<{ target: Address; rounds: bigint }>({
 *   name: 'lottery',
 *   address: lotteryModule,
 *   target: ({ target }) => target,
 *   encode: ({ target, rounds }, key) => encodeAbiParameters(shape, [key, target, rounds]),
 *   decode: (data) => {
 *     const [sessionKey, target, rounds] = decodeAbiParameters(shape, data)
 *     return { sessionKey, parameters: { target, rounds } }
 *   },
 *   evaluate: (_, { data }) => (data === '0x2ec0faad' ? undefined : 'Only `draw()` may be called.'),
 *   describe: ({ rounds }) => `draw up to ${rounds} rounds`,
 * })
 * definePolicy({ permissions: [lottery({ target, rounds: 3n })], expiresIn: { hours: 1 } })
 */
export function definePermissionModule<parameters>(
  module: PermissionModule<parameters>,
): PermissionBuilder<parameters> {
  return typedErrors('definePermissionModule', () => {
    const address = checkedAddress(module.address, 'address')
    if (Object.values(moduleAddresses).some((known) => isSameAddress(known, address))) {
      throw new InvalidParameterError({
        parameter: 'address',
        problem: `is one of the contracts that the kit knows itself: ${address}`,
        fix: 'Give the address of a validation module of your own.',
      })
    }
    // A page that is reloaded in development defines its modules again: the last one counts.
    permissionModules.set(address.toLowerCase(), module as PermissionModule<unknown>)
    return (parameters, options = {}) =>
      typedErrors('definePermissionModule', () => {
        const { required } = options
        const permission: Permission = {
          type: 'module',
          module: address,
          target: module.target(parameters),
          parameters,
          required,
        }
        return checkedPermission(permission, module.name) as ModulePermission
      })
  })
}

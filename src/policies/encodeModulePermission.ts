import type { Address, Hex } from 'viem'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import type { ModulePermission } from '../types/Policy.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { isHexBytes } from './isHexBytes.ts'
import { permissionModules } from './permissionModules.ts'

/**
 * The bytes of a permission of a custom module. What the module's own `decode` would not give back
 * is refused: it could be granted, and not be read.
 *
 * @throws InvalidPermissionError
 */
export function encodeModulePermission(
  permission: ModulePermission,
  sessionKey: Address,
  parameter: string,
): Hex {
  const { module: address, parameters, target } = permission
  const module = permissionModules.get(address.toLowerCase())
  const refuse = (problem: string, fix: string, cause?: unknown) =>
    new InvalidPermissionError({ parameter, problem, fix, cause })
  if (!module) {
    throw refuse(
      `is for a module that is not known: ${address}`,
      'call `definePermissionModule` before it is used, where the app starts.',
    )
  }
  let data: unknown
  let isSame = false
  try {
    data = module.encode(parameters, sessionKey)
    const again = isHexBytes(data) ? module.decode(data) : undefined
    isSame =
      again !== undefined &&
      isSameAddress(again.sessionKey, sessionKey) &&
      isSameAddress(module.target(again.parameters), target) &&
      isSameAddress(module.encode(again.parameters, again.sessionKey), String(data))
  } catch (cause) {
    throw refuse(`cannot be encoded by the module ${module.name}`, 'check its parameters.', cause)
  }
  if (!isHexBytes(data) || !isSame) {
    throw refuse(
      `is not what the module ${module.name} reads back from its bytes`,
      'make `decode` the reverse of `encode`, and put key and target into the bytes.',
    )
  }
  if (data.length === 2 + 64) {
    throw refuse(
      `is encoded by the module ${module.name} to 32 bytes, with which a leaf equals a node of the tree and can hide another leaf`,
      'encode to another length, such as with the session key and a word beside it.',
    )
  }
  return data.toLowerCase() as Hex
}

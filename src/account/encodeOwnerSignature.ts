import { encodeAbiParameters, type Hex, parseAbiParameters } from 'viem'
import { moduleAddresses } from '../utils/moduleAddresses.ts'

const shape = parseAbiParameters('bytes moduleSignature, address module')

/** A user operation's signature by the owner, for `EcdsaOwnershipRegistryModule`. */
export function encodeOwnerSignature(signature: Hex): Hex {
  return encodeAbiParameters(shape, [signature, moduleAddresses.ecdsaOwnership])
}

import { encodeAbiParameters, type Hex, parseAbiParameters } from 'viem'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'

/** A leaf and its proof against the root on the chain. */
export interface ProvenLeaf {
  leaf: SessionLeaf
  proof: readonly Hex[]
}

const moduleShape = parseAbiParameters('bytes moduleSignature, address module')
const singleShape = parseAbiParameters('uint48, uint48, address, bytes, bytes32[], bytes')
const batchShape = parseAbiParameters([
  'address sessionKeyManager, SessionData[] sessions, bytes sessionKeySignature',
  'struct SessionData { uint48 validUntil; uint48 validAfter; address sessionValidationModule; bytes sessionKeyData; bytes32[] proof; bytes callSpecificData; }',
])

/**
 * A user operation's signature by a session key: for `SessionKeyManager` with one leaf, or for
 * `BatchedSessionRouter` with one leaf for each call.
 */
export function encodeSessionSignature(
  leaves: readonly ProvenLeaf[],
  signature: Hex,
  options: { batch: boolean },
): Hex {
  const [first] = leaves
  if (!options.batch && first)
    return encodeAbiParameters(moduleShape, [
      encodeAbiParameters(singleShape, [
        first.leaf.validUntil,
        first.leaf.validAfter,
        first.leaf.sessionValidationModule,
        first.leaf.sessionKeyData,
        first.proof,
        signature,
      ]),
      moduleAddresses.sessionKeyManager,
    ])
  return encodeAbiParameters(moduleShape, [
    encodeAbiParameters(batchShape, [
      moduleAddresses.sessionKeyManager,
      leaves.map(({ leaf, proof }) => ({
        validUntil: leaf.validUntil,
        validAfter: leaf.validAfter,
        sessionValidationModule: leaf.sessionValidationModule,
        sessionKeyData: leaf.sessionKeyData,
        proof,
        callSpecificData: '0x' as const,
      })),
      signature,
    ]),
    moduleAddresses.batchedSessionRouter,
  ])
}

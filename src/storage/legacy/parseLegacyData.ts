import { type Hex, isAddress, isHex } from 'viem'
import { LegacyDataError } from '../../errors/LegacyDataError.ts'
import type { WrappedKey } from '../../types/KeyVault.ts'
import type { SessionStatus } from '../../types/SessionStatus.ts'
import type { SessionLeafNode } from '../../types/SessionStorageClient.ts'
import { leafProblem } from '../../utils/leafProblem.ts'

export interface LegacySessions {
  merkleRoot: string
  leafNodes: SessionLeafNode[]
}

/** A key as it lies in the signers' document: plain, as others wrote it, or wrapped by us. */
export type LegacySigner = { privateKey: Hex } | { wrapped: WrappedKey }

const statuses: Readonly<Record<SessionStatus, true>> = {
  PENDING: true,
  ACTIVE: true,
  INACTIVE: true,
  EXPIRED: true,
  REVOKED: true,
}

/** The documents of the SDK and of its documentation. No error shows what is in them. */
export const parseLegacyData = {
  /** @throws LegacyDataError */
  sessions(text: string | undefined): LegacySessions {
    if (!text) return { merkleRoot: '', leafNodes: [] }
    const { merkleRoot, leafNodes } = objectIn(text) as Partial<LegacySessions>
    if (typeof merkleRoot !== 'string' || !Array.isArray(leafNodes) || !leafNodes.every(isLeafNode))
      throw new LegacyDataError('its sessions have another form')
    if (leafNodes.some((node) => leafProblem(node) === 'ambiguous-node'))
      throw new LegacyDataError('it has a leaf that could hide another one')
    if (leafNodes.some((node) => leafProblem(node)))
      throw new LegacyDataError('it has a leaf that the chain could not read')
    return { merkleRoot, leafNodes }
  },

  /** By lower-case address. @throws LegacyDataError */
  signers(text: string | undefined): Map<string, LegacySigner> {
    const signers = new Map<string, LegacySigner>()
    for (const [address, value] of Object.entries(text ? objectIn(text) : {})) {
      const signer = signerIn(value)
      if (!isAddress(address, { strict: false }) || !signer)
        throw new LegacyDataError('its signers have another form')
      signers.set(address.toLowerCase(), signer)
    }
    return signers
  },
}

function objectIn(text: string): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message would show a part of the text.
    throw new LegacyDataError('it is no JSON')
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new LegacyDataError('it has another form')
  return value
}

function isLeafNode(value: unknown): value is SessionLeafNode {
  if (value === null || typeof value !== 'object') return false
  const node = value as Partial<SessionLeafNode>
  return (
    Number.isSafeInteger(node.validUntil) &&
    Number.isSafeInteger(node.validAfter) &&
    isHex(node.sessionKeyData) &&
    isAddress(node.sessionValidationModule ?? '', { strict: false }) &&
    isAddress(node.sessionPublicKey ?? '', { strict: false }) &&
    (node.sessionID === undefined || typeof node.sessionID === 'string') &&
    typeof node.status === 'string' &&
    Object.hasOwn(statuses, node.status)
  )
}

function signerIn(value: unknown): LegacySigner | undefined {
  if (value === null || typeof value !== 'object') return undefined
  // `pvKey` by the SDK, `privateKey` by its documentation.
  const { pvKey, privateKey = pvKey, wrapped } = value as Record<string, unknown>
  if (wrapped !== null && typeof wrapped === 'object') return { wrapped: wrapped as WrappedKey }
  return isHex(privateKey) && privateKey.length === 66 ? { privateKey } : undefined
}

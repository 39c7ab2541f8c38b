import { getAddress } from 'viem'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { KeyVault } from '../types/KeyVault.ts'
import type { SessionLeafNode } from '../types/SessionStorageClient.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/**
 * Stages a leaf that the SDK is about to grant. Leaves of one key and interval that are staged
 * together are one session.
 */
export function stageExternalLeaf(
  storage: SessionStorageDriver,
  records: AccountRecords,
  node: SessionLeafNode,
  options: { holder: string; keyLocation: KeyVault['location']; id: string },
): Promise<void> {
  const { validUntil, validAfter, sessionValidationModule, sessionKeyData } = node
  const leaf = { validUntil, validAfter, sessionValidationModule, sessionKeyData }
  hashLeaf(leaf) // refuses what no leaf can be
  const id = node.sessionID ?? options.id
  if (records.sessions.some((it) => it.permissions.some((permission) => permission.id === id)))
    throw new InvalidParameterError({
      parameter: 'sessionID',
      problem: `is taken already: ${id}`,
      fix: 'Every leaf of an account needs an id of its own.',
    })
  const { root } = records
  const staged = root.staged ?? {
    kind: 'grant',
    root: '0x',
    grants: [],
    revokes: [],
    drops: [],
    holder: options.holder,
    stagedAt: Date.now(),
    external: true,
  }
  const sibling = records.sessions.find(
    (it) =>
      staged.grants.includes(it.id) &&
      isSameAddress(it.keyAddress, node.sessionPublicKey) &&
      it.validUntil === validUntil &&
      it.validAfter === validAfter,
  )
  const session: SessionRecord = sibling
    ? { ...sibling, permissions: [...sibling.permissions, { id, leaf }] }
    : {
        id,
        keyAddress: getAddress(node.sessionPublicKey),
        keyLocation: options.keyLocation,
        permissions: [{ id, leaf }],
        validUntil,
        validAfter,
        status: 'PENDING',
        inRoot: false,
        position: root.nextPosition,
        createdAt: Date.now(),
      }
  return writeAccountRecords(storage, records, {
    root: {
      ...root,
      nextPosition: root.nextPosition + (sibling ? 0 : 1),
      staged: { ...staged, grants: sibling ? staged.grants : [...staged.grants, id] },
    },
    sessions: [session],
  })
}

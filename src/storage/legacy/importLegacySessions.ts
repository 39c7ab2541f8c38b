import { getAddress, type Hex, zeroHash } from 'viem'
import { ChangeInFlightError } from '../../errors/ChangeInFlightError.ts'
import { ForeignTreeError } from '../../errors/ForeignTreeError.ts'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { createMerkleTree } from '../../merkle/createMerkleTree.ts'
import { hashLeaf } from '../../merkle/hashLeaf.ts'
import type { AccountRecords } from '../../types/AccountRecords.ts'
import type { KeyVault, WrappedKey } from '../../types/KeyVault.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { SessionLeafNode } from '../../types/SessionStorageClient.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { readAccountRecords } from '../readAccountRecords.ts'
import { stageChange } from '../stageChange.ts'
import { toPendingSessions } from '../toPendingSessions.ts'
import type { LegacySource } from './LegacySource.ts'
import { type LegacySigner, parseLegacyData } from './parseLegacyData.ts'

export interface ImportLegacySessionsParameters extends AccountScope {
  storage: SessionStorageDriver
  vault: KeyVault
  source: LegacySource
}

export interface ImportedSessions {
  /** Permissions that were taken over. They become ACTIVE when the chain confirms their root. */
  leaves: number
  /** Keys that were wrapped. */
  keys: number
}

/**
 * Takes over, once, what the SDK's own storages or a storage after its documentation left behind:
 * leaves, root and keys, in one atomic step. When every key was read back and opened, the plaintext
 * is removed. The sessions are staged; reconciling with the chain decides whether they are live.
 *
 * The SDK kept nothing of chains: import on the chain that the sessions were made for.
 *
 * @throws ForeignTreeError when the leaves do not make the root beside them, as after the SDK's
 * `revokeSessions`: nothing on the chain could be proven with them. Nothing is changed then.
 * @throws LegacyDataError, ChangeInFlightError
 *
 * @example
 * const source = legacyLocalStorage(account)
 * await importLegacySessions({ storage, vault, chainId, account, source })
 * await reconcileSessions(config, { chainId, account })
 */
export async function importLegacySessions(
  parameters: ImportLegacySessionsParameters,
): Promise<ImportedSessions> {
  const { storage, vault, source, chainId, account } = parameters
  const scope = { chainId, account }
  const { merkleRoot, leafNodes } = parseLegacyData.sessions(await source.read('sessions'))
  const signers = parseLegacyData.signers(await source.read('signers'))
  const root = rootOf(leafNodes)
  if (root !== (merkleRoot.toLowerCase() || zeroHash))
    throw new ForeignTreeError({ expected: root, actual: merkleRoot })
  const keys = await wrapAll(vault, scope, signers)
  const missing = { leaves: 0, keys: 0 }
  for (;;) {
    const records = await readAccountRecords(storage, scope)
    const news = leafNodes.filter((node) => !isKnown(records, node))
    const newKeys = keys.filter(([address]) => !records.keys.has(address))
    missing.leaves = news.length
    missing.keys = newKeys.length
    if (news.length === 0 && newKeys.length === 0) break
    const { staged } = records.root
    if (staged) throw new ChangeInFlightError({ userOpHash: staged.operation?.userOpHash })
    // With sessions of ours in the root, the chain cannot have the SDK's root any more.
    if (records.sessions.some(({ inRoot }) => inRoot))
      throw new ForeignTreeError({ expected: records.root.root, actual: merkleRoot })
    try {
      await stage(parameters, records, root, leafNodes, newKeys)
      break
    } catch (error) {
      if (!(error instanceof StorageConflictError)) throw error
    }
  }
  await requireReadable(parameters, signers)
  // Keys first: a crash in between leaves nothing secret behind.
  await source.remove('signers')
  await source.remove('sessions')
  return missing
}

async function stage(
  { storage, vault }: ImportLegacySessionsParameters,
  records: AccountRecords,
  root: Hex,
  leafNodes: readonly SessionLeafNode[],
  keys: readonly (readonly [string, WrappedKey])[],
): Promise<void> {
  const sessions = toPendingSessions(records, leafNodes, vault.location)
  await stageChange(storage, records, {
    keys,
    sessions,
    staged: {
      kind: 'grant',
      root,
      grants: sessions.map(({ id }) => id),
      revokes: [],
      drops: [],
      holder: 'legacy',
      stagedAt: Date.now(),
      external: true,
    },
  })
}

function wrapAll(
  vault: KeyVault,
  scope: AccountScope,
  signers: ReadonlyMap<string, LegacySigner>,
): Promise<[string, WrappedKey][]> {
  return Promise.all(
    [...signers].map(async ([address, signer]) => {
      const context = { ...scope, keyAddress: getAddress(address) }
      const wrapped =
        'wrapped' in signer ? signer.wrapped : await vault.wrap(signer.privateKey, context)
      return [address, wrapped] as [string, WrappedKey]
    }),
  )
}

/** That each key opens from where it is stored now, before the plaintext goes. */
async function requireReadable(
  { storage, vault, chainId, account }: ImportLegacySessionsParameters,
  signers: ReadonlyMap<string, LegacySigner>,
): Promise<void> {
  for (const id of signers.keys()) {
    const record = await storage.get({ chainId, account, kind: 'key', id })
    const context = { chainId, account, keyAddress: getAddress(id) }
    await vault.unwrap((record?.value ?? {}) as WrappedKey, context)
  }
}

function isKnown(records: AccountRecords, node: SessionLeafNode): boolean {
  const hash = hashLeaf(leafOf(node))
  return records.sessions.some(({ permissions }) =>
    permissions.some(({ leaf }) => hashLeaf(leaf) === hash),
  )
}

function leafOf(node: SessionLeafNode) {
  const { validUntil, validAfter, sessionValidationModule, sessionKeyData } = node
  return { validUntil, validAfter, sessionValidationModule, sessionKeyData }
}

function rootOf(leafNodes: readonly SessionLeafNode[]): Hex {
  if (leafNodes.length === 0) return zeroHash
  return createMerkleTree(leafNodes.map((node) => hashLeaf(leafOf(node)))).root
}

import { getAddress, type Hex, zeroHash } from 'viem'
import { createMerkleTree } from '../../merkle/createMerkleTree.ts'
import { hashLeaf } from '../../merkle/hashLeaf.ts'
import type { AccountRecords, SessionRecord } from '../../types/AccountRecords.ts'
import type { WrappedKey } from '../../types/KeyVault.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { SessionLeafNode } from '../../types/SessionStorageClient.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { readAccountRecords } from '../readAccountRecords.ts'
import { stageChange } from '../stageChange.ts'
import { toPendingSessions } from '../toPendingSessions.ts'
import type { ExternalStore } from './ExternalStore.ts'
import { externalKey } from './externalKey.ts'

/** How many leaves at the end may be of grants that were refused: the SDK leaves those in its store. */
const mostRefused = 32

/**
 * Stages the sessions of a store whose tree has the root that was read from the chain. Those of ours
 * that are not in that tree are over.
 *
 * @returns whether the store has such a tree.
 */
export async function adoptSessions(
  storage: SessionStorageDriver,
  store: ExternalStore,
  scope: AccountScope,
  root: Hex,
): Promise<boolean> {
  const records = await readAccountRecords(storage, scope)
  if (records.root.staged || root === records.root.root || root === zeroHash) return false
  const tree = findTree(await store.leaves(), root)
  if (!tree) return false

  const hashes = new Set(tree.map(hashLeaf))
  const inRoot = records.sessions.filter((session) => session.inRoot)
  const kept = inRoot.filter((it) => hashesOf([it]).every((hash) => hashes.has(hash)))
  const known = new Set(hashesOf(kept))
  const news = tree.filter((node) => !known.has(hashLeaf(node)))
  // what a proof is made from later: our sessions in their places, and the new ones behind them
  if (createMerkleTree([...hashesOf(kept), ...news.map(hashLeaf)]).root !== root) return false

  const ids = records.sessions.flatMap(({ id, permissions }) => [
    id,
    ...permissions.map((permission) => permission.id),
  ])
  const sessions = toPendingSessions(records, news, 'plaintext', new Set(ids))
  await stageChange(storage, records, {
    sessions,
    keys: await findKeys(store, sessions, records.keys),
    staged: {
      kind: 'grant',
      root,
      grants: sessions.map(({ id }) => id),
      revokes: inRoot.filter((it) => !kept.includes(it)).map(({ id }) => id),
      drops: [],
      holder: externalKey.vault,
      // nothing is on its way: either the root is there, or it is not
      stagedAt: 0,
      external: true,
    },
  })
  return true
}

function findTree(nodes: readonly SessionLeafNode[], root: Hex): SessionLeafNode[] | undefined {
  const live = nodes.filter(({ status }) => status !== 'REVOKED')
  for (const list of live.length < nodes.length ? [live, nodes] : [nodes])
    for (let refused = 0; refused <= mostRefused && refused < list.length; refused++) {
      const tree = list.slice(0, list.length - refused)
      if (createMerkleTree(tree.map(hashLeaf)).root === root) return tree
    }
  return undefined
}

async function findKeys(
  store: ExternalStore,
  sessions: readonly SessionRecord[],
  known: AccountRecords['keys'],
): Promise<(readonly [string, WrappedKey])[]> {
  const addresses = new Set(sessions.map(({ keyAddress }) => keyAddress.toLowerCase()))
  const keys: (readonly [string, WrappedKey])[] = []
  for (const address of addresses)
    if (!known.has(address) && (await store.signer(getAddress(address))))
      keys.push([address, externalKey])
  return keys
}

function hashesOf(sessions: readonly SessionRecord[]): Hex[] {
  return sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf)))
}

import { type Hex, zeroHash } from 'viem'
import { SessionStorageClientError } from '../../errors/SessionStorageClientError.ts'
import { hashLeaf } from '../../merkle/hashLeaf.ts'
import type { AccountRecords } from '../../types/AccountRecords.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { SessionStatus } from '../../types/SessionStatus.ts'
import type { SessionLeafNode } from '../../types/SessionStorageClient.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { readAccountRecords } from '../readAccountRecords.ts'
import { toLeafNodes } from '../toLeafNodes.ts'
import type { ExternalStore } from './ExternalStore.ts'

/** What a store of somebody else's should say of an account. */
interface Wanted {
  /** The leaves of the confirmed tree, in its order. */
  live: readonly SessionLeafNode[]
  /** Leaves of ours that are in the tree no more. */
  ended: ReadonlyMap<Hex, SessionStatus>
  /** Leaves of ours that are staged. */
  pending: ReadonlySet<Hex>
  root: string
}

/**
 * Makes a store of somebody else's say what the chain confirmed: the live leaves in the order of the
 * tree, ACTIVE, and their root. What ended is taken out, and is REVOKED at every moment until then:
 * the SDK builds its next tree from all leaves that are listed. What is neither ours nor ended stays.
 *
 * `ISessionStorage` has one way to take a leaf out: PENDING, then `clearPendingSessions()`.
 *
 * @param isSettled A change was confirmed just now: what is not ours is not in the root.
 * @returns the records that it was made to agree with; `undefined` when the account is not known here.
 * @throws SessionStorageClientError when the store does not say so in the end.
 */
export async function mirrorAccount(
  storage: SessionStorageDriver,
  store: ExternalStore,
  scope: AccountScope,
  isSettled: boolean,
): Promise<{ records: AccountRecords; unknown: readonly SessionLeafNode[] } | undefined> {
  const records = await readAccountRecords(storage, scope)
  // never heard of: what is in the store is not for us to change
  if (records.revision === null) return undefined
  const wanted = wantedOf(records)
  const before = await store.leaves()
  if (!findProblem(wanted, before) && (await store.root()) === wanted.root)
    return { records, unknown: unknownIn(wanted, before) }

  await setStatuses(store, wanted, before)
  await takeOut(store, (node) => wanted.ended.has(hashLeaf(node)))
  await putInOrder(store, wanted)
  const after = await store.leaves()
  const unknown = unknownIn(wanted, after)
  // while the SDK is granting, the root in its store is that of its grant
  if (isSettled || unknown.length === 0) {
    await store.setRoot(wanted.root)
    if ((await store.root()) !== wanted.root) throw lost('setMerkleRoot')
  }
  const problem = findProblem(wanted, after)
  // taken out once the leaf of somebody else is not in the way
  const isPutOff = problem === 'clearPendingSessions' && unknown.some(isPending)
  if (problem && !isPutOff) throw lost(problem)
  return { records, unknown }
}

function wantedOf(records: AccountRecords): Wanted {
  const { chainId, account, root, sessions } = records
  const live: SessionLeafNode[] = []
  const ended = new Map<Hex, SessionStatus>()
  const pending = new Set<Hex>()
  for (const session of sessions) {
    const nodes = toLeafNodes({ ...session, chainId, account })
    if (session.inRoot) live.push(...nodes)
    else if (session.status === 'PENDING') for (const node of nodes) pending.add(hashLeaf(node))
    else
      for (const node of nodes)
        ended.set(hashLeaf(node), session.status === 'REVOKED' ? 'REVOKED' : 'EXPIRED')
  }
  // the same leaf can have been revoked, and be live again
  for (const hash of [...live.map(hashLeaf), ...pending]) ended.delete(hash)
  return { live, ended, pending, root: root.root === zeroHash ? '' : root.root.toLowerCase() }
}

async function setStatuses(
  store: ExternalStore,
  { live, ended }: Wanted,
  listed: readonly SessionLeafNode[],
): Promise<void> {
  const isLive = new Set(live.map(hashLeaf))
  for (const node of listed) {
    const hash = hashLeaf(node)
    const status = isLive.has(hash) ? 'ACTIVE' : ended.get(hash)
    if (status && status !== node.status) await store.setStatus(node, status, listed)
  }
}

async function takeOut(
  store: ExternalStore,
  isDoomed: (node: SessionLeafNode) => boolean,
): Promise<void> {
  const listed = await store.leaves()
  const doomed = listed.filter(isDoomed)
  const isInTheWay = (node: SessionLeafNode) => isPending(node) && !isDoomed(node)
  // somebody is granting, and would lose their leaf
  if (doomed.length === 0 || listed.some(isInTheWay)) return
  for (const node of doomed) await store.setStatus(node, 'PENDING', listed)
  if ((await store.leaves()).some(isInTheWay)) return
  await store.clearPending()
}

/** Adds what is missing behind what is there; what stands in the wrong place is added anew. */
async function putInOrder(store: ExternalStore, { live }: Wanted): Promise<void> {
  const hashes = live.map(hashLeaf)
  const isLive = new Set(hashes)
  const present = async () => (await store.leaves()).filter((it) => isLive.has(hashLeaf(it)))
  const rightUntil = (nodes: readonly SessionLeafNode[]) => {
    const wrong = nodes.findIndex((node, index) => hashLeaf(node) !== hashes[index])
    return wrong < 0 ? nodes.length : wrong
  }
  let there = await present()
  const right = rightUntil(there)
  if (right < there.length) {
    const wrong = new Set(there.slice(right).map(hashLeaf))
    await takeOut(store, (node) => wrong.has(hashLeaf(node)))
    there = await present()
    if (rightUntil(there) < there.length) throw lost('clearPendingSessions')
  }
  for (const node of live.slice(there.length)) await store.add(node)
}

/** The method that cannot have done what it was asked for. */
function findProblem(
  { live, ended }: Wanted,
  listed: readonly SessionLeafNode[],
): string | undefined {
  const hashes = live.map(hashLeaf)
  const isLive = new Set(hashes)
  const there = listed.filter((node) => isLive.has(hashLeaf(node)))
  if (there.map(hashLeaf).join() !== hashes.join()) return 'addSessionData'
  if (there.some(({ status }) => status !== 'ACTIVE')) return 'updateSessionStatus'
  if (listed.some((node) => ended.has(hashLeaf(node)))) return 'clearPendingSessions'
  return undefined
}

function unknownIn({ live, ended, pending }: Wanted, listed: readonly SessionLeafNode[]) {
  const isLive = new Set(live.map(hashLeaf))
  return listed.filter((node) => {
    const hash = hashLeaf(node)
    return !isLive.has(hash) && !ended.has(hash) && !pending.has(hash)
  })
}

function isPending({ status }: SessionLeafNode): boolean {
  return status === 'PENDING'
}

function lost(method: string): SessionStorageClientError {
  return new SessionStorageClientError({ method, problem: 'did not keep what it was given' })
}

import type { Address, Client, Hex } from 'viem'
import type { AccountState } from '../account/readAccountState.ts'
import { readTarget, type TargetState } from '../account/readTarget.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import { assertNoEscalation } from '../policies/assertNoEscalation.ts'
import { decodeLeaf } from '../policies/decodeLeaf.ts'
import { permissionOf } from '../policies/permissionOf.ts'
import { targetOfPermission } from '../policies/targetOfPermission.ts'
import { findTree } from '../storage/findTree.ts'
import { leafHashesOf } from '../storage/leafHashesOf.ts'
import { sessionsInTree } from '../storage/sessionsInTree.ts'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'

/** What becomes of the sessions in an account's root when a new root is signed. */
export interface KeptSessions {
  /** Live, and may stay. In the order of the tree. */
  kept: readonly SessionRecord[]
  /** Live, and must not be signed again: a leaf that cannot be read, or that escalates. */
  unfit: readonly SessionRecord[]
  /** Ran out. */
  over: readonly SessionRecord[]
  /** Say that they are in the root, and are not. */
  absent: readonly SessionRecord[]
  /** Say that they are over or were not granted, and are in the root. */
  hidden: readonly SessionRecord[]
  /** How many leaves of the root belong to no session that is known here. */
  unknown: number
}

/**
 * Which sessions may stay in the root, as the chain has it: an owner who signs a new root signs
 * every leaf in it once more. So the stored leaves have to make the root that was read from the
 * chain, and each of them passes the rules that a new permission has to pass.
 *
 * @returns `undefined` when nothing stored makes that root: then nothing may be signed over it.
 */
export async function planKept(
  client: Client,
  records: AccountRecords,
  state: Pick<AccountState, 'root' | 'chainTime' | 'modules'>,
): Promise<KeptSessions | undefined> {
  const tree = findTree(records, state.root)
  if (!tree) return undefined
  const { present, absent, hidden, unclaimed } = sessionsInTree(records.sessions, tree)
  const isOver = ({ validUntil }: SessionRecord) => validUntil !== 0 && validUntil < state.chainTime
  const live = [...present].filter((session) => !isOver(session))
  const proxies = await readTargets(client, live)
  const context = { account: records.account, forbidden: state.modules, proxies }
  const kept = live.filter(({ permissions }) =>
    permissions.every(({ leaf }) => isFitLeaf(leaf, context)),
  )
  return {
    kept,
    unfit: live.filter((session) => !kept.includes(session)),
    over: [...present].filter(isOver),
    absent,
    hidden: [...hidden],
    unknown: unclaimed.length,
  }
}

/** Whether a leaf that is in the root already may be in the next one, too. */
export function isFitLeaf(
  leaf: SessionLeaf,
  context: { account: Address; forbidden: readonly Address[]; proxies: readonly TargetState[] },
): boolean {
  try {
    const decoded = decodeLeaf(leaf)
    if (decoded.type === 'unreadable') return false
    assertNoEscalation({ permissions: [permissionOf(decoded)] }, context)
    return true
  } catch {
    return false
  }
}

/** The sessions without those that share a leaf with others: a leaf is revoked wherever it stands. */
export function withoutLeavesOf(
  sessions: readonly SessionRecord[],
  others: readonly SessionRecord[],
): readonly SessionRecord[] {
  const gone = new Set(others.flatMap(leafHashesOf))
  return sessions.filter(
    (it) => !others.includes(it) && !leafHashesOf(it).some((hash) => gone.has(hash)),
  )
}

/**
 * What becomes of the batch router when these sessions stay. Storage cannot turn it on: where it says
 * that one needs it, the router at most stays as it is.
 */
export function routerFor(sessions: readonly SessionRecord[]): 'as-is' | 'off' {
  return sessions.some(({ batch }) => batch !== false) ? 'as-is' : 'off'
}

/** The leaf hashes of sessions, in their order: what a root is made from. */
export function leavesOf(sessions: readonly Pick<SessionRecord, 'permissions'>[]): readonly Hex[] {
  return sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf)))
}

/** What stands where the sessions' keys may call: a proxy of the account escalates like the account. */
function readTargets(client: Client, sessions: readonly SessionRecord[]): Promise<TargetState[]> {
  const targets = new Map<string, Address>()
  for (const { leaf } of sessions.flatMap(({ permissions }) => permissions)) {
    const decoded = decodeLeaf(leaf)
    if (decoded.type === 'unreadable') continue
    const target = targetOfPermission(permissionOf(decoded))
    targets.set(target.toLowerCase(), target)
  }
  return Promise.all([...targets.values()].map((target) => readTarget(client, target)))
}

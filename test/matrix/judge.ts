import { findUserOperation } from '../../src/account/findUserOperation.ts'
import { readRoot } from '../../src/account/readRoot.ts'
import { simulateSessionKey } from '../../src/account/simulateSessionKey.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import type { SessionPermission } from '../../src/types/Session.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import { noFaults } from './noFaults.ts'
import type { Fact, Page } from './openPage.ts'
import type { MatrixUser } from './setUpUser.ts'
import type { VerbName } from './verbs.ts'

/** What must be empty after every case: a line for each thing that is wrong. */
export interface Verdict {
  /** Shown as ACTIVE, and the chain refuses it. */
  falseActive: string[]
  /** Shown as REVOKED, or not at all, and the chain accepts it. */
  falseRevoked: string[]
  /** Live on the chain or before, never revoked, and not usable. */
  lostSessions: string[]
  /** In the root on the chain without the owner's signature for it. */
  leakedPermissions: string[]
  /** Keys without a session, and sessions without a key. */
  orphanKeys: string[]
  /** Journals that do not say what happened, and what was not settled. */
  wrongRecords: string[]
}

interface Known {
  id: string
  position: number
  permissions: readonly SessionPermission[]
}

const leavesOf = (sessions: readonly Known[]) =>
  sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => leaf))
const treeOf = (sessions: readonly Known[]) => createMerkleTree(leavesOf(sessions).map(hashLeaf))

/** Compares what a fresh page shows with what the chain says. */
export async function judge(parameters: {
  verb: VerbName
  user: MatrixUser
  /** A page without faults, reconciled. */
  page: Page
  facts: readonly Fact[]
  /** The chain took blocks back: entries of the journal come twice. */
  isReorganised?: boolean | undefined
}): Promise<Verdict> {
  const { verb, user, page, facts, isReorganised = false } = parameters
  const { config, client } = page
  const chainId = client.chain?.id ?? 0
  const scope = { chainId, account: user.account }
  const [records, seen, shown] = await Promise.all([
    readAccountRecords(config.storage, scope),
    readRoot(client, user.account),
    getSessions(config, scope),
  ])
  const verdict = structuredClone(noFaults)

  const before: Known[] = user.sessions.map(({ id, permissions }, position) => {
    return { id, permissions, position }
  })
  const staged = new Map<string, Known>()
  for (const fact of facts)
    if (fact.type === 'session' && !before.some(({ id }) => id === fact.session.id))
      staged.set(fact.session.id, fact.session)
  const known = [...before, ...staged.values()].sort((a, b) => a.position - b.position)
  const named = verb === 'revoke' ? user.sessions.at(-1)?.id : undefined
  const isSigned = facts.some(({ type }) => type === 'signed')

  // the truth: which of all leaves that ever were make the root that is on the chain
  const inRoot = subsetsOf(known).find((sessions) => treeOf(sessions).root === seen.root)
  if (!inRoot) verdict.leakedPermissions.push(`the root ${seen.root} is of unknown leaves`)
  const live = inRoot ?? []
  for (const { id } of live)
    if (staged.has(id) && !isSigned) verdict.leakedPermissions.push(`${id}: nobody signed for it`)

  const proofs = [before, known, live].map((sessions) => ({ sessions, tree: treeOf(sessions) }))
  for (const session of known) {
    const { id, permissions } = session
    const status = shown.find((it) => it.id === id)
    const isLive = live.some((it) => it.id === id)
    const isUsable = status?.status === 'ACTIVE'
    const keyAddress = status?.keyAddress
    const privateKey =
      isUsable && keyAddress
        ? await unwrapSessionKey(config, { id, chainId, account: user.account, keyAddress }).catch(
            () => undefined,
          )
        : undefined
    if (isUsable && !privateKey) verdict.orphanKeys.push(`${id}: ACTIVE without a key`)
    let isAccepted = false
    for (const { leaf } of permissions)
      for (const { sessions, tree } of proofs) {
        if (!sessions.some((it) => it.id === id)) continue
        const proven = { leaf, proof: tree.getProof(hashLeaf(leaf)) }
        const asked = { chainId, account: user.account, proven, privateKey }
        const { approved } = await simulateSessionKey(client, asked)
        isAccepted ||= approved
      }
    if (isAccepted !== isLive)
      verdict.wrongRecords.push(`${id}: the root and the chain's answer do not agree`)
    if (isUsable && !(isLive && isAccepted))
      verdict.falseActive.push(`${id}: ACTIVE, and the chain refuses it`)
    const isShownOver = !status || status.status === 'REVOKED' || status.status === 'EXPIRED'
    if (isShownOver && (isLive || isAccepted))
      verdict.falseRevoked.push(`${id}: ${status?.status ?? 'absent'}, and the chain accepts it`)
    if (isLive && !status) verdict.lostSessions.push(`${id}: on the chain and not shown`)
    const mayBeKeyless = id === named && isReorganised
    if (!isUsable && !mayBeKeyless && (isLive || (before.includes(session) && id !== named)))
      verdict.lostSessions.push(`${id}: ${describe(status)} though it was never revoked`)
  }

  for (const { id } of shown)
    if (!known.some((it) => it.id === id)) verdict.wrongRecords.push(`${id}: of nowhere`)
  const needed = shown.filter(({ status }) => status === 'ACTIVE' || status === 'PENDING')
  for (const key of records.keys.keys())
    if (!needed.some(({ keyAddress }) => keyAddress.toLowerCase() === key))
      verdict.orphanKeys.push(`${key}: no session needs it`)
  if (records.root.staged) verdict.wrongRecords.push('a change is still staged')
  if (records.root.root !== seen.root) verdict.wrongRecords.push('the stored root is another one')

  for (const { id } of known) {
    const record = await config.storage.get({ ...scope, kind: 'state', id })
    const { messages = [] } = (record?.value ?? {}) as unknown as Partial<SessionState>
    const count = (type: string) => messages.filter((it) => it.type === type).length
    const status = shown.find((it) => it.id === id)?.status
    const expected = { granted: status ? 1 : 0, revoked: status === 'REVOKED' ? 1 : 0 }
    for (const type of ['granted', 'revoked'] as const) {
      const isRight = isReorganised
        ? count(type) >= expected[type] && count(type) <= expected[type] + 1 + count('reorganised')
        : count(type) === expected[type]
      if (!isRight) verdict.wrongRecords.push(`${id}: ${count(type)} × ${type} in the journal`)
    }
    const sent = facts.flatMap((fact) => (fact.type === 'sent' ? [fact.userOpHash] : []))
    const transactions = messages.filter(({ type }) => type === 'transaction')
    for (const { userOpHash, status: end } of transactions) {
      const hash = userOpHash as `0x${string}`
      const isMined =
        (await findUserOperation(client, { userOpHash: hash, fromBlock: 0n })) !== undefined
      const isOpen = end === 'submitted' || end === 'reorganised'
      if ((end === 'mined') !== isMined || (isOpen && !isReorganised))
        verdict.wrongRecords.push(`${hash}: "${String(end)}", and ${isMined ? '' : 'not '}mined`)
    }
    if (verb === 'send')
      for (const hash of sent)
        if (!transactions.some(({ userOpHash }) => userOpHash === hash))
          verdict.wrongRecords.push(`${hash}: sent, and in no journal`)
  }
  return verdict
}

function describe(session: { status: string; reason?: string | undefined } | undefined): string {
  if (!session) return 'absent'
  return session.reason ? `${session.status} (${session.reason})` : session.status
}

/** The largest first. */
function subsetsOf<item>(items: readonly item[]): item[][] {
  const subsets = Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((_item, index) => bits & (1 << index)),
  )
  return subsets.sort((a, b) => b.length - a.length)
}

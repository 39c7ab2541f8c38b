import { type Address, getAddress, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { readAccountState } from '../account/readAccountState.ts'
import { readTarget } from '../account/readTarget.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { ChangeInFlightError } from '../errors/ChangeInFlightError.ts'
import { ForeignTreeError } from '../errors/ForeignTreeError.ts'
import { SearchParameterError } from '../errors/SearchParameterError.ts'
import { SessionNotFoundError } from '../errors/SessionNotFoundError.ts'
import { SignerNotFoundError } from '../errors/SignerNotFoundError.ts'
import { StatusClaimError } from '../errors/StatusClaimError.ts'
import { UnknownRootError } from '../errors/UnknownRootError.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { assertNoEscalation } from '../policies/assertNoEscalation.ts'
import { decodeLeaf } from '../policies/decodeLeaf.ts'
import { permissionOf } from '../policies/permissionOf.ts'
import { targetsOf } from '../policies/targetsOf.ts'
import { findClosedKeys } from '../storage/findClosedKeys.ts'
import { matchesLeafNode } from '../storage/matchesLeafNode.ts'
import { stageChange } from '../storage/stageChange.ts'
import { stageExternalLeaf } from '../storage/stageExternalLeaf.ts'
import { toLeafNodes } from '../storage/toLeafNodes.ts'
import { toSession } from '../storage/toSession.ts'
import { undoStagedChange } from '../storage/undoStagedChange.ts'
import { writeAccountRecords } from '../storage/writeAccountRecords.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { Json } from '../types/Json.ts'
import type { AccountScope } from '../types/Session.ts'
import type {
  SessionLeafNode,
  SessionSearchParam,
  SessionStorageClient,
} from '../types/SessionStorageClient.ts'
import { createId } from '../utils/createId.ts'
import { findSessionsOnChain } from './findSessionsOnChain.ts'
import { getSessionSigner } from './getSessionSigner.ts'
import { leavesOf, planKept, withoutLeavesOf } from './planKept.ts'
import { settleStagedChange } from './settleStagedChange.ts'

/**
 * This account's sessions as the SDK's `ISessionStorage`: for its `createSessionKeyEOA`,
 * `createBatchSession` and `createSessionSmartAccountClient`. Sessions cross over both ways.
 *
 * It is stricter than the SDK's own storages, where those lose money:
 *
 * - Without a filter, `getAllSessionData` returns the leaves of the tree on the chain and no others:
 *   what was refused or revoked cannot be signed in again.
 * - `setMerkleRoot` refuses a root that does not belong to the leaves on the chain and the new ones.
 * - A leaf with which the key could take over the account is refused, and never signed again.
 * - A status is what the chain says; `updateSessionStatus` can confirm it, not claim it.
 * - Keys are wrapped by the config's vault.
 *
 * @example
 * const sessionStorageClient = createSessionStorageClient(config, { chainId, account })
 * const { sessionKeyAddress } = await createSessionKeyEOA(smartAccount, chain, sessionStorageClient)
 */
export function createSessionStorageClient(
  config: SessionConfig,
  scope: AccountScope,
): SessionStorageClient {
  const { storage, vault, lock } = config
  const account = getAddress(scope.account)

  /** What is stored, after what is staged was settled with the chain. */
  const settled = () => lock.run(scope, () => settleStagedChange(config, scope))

  /** Changes what is stored, while nobody else does. */
  const change = (task: (records: AccountRecords) => Promise<void>) =>
    lock.run(scope, async () => task(await settleStagedChange(config, scope)))

  const see = async () => {
    const state = await readAccountState(config.getClient(scope.chainId), account)
    config.views.set(scope, state)
    return state
  }

  /**
   * The sessions that may be in the next tree: the SDK has the owner sign what it is given here, so
   * it gets what the chain has, and nothing that would escalate.
   *
   * @throws UnknownRootError when nothing stored makes the root on the chain.
   */
  const signable = async (records: AccountRecords) => {
    const state = await see()
    const contents = await planKept(config.getClient(scope.chainId), records, state)
    if (!contents) throw new UnknownRootError({ root: state.root })
    // what ran out leaves with a change of ours; the SDK keeps it, and the chain refuses it
    const stays = new Set([...contents.kept, ...contents.over])
    return records.sessions.filter((it) => stays.has(it))
  }

  /** A leaf of a module that is not known here is the SDK's user's to judge; it is not signed twice. */
  const assertNoEscalationOf = async (node: SessionLeafNode) => {
    const { validAfter, validUntil, sessionValidationModule, sessionKeyData } = node
    const decoded = decodeLeaf({ validAfter, validUntil, sessionValidationModule, sessionKeyData })
    if (decoded.type === 'unreadable') return
    const permissions = [permissionOf(decoded)]
    const client = config.getClient(scope.chainId)
    const [{ modules }, proxies] = await Promise.all([
      see(),
      Promise.all(targetsOf({ permissions }).map((address) => readTarget(client, address))),
    ])
    assertNoEscalation({ permissions }, { account, forbidden: modules, proxies })
  }

  const nodesOf = async (
    records: AccountRecords,
    /** Whether a key that the vault cannot open counts, as it does for all but what the chain says. */
    { closed = true } = {},
  ): Promise<SessionLeafNode[]> => {
    if (!config.views.get(scope)) await see()
    const chain = { now: config.views.now(scope), tree: findSessionsOnChain(config, records) }
    const closedKeys = closed ? await findClosedKeys(config, records, chain) : new Set<string>()
    const context = { ...chain, closedKeys }
    return records.sessions.flatMap((record) => toLeafNodes(toSession(records, record, context)))
  }

  const find = async (
    param: SessionSearchParam,
    options?: { closed: boolean },
  ): Promise<SessionLeafNode> => {
    assertSearchParam(param)
    const node = (await nodesOf(await settled(), options)).find((it) => matchesLeafNode(it, param))
    if (!node) throw new SessionNotFoundError({ sessionId: param.sessionID })
    return node
  }

  const signerOf = async (keyAddress: string) => {
    const address = getAddress(keyAddress.toLowerCase() as Address)
    const id = address.toLowerCase()
    const isStored = await storage.get({ ...scope, kind: 'key', id })
    if (!isStored) throw new SignerNotFoundError({ keyAddress: address })
    return getSessionSigner(config, { ...scope, account, id, keyAddress: address })
  }

  return {
    smartAccountAddress: account,

    addSessionData: (leaf) =>
      change(async (records) => {
        await assertNoEscalationOf(leaf)
        const { staged } = records.root
        if (staged && !staged.external)
          throw new ChangeInFlightError({ userOpHash: staged.operation?.userOpHash })
        // a root was named for what is staged: this leaf begins another grant, which replaces it
        const isClosed = staged !== undefined && staged.root !== '0x'
        if (isClosed) await undoStagedChange(storage, records)
        await stageExternalLeaf(
          storage,
          isClosed ? await settleStagedChange(config, scope) : records,
          leaf,
          {
            holder: config.holder,
            keyLocation: vault.location,
            id: createId(),
          },
        )
      }),

    getSessionData: (param) => find(param),

    async updateSessionStatus(param, status) {
      // a status is a claim about the chain, which does not know of locked vaults
      const { status: actual } = await find(param, { closed: false })
      if (actual !== status) throw new StatusClaimError({ claimed: status, actual })
    },

    async revokeSessions(sessionIDs) {
      let survivors: SessionLeafNode[] = []
      await change(async (records) => {
        const { staged } = records.root
        if (staged) throw new ChangeInFlightError({ userOpHash: staged.operation?.userOpHash })
        const isNamed = (it: AccountRecords['sessions'][number]) =>
          it.permissions.some(({ id }) => sessionIDs.includes(id))
        const named = records.sessions.filter(isNamed)
        const kept = withoutLeavesOf(await signable(records), named)
        survivors = await nodesOf({ ...records, sessions: kept })
        await stageChange(storage, records, {
          staged: {
            kind: 'revoke',
            root: createMerkleTree(leavesOf(kept)).root,
            leaves: leavesOf(kept),
            grants: [],
            revokes: records.sessions
              .filter((it) => it.inRoot && !kept.includes(it))
              .map(({ id }) => id),
            drops: [],
            holder: config.holder,
            stagedAt: Date.now(),
            external: true,
          },
        })
      })
      return survivors
    },

    clearPendingSessions: () =>
      change(async (records) => {
        if (records.root.staged?.external) await undoStagedChange(storage, records)
      }),

    async addSigner(signer) {
      const privateKey = signer?.pvKey ?? generatePrivateKey()
      const keyAddress = privateKeyToAddress(privateKey)
      const wrapped = await vault.wrap(privateKey, { ...scope, keyAddress })
      const id = keyAddress.toLowerCase()
      await storage.put({ ...scope, kind: 'key', id }, wrapped as Json)
      return signerOf(keyAddress)
    },

    getSignerByKey: signerOf,

    async getSignerBySession(param) {
      return signerOf((await find(param)).sessionPublicKey)
    },

    async getAllSessionData(param) {
      const records = await settled()
      const hasFilter = param !== undefined && Object.values(param).some((it) => it !== undefined)
      if (hasFilter) return (await nodesOf(records)).filter((node) => matchesLeafNode(node, param))
      return nodesOf({ ...records, sessions: await signable(records) })
    },

    async getMerkleRoot() {
      const { root } = (await settled()).root
      return root === zeroHash ? '' : root
    },

    setMerkleRoot: (merkleRoot) =>
      change(async (records) => {
        const { staged } = records.root
        if (merkleRoot === records.root.root && !staged) return
        const stays = (await signable(records)).filter(({ id }) => !staged?.revokes.includes(id))
        const coming = records.sessions.filter(({ id }) => staged?.grants.includes(id))
        const leaves = leavesOf([...stays, ...coming])
        const expected = createMerkleTree(leaves).root
        if (!staged?.external || merkleRoot.toLowerCase() !== expected)
          throw new ForeignTreeError({ expected, actual: merkleRoot })
        await writeAccountRecords(storage, records, {
          root: {
            ...records.root,
            staged: { ...staged, root: expected, leaves, stagedAt: Date.now() },
          },
        })
      }),
  }
}

function assertSearchParam(param: SessionSearchParam): void {
  const { sessionID, sessionPublicKey, sessionValidationModule } = param
  if (!sessionID && !(sessionPublicKey && sessionValidationModule)) throw new SearchParameterError()
}

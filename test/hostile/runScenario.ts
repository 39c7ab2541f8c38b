import { type Hex, maxUint256, parseAbi, zeroHash } from 'viem'
import { encodeRootCalls } from '../../src/account/encodeRootCalls.ts'
import { readAccountState } from '../../src/account/readAccountState.ts'
import { getSession } from '../../src/actions/getSession.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { renewSession } from '../../src/actions/renewSession.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendOwnerTransaction } from '../../src/actions/sendOwnerTransaction.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { SessionConfig } from '../../src/config/createSessionConfig.ts'
import { BaseError } from '../../src/errors/BaseError.ts'
import { UnexpectedError } from '../../src/errors/UnexpectedError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import { policyOf } from '../../src/policies/policyOf.ts'
import type { SessionRecord } from '../../src/types/AccountRecords.ts'
import type { Policy } from '../../src/types/Policy.ts'
import type { SessionPermission } from '../../src/types/Session.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import type { StorageOperation } from '../../src/types/Storage.ts'
import { isSameAddress } from '../../src/utils/isSameAddress.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import type { TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'
import { Adversary } from './Adversary.ts'
import { Approvals, type Approved } from './Approvals.ts'
import { evilLeaf } from './evilLeaves.ts'
import { type GroundName, layGround } from './grounds.ts'
import type { Scenario, Step } from './scenario.ts'
import { strikingStorage } from './strikingStorage.ts'

/** What the chain, or the kit, did that must never be. */
export class Violation extends Error {
  override name = 'Violation'
}

const ownershipAbi = parseAbi(['function getOwner(address) view returns (address)'])
const erc20Abi = parseAbi([
  'function allowance(address owner, address spender) view returns (uint256)',
  'function balanceOf(address owner) view returns (uint256)',
])

/**
 * A user with two devices goes through a scenario while the adversary has the storage. After each
 * step the chain is asked what it accepts, and at the end everything is revoked.
 *
 * @throws Violation
 */
export async function runScenario(
  dapp: TestDapp,
  groundName: GroundName,
  scenario: Scenario,
): Promise<void> {
  const { chainId, wallet, owner, account, client } = dapp
  const scope = { chainId, account: account.address }
  const ground = await layGround(groundName, { ...scope, vault: dapp.config.vault })
  const adversary = new Adversary(dapp, ground.raw)
  const approvals = new Approvals()
  const { log } = adversary
  let strike: { in: number; act: () => Promise<void> } | undefined
  /** The sessions that the kit staged in this step, as they left the kit. */
  let staged: SessionRecord[] = []
  /** The keys that were made in this step. */
  let keys: string[] = []

  const fail = (what: string): never => {
    throw new Violation(`${what}\n  storage: ${groundName}\n${log.join('\n')}`)
  }
  const vault: typeof dapp.config.vault = {
    ...dapp.config.vault,
    wrap(privateKey, context) {
      keys.push(context.keyAddress.toLowerCase())
      return dapp.config.vault.wrap(privateKey, context)
    },
  }
  const startDevice = () =>
    dapp.reload({
      vault,
      pollingInterval: 50,
      timeout: 20_000,
      storage: strikingStorage(ground.connect(), {
        async before() {
          if (!strike || strike.in-- > 0) return
          const { act } = strike
          strike = undefined
          await act()
        },
        onBatch(operations) {
          staged.push(...operations.flatMap(stagedSession))
        },
        after: () => adversary.watch(),
      }),
    })
  const devices = [startDevice(), startDevice()]

  const policies: Record<Step['policy'], () => Policy> = {
    mint: () => mintPolicy(dapp),
    pay: () => payPolicy(dapp),
    both: () => ({
      ...mintPolicy(dapp),
      permissions: [...mintPolicy(dapp).permissions, ...payPolicy(dapp, '2').permissions],
    }),
  }

  /** The user reads what is shown and approves it, when it is what was asked for. */
  async function grant(
    config: SessionConfig,
    policy: Policy,
    { acceptsUnknown }: Step,
    renewal: { shown: Policy; parentId: string } | undefined,
  ): Promise<void> {
    const grant = await prepareGrant(config, {
      policy: renewal?.shown ?? policy,
      chainId,
      owner,
      ...(renewal && { parentId: renewal.parentId, replacesParent: true }),
    })
    const hashes = grant.permissions.map(({ leaf }) => hashLeaf(leaf))
    if (hashes.join() !== expectedHashes(policy, grant.key.address, grant.permissions).join()) {
      log.push('    the user reads something else than what they know, and refuses')
      return
    }
    for (const { sessionId, permissions } of grant.kept)
      if (!permissions.every(({ leaf }) => approvals.leaves.has(hashLeaf(leaf))))
        fail(`The approval says that ${sessionId} stays live, and the chain has no such session.`)
    approvals.add({ id: grant.sessionId, policy, hashes })
    await grantSession(config, { grant, wallet, replaceUnknownRoot: acceptsUnknown })
  }

  async function take(step: Step, config: SessionConfig): Promise<void> {
    const { usable, live } = approvals
    const target: Approved | undefined = usable[step.session % Math.max(1, usable.length)]
    // one that is over can be renewed, too
    const known = approvals.all.filter(({ isUnfit }) => !isUnfit)
    const parent: Approved | undefined = known[step.session % Math.max(1, known.length)]
    switch (step.verb) {
      case 'grant':
        return grant(config, policies[step.policy](), step, undefined)
      case 'renew': {
        if (!parent?.policy) return
        const stored = await getSession(config, { ...scope, sessionId: parent.id })
        const shown = policyOf(stored, { expiresIn: { hours: 1 } })
        return grant(config, parent.policy, step, { shown, parentId: parent.id })
      }
      case 'renewUnseen': {
        if (!parent?.policy) return
        const { policy } = parent
        const approve = () => {
          for (const { id, keyAddress, permissions } of staged) {
            if (!keys.includes(keyAddress.toLowerCase())) continue
            approvals.add({ id, policy, hashes: expectedHashes(policy, keyAddress, permissions) })
          }
        }
        const { acceptsUnknown: replaceUnknownRoot } = step
        await renewSession(config, {
          ...scope,
          sessionId: parent.id,
          wallet,
          replaceUnknownRoot,
        }).finally(approve)
        return
      }
      case 'revoke': {
        const ended = live[step.session % Math.max(1, live.length)]
        if (!ended) return
        await revokeSessions(config, { sessionIds: [ended.id], chainId, wallet })
        await look()
        if (ended.state === 'live')
          fail(`revokeSessions resolved, and the chain still has the session ${ended.id}.`)
        return
      }
      case 'revokeAll':
        await revokeAllSessions(config, { chainId, wallet })
        if ((await dapp.root()) !== zeroHash)
          fail('revokeAllSessions resolved, and the root is not 0.')
        return
      case 'send': {
        if (!target) return
        await sendSessionTransaction(config, {
          ...scope,
          sessionId: target.id,
          calls: [mint(dapp)],
        })
        return
      }
      case 'reconcile':
        await reconcileSessions(config, scope)
        return
      case 'reload':
        devices[step.device] = startDevice()
        return
    }
  }

  /** What a step throws is typed; what else it did, the chain is asked. */
  async function attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
      log.push(`  ${name}: done`)
    } catch (error) {
      if (error instanceof Violation) throw error
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      log.push(`  ${name}: ${said.split('\n')[0]}`)
      if (!(error instanceof BaseError) || error instanceof UnexpectedError)
        fail(`${name} threw an error without a type: ${stackOf(error)}`)
    }
  }

  /** Compares the chain, and what a device shows, with what the user approved. */
  async function look(): Promise<void> {
    const root = await dapp.root()
    const problem = approvals.see(root)
    if (problem) fail(problem)
  }

  async function lookAtDevice(): Promise<void> {
    const device = startDevice()
    const shown = await getSessions(device, scope).catch((error: unknown) => {
      if (!(error instanceof BaseError) || error instanceof UnexpectedError)
        fail(`getSessions threw an error without a type: ${stackOf(error)}`)
      return []
    })
    const isInRoot = (permissions: readonly SessionPermission[]) =>
      permissions.every(({ leaf }) => approvals.leaves.has(safeHash(leaf)))
    for (const { id, status, permissions } of shown) {
      if (status === 'ACTIVE' && !isInRoot(permissions))
        fail(`${id} is shown as ACTIVE, and the chain does not have it.`)
      if (status !== 'REVOKED' || permissions.length === 0 || !isInRoot(permissions)) continue
      const isCopy = shown.some(
        (it) =>
          it.status !== 'REVOKED' &&
          it.permissions.some(({ leaf }) =>
            permissions.some((own) => safeHash(own.leaf) === safeHash(leaf)),
          ),
      )
      // storage can hide what there is; that nothing is hidden must not be said then
      if (!isCopy && (await reconcileSessions(device, scope).catch(() => '')) === 'in-sync')
        fail(`${id} is shown as REVOKED, all is in sync, and the chain has it.`)
    }
  }

  try {
    if (scenario.legacy) {
      const leaf = evilLeaf(scenario.legacy, adversary.address, dapp)
      const state = await readAccountState(client, account.address)
      const { root } = createMerkleTree([hashLeaf(leaf)])
      const calls = encodeRootCalls(account.address, state, { root, router: 'disable' })
      await sendOwnerTransaction(dapp.config, { chainId, wallet, calls })
      approvals.add({ id: 'legacy', policy: undefined, hashes: [hashLeaf(leaf)], isUnfit: true })
      await ground.begin?.()
      await adversary.strike({
        kind: 'forge',
        leaf: scenario.legacy,
        status: 'ACTIVE',
        inRoot: true,
        position: -1,
      })
      if (ground.deliver) await attempt('import a backup', ground.deliver)
      await look()
    }
    for (const step of scenario.steps) {
      staged = []
      keys = []
      if (step.before.length > 0) {
        await ground.begin?.()
        for (const move of step.before) await adversary.strike(move)
        if (ground.deliver) await attempt('import a backup', ground.deliver)
      }
      const { during } = step
      if (during && ground.isLive)
        strike = { in: during.at, act: () => adversary.strike(during.move) }
      const device = devices[step.device] ?? startDevice()
      await attempt(`${step.verb} on device ${step.device}`, () => take(step, device))
      strike = undefined
      await adversary.watch()
      await look()
      await lookAtDevice()
    }
    await attempt('revokeAll at the end', async () => {
      await revokeAllSessions(startDevice(), { chainId, wallet })
    })
    if ((await dapp.root()) !== zeroHash) fail('Everything was revoked, and the root is not 0.')
    await lookAtAccount()
  } finally {
    await ground.stop()
  }

  async function lookAtAccount(): Promise<void> {
    const { usdc } = dapp
    const spender = adversary.address
    const [state, actual, allowance, stolen] = await Promise.all([
      readAccountState(client, account.address),
      client.readContract({
        address: moduleAddresses.ecdsaOwnership,
        abi: ownershipAbi,
        functionName: 'getOwner',
        args: [account.address],
      }),
      client.readContract({
        address: usdc,
        abi: erc20Abi,
        functionName: 'allowance',
        args: [account.address, spender],
      }),
      client.readContract({
        address: usdc,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [spender],
      }),
    ])
    const known = [
      moduleAddresses.ecdsaOwnership,
      moduleAddresses.sessionKeyManager,
      moduleAddresses.batchedSessionRouter,
    ]
    const strange = state.modules.filter((it) => !known.some((other) => isSameAddress(it, other)))
    if (strange.length > 0) fail(`The account has modules of somebody else: ${strange}.`)
    if (!isSameAddress(actual, owner)) fail(`The account has another owner: ${actual}.`)
    if (allowance > 0n || allowance === maxUint256) fail(`The adversary may spend ${allowance}.`)
    if (stolen > 0n) fail(`The adversary has ${stolen} of the account's tokens.`)
  }
}

/** The leaves of a policy for a key, with the interval that stands in what is about to be signed. */
function expectedHashes(
  { permissions }: Policy,
  key: Hex,
  given: readonly SessionPermission[],
): readonly Hex[] {
  const [first] = given
  const { validAfter = 0, validUntil = 0 } = first?.leaf ?? {}
  return permissions.map((permission) =>
    hashLeaf({ validAfter, validUntil, ...encodePermission(permission, key) }),
  )
}

function stagedSession(operation: StorageOperation): SessionRecord[] {
  if (operation.type !== 'put' || operation.address.kind !== 'session') return []
  const session = operation.value as unknown as SessionRecord
  return session.status === 'PENDING' ? [session] : []
}

function safeHash(leaf: SessionLeaf): string {
  try {
    return hashLeaf(leaf)
  } catch {
    return ''
  }
}

/** Of the defect itself, where it is wrapped. */
function stackOf(error: unknown): string {
  const beneath = error instanceof UnexpectedError ? error.cause : error
  return beneath instanceof Error ? (beneath.stack ?? beneath.message) : String(beneath)
}

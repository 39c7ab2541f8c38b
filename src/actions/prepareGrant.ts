import { type Address, getAddress } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { assertKeyOwner } from '../account/assertKeyOwner.ts'
import { readAccountState } from '../account/readAccountState.ts'
import { readChain } from '../account/readChain.ts'
import { readFunds } from '../account/readFunds.ts'
import { readTarget } from '../account/readTarget.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { AccountUpgradedError } from '../errors/accountModuleErrors.ts'
import { ModuleWithoutCodeError } from '../errors/leafErrors.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { assertNoEscalation } from '../policies/assertNoEscalation.ts'
import { copyPolicy } from '../policies/copyPolicy.ts'
import { targetsOf } from '../policies/targetsOf.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { createLockedError } from '../storage/vaults/createLockedError.ts'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { Policy } from '../types/Policy.ts'
import type {
  GrantKey,
  KeptSession,
  PreparedGrant,
  ReplacedSession,
} from '../types/PreparedGrant.ts'
import { createId } from '../utils/createId.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { narrowGrant } from './narrowGrant.ts'
import { type KeptSessions, planKept } from './planKept.ts'

export interface PrepareGrantParameters {
  policy: Policy
  chainId: number
  /** The wallet that would approve it. */
  owner: Address
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  /** The origin of the page that asks. @default this page's */
  origin?: string | undefined
  /** The session that this one was made from. */
  parentId?: string | undefined
  /**
   * A renewal: the parent leaves the root with the same signature.
   * @default false
   */
  replacesParent?: boolean | undefined
}

/**
 * Prepares a grant for the user to read: checks the policy, creates the session key in the vault,
 * compiles the leaves, and looks at the account. `grantSession` takes the result.
 *
 * @throws EscalationError when the policy would let the key take over the account.
 * @throws ModuleWithoutCodeError when there is no contract at a custom module's address.
 * @throws KeyUnavailableError when the vault is locked, or cannot be opened on this device.
 * @throws ContractOwnerError when the owner is a contract, which cannot sign for the account.
 *
 * @example
 * const grant = await prepareGrant(config, { policy, chainId, owner })
 * grant.permissions.map(({ leaf }) => describeLeaf(leaf))
 */
export async function prepareGrant(
  config: SessionConfig,
  parameters: PrepareGrantParameters,
): Promise<PreparedGrant> {
  try {
    return await prepare(config, parameters)
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

async function prepare(
  config: SessionConfig,
  parameters: PrepareGrantParameters,
): Promise<PreparedGrant> {
  const { chainId, owner, index, parentId, replacesParent = false } = parameters
  // before anybody is asked anything: its key would have no place
  if (config.vault.canWrap?.() === false) throw createLockedError(config.vault)
  const policy = copyPolicy(parameters.policy)
  const account = await getSmartAccount(config, { chainId, owner, index })
  config.getBundler(chainId)
  assertNoEscalation(policy, { account: account.address })

  const client = config.getClient(chainId)
  const scope = { chainId, account: account.address }
  const modules = [...new Set(policy.permissions.flatMap(moduleOf))]
  const [state, records, funds, found, foundModules] = await Promise.all([
    readAccountState(client, account.address),
    readAccountRecords(config.storage, scope),
    readChain(() => readFunds(client, account.address)),
    Promise.all(targetsOf(policy).map((address) => readTarget(client, address))),
    Promise.all(modules.map((address) => readTarget(client, address))),
    assertKeyOwner(client, owner),
  ])
  if (state.isUpgraded) throw new AccountUpgradedError({ account: account.address })
  assertNoEscalation(policy, {
    account: account.address,
    forbidden: state.modules,
    proxies: found,
  })
  const missing = foundModules.find(({ hasCode }) => !hasCode)
  if (missing) throw new ModuleWithoutCodeError({ module: missing.address, chainId })
  config.views.set(scope, state)
  const tree = await planKept(client, records, state)

  const privateKey = generatePrivateKey()
  const keyAddress = privateKeyToAddress(privateKey)
  const key: GrantKey = Object.freeze({ address: keyAddress, location: config.vault.location })
  const isReplaced = ({ id }: SessionRecord) => replacesParent && id === parentId

  const prepared = Object.freeze({
    sessionId: createId(),
    account,
    requested: policy,
    key,
    chainTime: state.chainTime,
    sponsored: config.getPaymaster(chainId) !== undefined,
    deploys: !state.deployed,
    ...funds,
    unknownRoot: tree && tree.unknown === 0 ? undefined : state.root,
    kept: (tree?.kept ?? []).filter((it) => !isReplaced(it)).map(toKeptSession),
    ends: (tree?.unfit ?? []).filter((it) => !isReplaced(it)).map(toKeptSession),
    targetsWithoutCode: found.filter(({ hasCode }) => !hasCode).map(({ address }) => address),
    modulesWithCode: modules,
    origin: parameters.origin ?? globalThis.location?.origin,
    parentId,
    replacesParent,
    replaced: replacesParent ? findReplaced(records, parentId, tree, state.chainTime) : undefined,
  })
  const wrappedKey = await config.vault.wrap(privateKey, { ...scope, keyAddress })
  config.drafts.set(key, { wrappedKey, prepared })
  return narrowGrant(prepared, policy)
}

function moduleOf(permission: Policy['permissions'][number]): Address[] {
  return permission.type === 'module' ? [getAddress(permission.module)] : []
}

function toKeptSession({ id, permissions, validAfter, validUntil }: SessionRecord): KeptSession {
  return Object.freeze({ sessionId: id, permissions, validAfter, validUntil })
}

function findReplaced(
  { sessions }: AccountRecords,
  parentId: string | undefined,
  tree: KeptSessions | undefined,
  chainTime: number,
): ReplacedSession | undefined {
  const parent = sessions.find(({ id }) => id === parentId)
  if (!parent) return undefined
  const { permissions, validAfter, validUntil, batch } = parent
  const isOver = validUntil !== 0 && validUntil < chainTime
  const isLive = !isOver && [...(tree?.kept ?? []), ...(tree?.unfit ?? [])].includes(parent)
  return { permissions, validAfter, validUntil, isLive, batch: batch !== false }
}

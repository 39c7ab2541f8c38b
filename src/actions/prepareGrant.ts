import { type Address, getAddress, type Hex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { assertKeyOwner } from '../account/assertKeyOwner.ts'
import { type AccountState, readAccountState } from '../account/readAccountState.ts'
import { readTarget } from '../account/readTarget.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { AccountUpgradedError } from '../errors/moduleErrors.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { assertNoEscalation } from '../policies/assertNoEscalation.ts'
import { targetOfPermission } from '../policies/targetOfPermission.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { createLockedError } from '../storage/vaults/createLockedError.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { KeyVault } from '../types/KeyVault.ts'
import type { Policy } from '../types/Policy.ts'
import type { SessionPermission } from '../types/Session.ts'
import type { Interval } from '../types/SessionLeaf.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { createId } from '../utils/createId.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { narrowGrant } from './narrowGrant.ts'

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

export interface GrantKey {
  readonly address: Address
  readonly location: KeyVault['location']
}

/** The session that a renewal takes the place of, as this device knows it. */
export interface ReplacedSession extends Interval {
  permissions: readonly SessionPermission[]
  /** Whether it can still be used, and so ends with the grant. Otherwise it is over already. */
  isLive: boolean
  /** Whether it can send several calls in one operation. */
  batch: boolean
}

/**
 * A grant that is ready to be shown: its key exists, wrapped, and its leaves are the very bytes
 * that would enter the root. Nothing is stored or sent yet.
 */
export interface PreparedGrant {
  sessionId: string
  account: SmartAccount
  /** What the dapp asked for. */
  requested: Policy
  /** What would be granted: the request, or less. */
  policy: Policy
  /** The session key: its address and where it would be kept. The key itself is not in here. */
  key: GrantKey
  permissions: readonly SessionPermission[]
  validAfter: number
  validUntil: number
  /** The chain's clock at preparation, Unix seconds. */
  chainTime: number
  /** Whether a paymaster pays for the gas. */
  sponsored: boolean
  /** Whether the grant deploys the account. */
  deploys: boolean
  /** The account's balance, wei. */
  balance: bigint
  /** What the account has deposited at the entry point, wei: it pays for gas, too. */
  deposit: bigint
  /** The root on the chain, when it holds sessions that this device does not know: they would end. */
  unknownRoot: Hex | undefined
  /** Targets where there is no contract. */
  targetsWithoutCode: readonly Address[]
  origin: string | undefined
  parentId: string | undefined
  /** Whether the parent ends with this grant. */
  replacesParent: boolean
  /** That parent, to tell what changes; nothing when this device does not know it. */
  replaced: ReplacedSession | undefined
}

/**
 * Prepares a grant for the user to read: checks the policy, creates the session key in the vault,
 * compiles the leaves, and looks at the account. `grantSession` takes the result.
 *
 * @throws EscalationError when the policy would let the key take over the account.
 * @throws AccountUpgradedError when the account runs other code than Biconomy V2's.
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
  const { policy, chainId, owner, index, parentId, replacesParent = false } = parameters
  // before anybody is asked anything: its key would have no place
  if (config.vault.canWrap?.() === false) throw createLockedError(config.vault)
  const account = await getSmartAccount(config, { chainId, owner, index })
  config.getBundler(chainId)
  assertNoEscalation(policy, { account: account.address })

  const client = config.getClient(chainId)
  const scope = { chainId, account: account.address }
  const targets = [...new Set(policy.permissions.map(targetOf))]
  const [state, records, found] = await Promise.all([
    readAccountState(client, account.address),
    readAccountRecords(config.storage, scope),
    Promise.all(targets.map((address) => readTarget(client, address))),
    assertKeyOwner(client, owner),
  ])
  if (state.upgraded) throw new AccountUpgradedError({ account: account.address })
  assertNoEscalation(policy, {
    account: account.address,
    forbidden: state.modules,
    proxies: found,
  })
  config.views.set(scope, state)

  const privateKey = generatePrivateKey()
  const keyAddress = privateKeyToAddress(privateKey)
  const key: GrantKey = Object.freeze({ address: keyAddress, location: config.vault.location })
  config.drafts.set(key, {
    wrappedKey: await config.vault.wrap(privateKey, { ...scope, keyAddress }),
    requested: policy,
    chainTime: state.chainTime,
  })
  const isKnownRoot = [records.root.root, records.root.staged?.root, zeroHash].includes(state.root)

  return narrowGrant(
    {
      sessionId: createId(),
      account,
      requested: policy,
      key,
      chainTime: state.chainTime,
      sponsored: config.getPaymaster(chainId) !== undefined,
      deploys: !state.deployed,
      balance: state.balance,
      deposit: state.deposit,
      unknownRoot: isKnownRoot ? undefined : state.root,
      targetsWithoutCode: found.filter(({ hasCode }) => !hasCode).map(({ address }) => address),
      origin: parameters.origin ?? globalThis.location?.origin,
      parentId,
      replacesParent,
      replaced: replacesParent ? findReplaced(records, parentId, state) : undefined,
    },
    policy,
  )
}

function findReplaced(
  { sessions }: AccountRecords,
  parentId: string | undefined,
  { chainTime, batchRouterEnabled }: AccountState,
): ReplacedSession | undefined {
  const parent = sessions.find(({ id }) => id === parentId)
  if (!parent) return undefined
  const { permissions, validAfter, validUntil, inRoot } = parent
  const isOver = validUntil !== 0 && validUntil < chainTime
  const batch = parent.batch !== false && batchRouterEnabled
  return { permissions, validAfter, validUntil, isLive: inRoot && !isOver, batch }
}

function targetOf(permission: Policy['permissions'][number]): Address {
  return getAddress(targetOfPermission(permission))
}

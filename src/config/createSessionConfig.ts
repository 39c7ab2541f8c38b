import type { Client, Transport } from 'viem'
import type { BundlerClient } from '../account/createBundlerClient.ts'
import { createNonceLanes, type NonceLanes } from '../account/createNonceLanes.ts'
import type { PaymasterClient, PaymasterOptions } from '../account/createPaymasterClient.ts'
import { BundlerNotConfiguredError } from '../errors/BundlerNotConfiguredError.ts'
import { ClientNotConfiguredError } from '../errors/ClientNotConfiguredError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { plainText } from '../policies/plainText.ts'
import {
  type DescriptorFiles,
  type ReadDescriptor,
  readDescriptors,
} from '../policies/readDescriptors.ts'
import { indexedDb } from '../storage/drivers/indexedDb.ts'
import { oneContext } from '../storage/oneContext.ts'
import { requireSupport } from '../storage/requireSupport.ts'
import { deviceVault } from '../storage/vaults/deviceVault.ts'
import type { KeyVault, WrappedKey } from '../types/KeyVault.ts'
import type { GrantDraft } from '../types/PreparedGrant.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { type AccountLock, createAccountLock } from './createAccountLock.ts'
import { type Approvals, createApprovals } from './createApprovals.ts'
import { type ChainViews, createChainViews } from './createChainViews.ts'
import { createWatchedScopes, type WatchedScopes } from './createWatchedScopes.ts'
import { lazyBundlerClient, lazyPaymasterClient } from './lazyServices.ts'

export interface CreateSessionConfigParameters {
  /** Where sessions are kept. @default indexedDb() */
  storage?: SessionStorageDriver | undefined
  /** What keeps their keys from being read. @default deviceVault() */
  vault?: KeyVault | undefined
  /** An ERC-4337 bundler (EntryPoint v0.6) for each chain: its URL, or a viem transport. */
  bundler: Readonly<Record<number, string | Transport>>
  /**
   * Who pays for gas, for each chain. Without one the smart account pays. Say which interface it
   * speaks with `type`, where you know it; otherwise it is asked once.
   */
  paymaster?: Readonly<Record<number, PaymasterOptions>> | undefined
  /**
   * How to read each chain. In React the wagmi config around `SessionProvider` is used; give
   * clients where there is none: in a backend, a bot or an agent.
   */
  clients?: Readonly<Record<number, Client>> | undefined
  /**
   * ERC-7730 files of the contracts that the app calls, by name, or as a list; a file that includes
   * another one has to have a name. The approval shows their words beside the function's name, as
   * what the app calls it. A file that cannot be used is passed over: `readDescriptors` says which,
   * and why.
   */
  intents?: DescriptorFiles | readonly ReadDescriptor[] | undefined
  /** How often a new block is looked for while an operation is awaited, milliseconds. @default 250 */
  pollingInterval?: number | undefined
  /** How long to wait for an operation to be mined, milliseconds. @default 120_000 */
  timeout?: number | undefined
  /**
   * How long a single request to a bundler or paymaster may take, milliseconds.
   * @default 10_000
   */
  requestTimeout?: number | undefined
  /**
   * How deep a block has to be to count as final, blocks. A grant or revocation in a newer one is
   * looked at again whenever sessions are reconciled: should the chain have dropped its block, it is
   * sent again, or taken back.
   * @default 64
   */
  finality?: number | undefined
}

/** What the core keeps of a grant while whatever shows it may change its copy. */
export interface KeptDraft {
  wrappedKey: WrappedKey
  prepared: GrantDraft
}

/** What every action and hook works with. Made by `createSessionConfig`. */
export interface SessionConfig {
  readonly storage: SessionStorageDriver
  readonly vault: KeyVault
  readonly pollingInterval: number
  readonly timeout: number
  /** Blocks. */
  readonly finality: number
  readonly intents: readonly ReadDescriptor[]
  /** @throws ClientNotConfiguredError */
  getClient(chainId: number): Client
  /** @throws BundlerNotConfiguredError */
  getBundler(chainId: number): BundlerClient
  getPaymaster(chainId: number): PaymasterClient | undefined
  /** @internal */
  readonly lock: AccountLock
  /** @internal */
  readonly lanes: NonceLanes
  /** @internal Names this page or process in what it stages. */
  readonly holder: string
  /** @internal Grants that are prepared and not granted, by their keys; in memory alone. */
  readonly drafts: WeakMap<object, KeptDraft>
  /** @internal */
  readonly views: ChainViews
  /** @internal */
  readonly watched: WatchedScopes
  /** @internal */
  readonly approvals: Approvals
}

/**
 * Brings together where sessions are kept and how user operations are sent. Make one for the app,
 * outside of components.
 *
 * @throws InvalidParameterError when the storage cannot keep leaves and root together, and when one
 * of `intents` is no object, or cannot be told which of the others it includes.
 *
 * @example
 * const config = createSessionConfig({
 *   bundler: { [polygonAmoy.id]: 'https://…' },
 *   paymaster: { [polygonAmoy.id]: { url: 'https://…' } },
 * })
 */
export function createSessionConfig(parameters: CreateSessionConfigParameters): SessionConfig {
  const { storage: given = indexedDb(), vault = deviceVault(), clients = {} } = parameters
  requireSupport(given)
  const storage = oneContext(given)
  const { requestTimeout } = parameters
  // a config around this one brings its own clients, and with them its own bundlers
  const bundlers = new WeakMap<SessionConfig, Map<number, BundlerClient>>()
  const paymasters = new Map<number, PaymasterClient>()

  const config: SessionConfig = {
    storage,
    vault,
    pollingInterval: parameters.pollingInterval ?? 250,
    timeout: parameters.timeout ?? 120_000,
    finality: parameters.finality ?? 64,
    intents: readIntents(parameters.intents),
    getClient(chainId) {
      const client = clients[chainId]
      if (!client) throw new ClientNotConfiguredError({ chainId })
      return client
    },
    getBundler(chainId) {
      const own = bundlers.get(this) ?? new Map<number, BundlerClient>()
      bundlers.set(this, own)
      const known = own.get(chainId)
      if (known) return known
      const url = parameters.bundler[chainId]
      if (!url) throw new BundlerNotConfiguredError({ chainId })
      const getClient = () => this.getClient(chainId)
      const bundler = lazyBundlerClient({ getClient, url, chainId, timeout: requestTimeout })
      own.set(chainId, bundler)
      return bundler
    },
    getPaymaster(chainId) {
      const known = paymasters.get(chainId)
      if (known) return known
      const options = parameters.paymaster?.[chainId]
      if (!options) return undefined
      const paymaster = lazyPaymasterClient(chainId, { ...options, timeout: requestTimeout })
      paymasters.set(chainId, paymaster)
      return paymaster
    },
    lock: createAccountLock(),
    lanes: createNonceLanes(),
    holder: createHolder(),
    drafts: new WeakMap(),
    views: createChainViews(),
    watched: createWatchedScopes(),
    approvals: createApprovals(),
  }
  return config
}

/** What a developer has to put right is said at once; files that are about something else are not. */
function readIntents(files: CreateSessionConfigParameters['intents']): readonly ReadDescriptor[] {
  if (files === undefined) return []
  if (typeof files !== 'object' || files === null) {
    throw new InvalidParameterError({
      parameter: 'intents',
      problem: 'is neither a list of ERC-7730 files nor files by name',
      fix: "Give `{ 'calldata-vault.json': vault, 'common-vault.json': common }`.",
    })
  }
  const { descriptors, skipped } = readDescriptors(files)
  for (const { file, reason, include = '' } of skipped) {
    const parameter = `intents[${typeof file === 'number' ? file : `'${plainText(file, 60)}'`}]`
    if (reason === 'not-an-object') {
      throw new InvalidParameterError({
        parameter,
        problem: 'is not an ERC-7730 file, which is a JSON object',
        fix: 'Parse the file first: `JSON.parse(text)`.',
      })
    }
    if (reason === 'include-ambiguous') {
      throw new InvalidParameterError({
        parameter,
        problem: `includes '${plainText(include, 60)}', and several of the files could be that one`,
        fix: "Give the files by their names: `{ 'calldata-vault.json': vault, 'common-vault.json': common }`.",
      })
    }
  }
  return descriptors
}

function createHolder(): string {
  return Math.random().toString(36).slice(2) + Date.now().toString(36)
}

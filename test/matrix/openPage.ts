import {
  createPublicClient,
  createWalletClient,
  custom,
  type Hash,
  type Hex,
  http,
  type PublicClient,
  toFunctionSelector,
  type WalletClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { createSessionConfig, type SessionConfig } from '../../src/config/createSessionConfig.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import type { RootRecord, SessionRecord } from '../../src/types/AccountRecords.ts'
import type { SessionMessage } from '../../src/types/SessionState.ts'
import type { SessionStorageDriver, StorageOperation } from '../../src/types/Storage.ts'
import type { Devnet } from '../devnet/Devnet.ts'
import type { StepGate } from './createStepGate.ts'

/** What happened outside of the page while it ran: the judge's own notes. */
export type Fact =
  /** The owner's own signature left the wallet. */
  | { type: 'signed' }
  /** The bundler took an operation. */
  | { type: 'sent'; userOpHash: Hash }
  /** A session was written into the storage, or was about to be. */
  | { type: 'session'; session: SessionRecord }

export interface Page {
  config: SessionConfig
  wallet: WalletClient
  client: PublicClient
}

export type MatrixDevnet = Pick<
  Devnet,
  'chainId' | 'rpcUrl' | 'bundlerUrl' | 'paymasterUrl' | 'contracts'
>

export interface OpenPageParameters {
  devnet: MatrixDevnet
  ownerKey: Hex
  storage: SessionStorageDriver
  /** Without one every call goes straight on. */
  gate?: StepGate | undefined
  onFact?: ((fact: Fact) => void) | undefined
  /** Milliseconds. @default 20_000 */
  timeout?: number | undefined
}

/** A page of a user whose every call to somebody else goes through a gate. */
export function openPage(parameters: OpenPageParameters): Page {
  const { devnet, ownerKey, storage, gate, onFact = () => undefined } = parameters
  const { chainId, rpcUrl, bundlerUrl, paymasterUrl } = devnet
  const chain = { ...polygonAmoy, rpcUrls: { default: { http: [rpcUrl] } } }
  const pass: StepGate['pass'] = (call, act) => (gate ? gate.pass(call, act) : act())

  const transport = (service: 'node' | 'bundler' | 'paymaster', url: string) =>
    http(url, {
      retryCount: 0,
      fetchFn(input, init) {
        const { method, params } = JSON.parse(String(init?.body)) as Rpc
        const effect = method === 'eth_sendUserOperation'
        return pass({ service, call: nameOf(method, params), effect }, async () => {
          // read to its end, so that a page that is stopped leaves nothing half done
          const response = await fetch(input, init ?? {})
          const text = await response.text()
          if (effect) {
            const { result } = JSON.parse(text) as { result?: Hash }
            if (result) onFact({ type: 'sent', userOpHash: result })
          }
          const { status } = response
          return new Response(text, { status, headers: { 'content-type': 'application/json' } })
        })
      },
    })
  const client = createPublicClient({ chain, transport: transport('node', rpcUrl) })
  const owner = privateKeyToAccount(ownerKey)
  const wallet = createWalletClient({
    account: owner.address,
    chain,
    transport: custom(
      {
        request: ({ method, params }: Rpc) =>
          pass(
            { service: 'wallet', call: method, effect: method === 'personal_sign' },
            async () => {
              if (method === 'eth_chainId') return `0x${chainId.toString(16)}`
              if (method === 'eth_accounts') return [owner.address]
              if (method !== 'personal_sign') throw new Error(`This wallet has no ${method}.`)
              const signature = await owner.signMessage({ message: { raw: params[0] as Hex } })
              onFact({ type: 'signed' })
              return signature
            },
          ),
      },
      { retryCount: 0 },
    ),
  })
  const config = createSessionConfig({
    storage: gatedStorage(storage, pass, onFact),
    vault: secretVault({ secret: new Uint8Array(32).fill(7) }),
    bundler: { [chainId]: transport('bundler', bundlerUrl) },
    paymaster: { [chainId]: { url: transport('paymaster', paymasterUrl), type: 'biconomy' } },
    clients: { [chainId]: client },
    pollingInterval: 40,
    timeout: parameters.timeout ?? 20_000,
  })
  return { config, wallet, client }
}

interface Rpc {
  method: string
  params: readonly unknown[]
}

const functions = {
  [toFunctionSelector('getSessionKeys(address)')]: 'getSessionKeys',
  [toFunctionSelector('getNonce(address,uint192)')]: 'getNonce',
  [toFunctionSelector('getModulesPaginated(address,uint256)')]: 'getModulesPaginated',
  [toFunctionSelector(
    'simulateValidation((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,bytes))',
  )]: 'simulateValidation',
} as Readonly<Record<Hex, string>>

function nameOf(method: string, params: readonly unknown[]): string {
  if (method === 'eth_call') {
    const { data = '0x' } = params[0] as { data?: Hex }
    // the root is read together with the modules: its selector is inside
    const name = Object.keys(functions).find((selector) => data.includes(selector.slice(2)))
    return `eth_call ${functions[name as Hex] ?? 'other'}`
  }
  if (method === 'eth_getBlockByNumber') {
    const [block] = params
    return `${method} ${block === 'latest' || block === 'pending' ? block : 'by number'}`
  }
  return method
}

function gatedStorage(
  storage: SessionStorageDriver,
  pass: StepGate['pass'],
  onFact: (fact: Fact) => void,
): SessionStorageDriver {
  const service = 'storage'
  return {
    ...storage,
    get: (address) => pass({ service, call: `get ${address.kind}` }, () => storage.get(address)),
    list: (prefix, options) =>
      pass({ service, call: `list ${prefix.kind ?? 'all'}` }, () => storage.list(prefix, options)),
    put: (address, value, options) =>
      pass({ service, call: `put ${address.kind}${statusIn(value as never)}`, effect: true }, () =>
        storage.put(address, value, options),
      ),
    delete: (address, options) =>
      pass({ service, call: `delete ${address.kind}`, effect: true }, () =>
        storage.delete(address, options),
      ),
    batch(operations) {
      return pass({ service, call: `batch ${phaseOf(operations)}`, effect: true }, () => {
        for (const operation of operations)
          if (operation.type === 'put' && operation.address.kind === 'session')
            onFact({ type: 'session', session: operation.value as unknown as SessionRecord })
        return storage.batch(operations)
      })
    },
  }
}

/** The newest transaction of a journal. */
function statusIn({ messages = [] }: { messages?: readonly SessionMessage[] }): string {
  const newest = messages.findLast(({ type }) => type === 'transaction')
  return newest ? ` (${String(newest.status)})` : ''
}

/** What a batch does to the root's record, which every step of a change writes. */
function phaseOf(operations: readonly StorageOperation[]): string {
  const put = operations.find(({ address }) => address.kind === 'root')
  if (put?.type !== 'put') return operations.map(({ address }) => address.kind).join()
  const { staged } = put.value as unknown as RootRecord
  if (!staged) return operations.length > 1 ? 'root: settled' : 'root: cleared'
  if (!staged.operation) return staged.aliveAt ? 'root: alive' : 'root: staged'
  return staged.operation.accepted ? 'root: accepted' : 'root: signed'
}

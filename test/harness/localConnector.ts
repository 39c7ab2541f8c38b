import {
  type Account,
  type Address,
  getAddress,
  type Hex,
  hexToNumber,
  isAddressEqual,
  type LocalAccount,
  numberToHex,
  UserRejectedRequestError,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { type CreateConnectorFn, createConnector } from 'wagmi'

/** What the user of a wallet does when it asks for a signature, or what the wallet does instead. */
export type WalletAnswer =
  | 'sign'
  | 'reject'
  | 'wait'
  | ((request: { signed(): Promise<Hex> }) => unknown)

/** A wallet whose user is the test: it outlives the page's configs, as an extension does. */
export interface LocalWallet {
  readonly accounts: readonly Address[]
  /** The account that the page sees. */
  readonly address: Address
  answer: WalletAnswer
  /** How many signatures were asked for. */
  readonly signatureRequests: number
  /** The user picks another account. */
  switchAccount(index: number): void
  /** The user picks another chain. */
  switchChain(chainId: number): void
  /** The user disconnects the page from within the wallet. */
  disconnect(): void
  /** Says yes or no to a request that waits. */
  settle(answer: 'sign' | 'reject'): void
  /** Its connector, for one wagmi config. */
  connector(): CreateConnectorFn
}

interface LocalWalletOptions {
  chainId: number
  rpcUrl: string
  /** @default 2 new ones */
  accounts?: readonly LocalAccount[]
}

type Request = { method: string; params?: unknown }
type Provider = { request(request: Request): Promise<unknown> }
type Listener = { onAccount(address: Address): void; onChain(id: number): void; onEnd(): void }

/** A wallet over local keys, and whatever the node answers to the rest. */
export function createLocalWallet(options: LocalWalletOptions): LocalWallet {
  const { rpcUrl, accounts = [newAccount(), newAccount()] } = options
  const listeners = new Set<Listener>()
  let index = 0
  let chainId = options.chainId
  let connected = false
  let signatureRequests = 0
  let waiting: ((answer: 'sign' | 'reject') => void)[] = []
  const account = () => {
    const current = accounts[index]
    if (!current) throw new Error('The wallet has no such account.')
    return current
  }

  const sign = async (data: Hex, signer: Account['address']): Promise<unknown> => {
    signatureRequests += 1
    const signed = async () => {
      const found = accounts.find(({ address }) => isAddressEqual(address, signer))
      if (!found) throw new Error(`The wallet does not have ${signer}.`)
      return found.signMessage({ message: { raw: data } })
    }
    if (typeof wallet.answer === 'function') return wallet.answer({ signed })
    const answer =
      wallet.answer === 'wait'
        ? await new Promise<'sign' | 'reject'>((resolve) => waiting.push(resolve))
        : wallet.answer
    if (answer === 'reject') throw new UserRejectedRequestError(new Error('No.'))
    return signed()
  }

  const provider: Provider = {
    async request({ method, params }) {
      const list = (Array.isArray(params) ? params : []) as unknown[]
      switch (method) {
        case 'eth_chainId':
          return numberToHex(chainId)
        case 'eth_accounts':
        case 'eth_requestAccounts':
          return [account().address]
        case 'personal_sign':
          return sign(list[0] as Hex, list[1] as Address)
        case 'wallet_switchEthereumChain':
          wallet.switchChain(hexToNumber((list[0] as { chainId: Hex }).chainId))
          return null
      }
      const response = await fetch(rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      })
      const { result, error } = (await response.json()) as {
        result?: unknown
        error?: { message: string }
      }
      if (error) throw new Error(error.message)
      return result
    },
  }

  const wallet: LocalWallet = {
    accounts: accounts.map(({ address }) => address),
    answer: 'sign',
    get address() {
      return account().address
    },
    get signatureRequests() {
      return signatureRequests
    },
    switchAccount(next) {
      index = next
      for (const listener of listeners) listener.onAccount(account().address)
    },
    switchChain(next) {
      chainId = next
      for (const listener of listeners) listener.onChain(next)
    },
    disconnect() {
      connected = false
      for (const listener of listeners) listener.onEnd()
    },
    settle(answer) {
      for (const resolve of waiting) resolve(answer)
      waiting = []
    },
    connector: () =>
      createConnector<Provider>(({ chains, emitter }) => {
        const listener: Listener = {
          onAccount: (address) => emitter.emit('change', { accounts: [address] }),
          onChain: (id) => emitter.emit('change', { chainId: id }),
          onEnd: () => emitter.emit('disconnect'),
        }
        return {
          id: 'local',
          name: 'Local wallet',
          type: 'local',
          async connect() {
            connected = true
            listeners.add(listener)
            return { accounts: [getAddress(account().address)] as never, chainId }
          },
          async disconnect() {
            connected = false
            listeners.delete(listener)
          },
          getAccounts: async () => [getAddress(account().address)],
          getChainId: async () => chainId,
          getProvider: async () => provider,
          isAuthorized: async () => connected,
          async switchChain(parameters) {
            const chain = chains.find(({ id }) => id === parameters.chainId)
            if (!chain) throw new Error('The page has no such chain.')
            wallet.switchChain(chain.id)
            return chain
          },
          onAccountsChanged: () => undefined,
          onChainChanged: () => undefined,
          onDisconnect: () => undefined,
        }
      }),
  }
  return wallet
}

function newAccount(): LocalAccount {
  return privateKeyToAccount(generatePrivateKey())
}

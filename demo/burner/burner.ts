import {
  custom,
  type EIP1193RequestFn,
  type Hex,
  http,
  numberToHex,
  SwitchChainError,
  type Transport,
  UnauthorizedProviderError,
  UnsupportedProviderMethodError,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { createConnector } from 'wagmi'
import { askToSign } from './askToSign.ts'
import { burnerAccounts } from './burnerAccounts.ts'

const place = 'mintery.burner.connected'

interface Request {
  method: string
  params?: unknown
}

/**
 * A wallet without an extension, for demos: its keys lie in localStorage, readable to every script
 * of the page. It asks before each signature, as a wallet does, and sends no transactions.
 */
export function burner() {
  return createConnector<ReturnType<Transport<'custom', unknown, EIP1193RequestFn>>>((config) => {
    const [chain] = config.chains
    const node = http(chain.rpcUrls.default.http[0])({ chain })
    const isConnected = () => localStorage.getItem(place) !== null
    const accounts = () => [burnerAccounts.get().selected] as const
    let unsubscribe: (() => void) | undefined
    const follow = () => {
      unsubscribe ??= burnerAccounts.subscribe(() =>
        config.emitter.emit('change', { accounts: accounts() }),
      )
    }

    const request = async ({ method, params }: Request): Promise<unknown> => {
      switch (method) {
        case 'eth_chainId':
          return numberToHex(chain.id)
        case 'eth_accounts':
          return isConnected() ? accounts() : []
        case 'eth_requestAccounts':
          return accounts()
        case 'personal_sign': {
          const [message, address] = params as [Hex, Hex]
          const account = privateKeyToAccount(burnerAccounts.selectedKey())
          if (address.toLowerCase() !== account.address.toLowerCase())
            throw new UnauthorizedProviderError(new Error(`${address} is not selected.`))
          await askToSign({ address: account.address, message })
          return account.signMessage({ message: { raw: message } })
        }
        default:
          if (/^(eth_sign|eth_send|wallet_)/.test(method))
            throw new UnsupportedProviderMethodError(new Error(`The burner has no ${method}.`))
          return node.request({ method, params })
      }
    }

    return {
      id: 'burner',
      name: 'Burner wallet',
      type: 'burner',
      async connect({ withCapabilities } = {}) {
        localStorage.setItem(place, 'yes')
        follow()
        const connected = accounts()
        return {
          // the two shapes depend on a type parameter that no value can name
          accounts: (withCapabilities
            ? connected.map((address) => ({ address, capabilities: {} }))
            : connected) as never,
          chainId: chain.id,
        }
      },
      async disconnect() {
        unsubscribe?.()
        unsubscribe = undefined
        localStorage.removeItem(place)
      },
      getAccounts: async () => accounts(),
      getChainId: async () => chain.id,
      getProvider: async () => custom({ request })({ retryCount: 0 }),
      isAuthorized: async () => isConnected(),
      async switchChain({ chainId }) {
        if (chainId !== chain.id) throw new SwitchChainError(new Error('It knows one chain.'))
        return chain
      },
      onAccountsChanged: () => undefined,
      onChainChanged: () => undefined,
      onDisconnect: () => config.emitter.emit('disconnect'),
    }
  })
}

import type { Address, Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/** What the burner wallet keeps, in the open: a key in localStorage is a key for a demo. */
interface BurnerState {
  keys: readonly Hex[]
  selected: number
}

export interface BurnerAccounts {
  addresses: readonly Address[]
  selected: Address
}

const place = 'mintery.burner'
const listeners = new Set<() => void>()
let state: BurnerState | undefined
let snapshot: BurnerAccounts | undefined

/** The accounts of the burner wallet. The first one is made when it is first asked for. */
export const burnerAccounts = {
  get(): BurnerAccounts {
    snapshot ??= describe(read())
    return snapshot
  },
  /** The private key of the selected account, for the wallet alone. */
  selectedKey(): Hex {
    return keyAt(read())
  },
  select(address: Address) {
    const selected = burnerAccounts.get().addresses.indexOf(address)
    if (selected >= 0) write({ ...read(), selected })
  },
  create() {
    const { keys } = read()
    write({ keys: [...keys, generatePrivateKey()], selected: keys.length })
  },
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

function read(): BurnerState {
  if (state) return state
  const stored = localStorage.getItem(place)
  state = stored ? (JSON.parse(stored) as BurnerState) : undefined
  if (!state || state.keys.length === 0) {
    state = { keys: [generatePrivateKey()], selected: 0 }
    localStorage.setItem(place, JSON.stringify(state))
  }
  return state
}

function write(next: BurnerState) {
  state = next
  snapshot = undefined
  localStorage.setItem(place, JSON.stringify(next))
  for (const listener of [...listeners]) listener()
}

function keyAt({ keys, selected }: BurnerState): Hex {
  const key = keys[selected] ?? keys[0]
  if (!key) throw new Error('The burner wallet has no account.')
  return key
}

function describe(current: BurnerState): BurnerAccounts {
  const addressOf = (key: Hex) => privateKeyToAccount(key).address
  return { addresses: current.keys.map(addressOf), selected: addressOf(keyAt(current)) }
}

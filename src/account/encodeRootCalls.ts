import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { Call } from '../types/Policy.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import type { AccountState } from './readAccountState.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

/**
 * What becomes of the batch router with a change: `on` for a session that was granted for batches just
 * now, `as-is` where another one that stays may need it, `off` where none does. Anybody can make an
 * account with the router pay fees, so it is never on for nothing.
 */
export type RouterChange = 'on' | 'as-is' | 'off'

/** The list of modules on the chain begins with this. */
const sentinel: Address = '0x0000000000000000000000000000000000000001'

/**
 * The calls that set the root, and that enable the session modules which it needs and disable those
 * that it does not: without sessions both.
 */
export function encodeRootCalls(
  account: Address,
  state: Pick<AccountState, 'modules'>,
  { root, router }: { root: Hex; router: RouterChange },
): Call[] {
  const { sessionKeyManager, batchedSessionRouter } = moduleAddresses
  const modules = [...state.modules]
  const indexOf = (module: Address) => modules.findIndex((it) => isSameAddress(it, module))
  const toAccount = (data: Hex): Call => ({ to: account, data })
  const enable = (module: Address): Call[] => {
    if (indexOf(module) >= 0) return []
    // a new module goes to the front of the list
    modules.unshift(module)
    return [
      toAccount(
        encodeFunctionData({ abi: smartAccountAbi, functionName: 'enableModule', args: [module] }),
      ),
    ]
  }
  const disable = (module: Address): Call[] => {
    const index = indexOf(module)
    if (index < 0) return []
    const before = modules[index - 1] ?? sentinel
    modules.splice(index, 1)
    const args = [before, module] as const
    return [
      toAccount(encodeFunctionData({ abi: smartAccountAbi, functionName: 'disableModule', args })),
    ]
  }
  const hasSessions = BigInt(root) !== 0n
  return [
    ...(hasSessions ? enable(sessionKeyManager) : []),
    ...(hasSessions && router === 'on' ? enable(batchedSessionRouter) : []),
    {
      to: sessionKeyManager,
      data: encodeFunctionData({
        abi: sessionKeyManagerAbi,
        functionName: 'setMerkleRoot',
        args: [root],
      }),
    },
    ...(!hasSessions || router === 'off' ? disable(batchedSessionRouter) : []),
    ...(hasSessions ? [] : disable(sessionKeyManager)),
  ]
}

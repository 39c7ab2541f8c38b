import { type Address, encodeFunctionData, type Hex, zeroHash } from 'viem'
import type { Call } from '../types/Policy.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

const { sessionKeyManager, batchedSessionRouter } = moduleAddresses

/** Before the first module in the account's list. */
const sentinel: Address = '0x0000000000000000000000000000000000000001'

export interface RootCallsOptions {
  root: Hex
  /** What becomes of the batch router. @default it stays as it is; disabled with the empty root */
  router?: 'enable' | 'disable' | undefined
}

/**
 * The calls that set the root, with those that enable what the sessions need and disable what none
 * of them needs any more. With the empty root both session modules go: a router that stays enabled
 * lets anybody spend the account's coin on fees.
 */
export function encodeRootCalls(
  account: Address,
  /** The account's modules, in the order of its list. */
  state: { modules: readonly Address[] },
  { root, router }: RootCallsOptions,
): Call[] {
  // each call finds the list as those before it left it
  const modules = [...state.modules]
  const isEnabled = (module: Address) => modules.some((it) => isSameAddress(it, module))
  const enable = (module: Address): Call[] => {
    if (isEnabled(module)) return []
    modules.unshift(module)
    return [{ to: account, data: encodeEnableModule(module) }]
  }
  const disable = (module: Address): Call[] => {
    const index = modules.findIndex((it) => isSameAddress(it, module))
    if (index === -1) return []
    const previous = modules[index - 1] ?? sentinel
    modules.splice(index, 1)
    return [
      {
        to: account,
        data: encodeFunctionData({
          abi: smartAccountAbi,
          functionName: 'disableModule',
          args: [previous, module],
        }),
      },
    ]
  }
  const set: Call = {
    to: sessionKeyManager,
    data: encodeFunctionData({
      abi: sessionKeyManagerAbi,
      functionName: 'setMerkleRoot',
      args: [root],
    }),
  }
  if (root === zeroHash)
    return [set, ...disable(batchedSessionRouter), ...disable(sessionKeyManager)]
  return [
    ...enable(sessionKeyManager),
    ...(router === 'enable' ? enable(batchedSessionRouter) : []),
    set,
    ...(router === 'disable' ? disable(batchedSessionRouter) : []),
  ]
}

/** The account's calldata that enables a module. */
export function encodeEnableModule(module: Address): Hex {
  return encodeFunctionData({
    abi: smartAccountAbi,
    functionName: 'enableModule',
    args: [module],
  })
}

import { type Address, createTestClient, encodeFunctionData, http, parseAbi } from 'viem'
import { readAccountState } from '../../src/account/readAccountState.ts'
import { sendOwnerTransaction } from '../../src/actions/sendOwnerTransaction.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import type { TestDapp } from './createTestDapp.ts'

const abi = parseAbi([
  'function enableModule(address module)',
  'function disableModule(address prev, address module)',
  'function updateImplementation(address implementation)',
])
const sentinel = '0x0000000000000000000000000000000000000001'

/** Which of the session modules are enabled. */
export async function sessionModules(
  dapp: TestDapp,
): Promise<{ manager: boolean; router: boolean }> {
  const state = await readAccountState(dapp.client, dapp.account.address)
  return { manager: state.keyManagerEnabled, router: state.batchRouterEnabled }
}

/** Enables a module past the kit, as the SDK or an earlier version would have. */
export function enableModule(dapp: TestDapp, module: Address) {
  return ownCall(dapp, encodeFunctionData({ abi, functionName: 'enableModule', args: [module] }))
}

/** Disables a module past the kit. */
export async function disableModule(dapp: TestDapp, module: Address) {
  const { modules } = await readAccountState(dapp.client, dapp.account.address)
  const at = modules.findIndex((it) => it.toLowerCase() === module.toLowerCase())
  const previous = modules[at - 1] ?? sentinel
  return ownCall(
    dapp,
    encodeFunctionData({ abi, functionName: 'disableModule', args: [previous, module] }),
  )
}

/** Gives the account other code, as an upgrade does. */
export function upgradeAccount(dapp: TestDapp, implementation: Address) {
  const args = [implementation] as const
  return ownCall(dapp, encodeFunctionData({ abi, functionName: 'updateImplementation', args }))
}

/** Another copy of the account's code, elsewhere. */
export async function copyImplementation(dapp: TestDapp, rpcUrl: string): Promise<Address> {
  const anvil = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  const code = await dapp.client.getCode({ address: moduleAddresses.implementation })
  if (!code) throw new Error('The devnet has no account implementation.')
  const address: Address = '0x00000000000000000000000000000000000c0de2'
  await anvil.setCode({ address, bytecode: code })
  return address
}

function ownCall(dapp: TestDapp, data: `0x${string}`) {
  const { config, chainId, wallet, account } = dapp
  return sendOwnerTransaction(config, { chainId, wallet, calls: [{ to: account.address, data }] })
}

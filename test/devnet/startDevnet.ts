import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { compileContracts } from './compileContracts.ts'
import type { Devnet } from './Devnet.ts'
import { deployContracts } from './deployContracts.ts'
import { devnetAccounts } from './devnetAccounts.ts'
import { startGateway } from './gateway/startGateway.ts'
import { startAlto } from './startAlto.ts'
import { startAnvil } from './startAnvil.ts'

const chainId = 80002

type StartDevnetOptions = {
  /** Port of the chain's JSON-RPC. By default any free one. */
  rpcPort?: number
  /** Port of bundler, paymaster and faucet. By default any free one. */
  gatewayPort?: number
  /** Where anvil and Alto write `anvil.log` and `alto.log`. By default nowhere. */
  logDirectory?: string
  /** Called with each line of progress. */
  log?: (line: string) => void
  /**
   * Called after anvil or Alto ended by itself and the rest was stopped. By default the error is
   * an unhandled rejection, which ends the process or fails the test run.
   */
  onFailure?: (error: Error) => void
}

/** Starts a chain with the contracts of Biconomy's Smart Account V2, a bundler and a paymaster. */
export async function startDevnet({
  rpcPort = 0,
  gatewayPort = 0,
  logDirectory,
  log = () => {},
  onFailure,
}: StartDevnetOptions = {}): Promise<Devnet> {
  const logFile = (name: string) =>
    logDirectory === undefined ? undefined : path.join(logDirectory, name)
  if (logDirectory !== undefined) await mkdir(logDirectory, { recursive: true })

  const parts: { stop(): Promise<void>; failed?: Promise<never> }[] = []
  let stopped: Promise<unknown> | undefined
  const stop = async () => {
    stopped ??= Promise.all(parts.map((part) => part.stop()))
    await stopped
  }

  try {
    const artifacts = await compileContracts(log)

    log('Starting anvil.')
    const anvil = await startAnvil({ chainId, port: rpcPort, logFile: logFile('anvil.log') })
    parts.push(anvil)
    const { rpcUrl } = anvil

    log('Deploying the contracts.')
    const contracts = await deployContracts({ rpcUrl, artifacts })

    log('Starting Alto.')
    const alto = await startAlto({ rpcUrl, logFile: logFile('alto.log') })
    parts.push(alto)

    const gateway = await startGateway({
      chainId,
      port: gatewayPort,
      rpcUrl,
      bundlerRpcUrl: alto.bundlerRpcUrl,
      paymaster: contracts.verifyingPaymaster,
    })
    parts.push(gateway)

    Promise.race([anvil.failed, alto.failed]).catch(async (error: Error) => {
      await stop()
      if (!onFailure) throw error
      onFailure(error)
    })

    return {
      chainId,
      rpcUrl,
      bundlerUrl: `${gateway.url}/api/v2/${chainId}/devnet`,
      paymasterUrl: `${gateway.url}/api/v1/${chainId}/devnet`,
      faucetUrl: `${gateway.url}/faucet`,
      contracts,
      accounts: devnetAccounts.users,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

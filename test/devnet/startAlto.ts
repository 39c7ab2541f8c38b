import { createRequire } from 'node:module'
import { devNull } from 'node:os'
import path from 'node:path'
import { canonicalAddresses } from './canonicalAddresses.ts'
import { devnetAccounts } from './devnetAccounts.ts'
import { spawnGuarded } from './spawnGuarded.ts'

type StartAltoParameters = {
  rpcUrl: string
  logFile?: string | undefined
}

/** Starts the bundler on a free port. */
export async function startAlto({ rpcUrl, logFile }: StartAltoParameters) {
  const { bundlerExecutors, bundlerUtility } = devnetAccounts
  const alto = spawnGuarded({
    name: 'Alto',
    command: process.execPath,
    args: [
      altoCli(),
      ...['--entrypoints', canonicalAddresses.entryPoint],
      ...['--rpc-url', rpcUrl],
      ...['--port', '0'],
      ...['--executor-private-keys', bundlerExecutors.map((key) => key.privateKey).join(',')],
      ...['--utility-private-key', bundlerUtility.privateKey],
      // The full ERC-4337 rules need a tracer that anvil does not have.
      ...['--safe-mode', 'false'],
      // Many sends at once from one account, each in its own nonce lane.
      ...['--mempool-max-parallel-ops', '100'],
      ...['--enforce-unique-senders-per-bundle', 'false'],
      // Bundle at once and look for the receipt at once: the chain mines instantly.
      ...['--min-bundle-interval', '20'],
      ...['--max-bundle-interval', '50'],
      ...['--block-time', '100'],
      // One JSON object per line, and of those only what is needed to know the port and to see
      // what went wrong.
      ...['--json', 'true'],
      ...['--log-level', 'warn'],
      ...['--rpc-log-level', 'info'],
    ],
    // Alto would load a `.env` file.
    env: { DOTENV_CONFIG_PATH: devNull },
    logFile,
  })
  try {
    const [, port] = await alto.lineMatching(/Server listening at http:\/\/\S+?:(\d+)/)
    return { ...alto, bundlerRpcUrl: `http://127.0.0.1:${port}/rpc` }
  } catch (error) {
    await alto.stop()
    throw error
  }
}

function altoCli() {
  const { resolve } = createRequire(import.meta.url)
  return path.join(path.dirname(resolve('@pimlico/alto')), 'cli', 'alto.js')
}

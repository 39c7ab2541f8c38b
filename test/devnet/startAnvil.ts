import { createRequire } from 'node:module'
import path from 'node:path'
import { devnetAccounts } from './devnetAccounts.ts'
import { spawnGuarded } from './spawnGuarded.ts'

type StartAnvilParameters = {
  chainId: number
  /** 0 for any free one. */
  port: number
  logFile?: string | undefined
}

/** Starts a chain that mines a block per transaction, at once. */
export async function startAnvil({ chainId, port, logFile }: StartAnvilParameters) {
  const anvil = spawnGuarded({
    name: 'anvil',
    command: anvilBinary(),
    args: [
      ...['--chain-id', `${chainId}`],
      ...['--port', `${port}`],
      ...['--accounts', `${devnetAccounts.count}`],
      ...['--balance', '1000000'],
      // Older states would be written to the home directory, half a megabyte per block, and stay
      // there when anvil is killed.
      ...['--prune-history', '100'],
      // Later ones cap the gas of a transaction below what a large bundle asks for.
      ...['--hardfork', 'prague'],
    ],
    logFile,
  })
  try {
    const [, listeningPort] = await anvil.lineMatching(/Listening on .*:(\d+)/)
    return { ...anvil, rpcUrl: `http://127.0.0.1:${listeningPort}` }
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

// The binary itself: the package's `anvil` command is a wrapper that anvil outlives.
function anvilBinary() {
  const { resolve } = createRequire(import.meta.url)
  const cpu = process.arch === 'x64' ? 'amd64' : process.arch
  const name = `@foundry-rs/anvil-${process.platform}-${cpu}`
  const manifest = createRequire(resolve('@foundry-rs/anvil/package.json')).resolve(
    `${name}/package.json`,
  )
  const executable = process.platform === 'win32' ? 'anvil.exe' : 'anvil'
  return path.join(path.dirname(manifest), 'bin', executable)
}

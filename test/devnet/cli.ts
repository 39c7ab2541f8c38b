import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { startDevnet } from './startDevnet.ts'

const { values } = parseArgs({
  options: {
    'rpc-port': { type: 'string' },
    'gateway-port': { type: 'string' },
    'log-directory': { type: 'string' },
  },
})
const log = (line: string) => process.stderr.write(`${line}\n`)

// Before anything starts, so that a signal during the start stops what there is. The guards end
// anvil and Alto when this process does.
let stop = async () => {}
async function shutDown(exitCode: number) {
  await stop()
  process.exit(exitCode)
}
process.once('SIGINT', () => shutDown(0))
process.once('SIGTERM', () => shutDown(0))
stopWithWrapper()

try {
  const { stop: stopDevnet, ...description } = await startDevnet({
    rpcPort: await port('rpc-port', 8545),
    gatewayPort: await port('gateway-port', 4337),
    ...(values['log-directory'] !== undefined && { logDirectory: values['log-directory'] }),
    log,
    onFailure: (error) => {
      log(error.message)
      process.exit(1)
    },
  })
  stop = stopDevnet
  process.stdout.write(`${JSON.stringify(description)}\n`)
  log('Ready. Ctrl+C stops it.')
} catch (error) {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
}

/** The port of that flag as given, or the usual one, or any if that is taken. */
async function port(flag: 'rpc-port' | 'gateway-port', usual: number) {
  const given = values[flag]
  if (given === undefined) return (await isFree(usual)) ? usual : 0

  const parsed = Number(given)
  if (given === '' || !Number.isInteger(parsed) || parsed < 0 || parsed > 65_535) {
    throw new Error(`--${flag} takes a port, 0 to 65535, and not "${given}".`)
  }
  return parsed
}

function isFree(candidate: number) {
  return new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(candidate, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/**
 * Under npm or tsx the parent process is only a wrapper that passes signals on. It cannot pass on
 * SIGKILL; then nobody could stop the devnet any more, so it stops by itself.
 */
function stopWithWrapper() {
  const wrapped = process.env.npm_lifecycle_event !== undefined || process.connected
  if (!wrapped) return
  const wrapper = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== wrapper) void shutDown(1)
  }, 500)
  watch.unref()
}

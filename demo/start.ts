import { startDemo } from './startDemo.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

// Before anything starts, so that a signal during the start stops what there is. Whatever is left
// then ends with this process.
let stop = async () => {}
async function shutDown(exitCode: number) {
  await stop()
  process.exit(exitCode)
}
process.once('SIGINT', () => void shutDown(0))
process.once('SIGTERM', () => void shutDown(0))
stopWithWrapper()

try {
  const demo = await startDemo({
    mode: 'dev',
    log: print,
    onFailure: (error) => {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    },
  })
  stop = demo.stop
  print(`
  Mintery, the GrantKit demo, is ready.

    Open     ${demo.url}
    Chain    ${demo.devnet.rpcUrl}  (local, chain id ${demo.devnet.chainId})
    Bundler  ${demo.devnet.bundlerUrl}

  Ctrl+C stops everything.
`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
  process.exit(1)
}

/** npm and tsx pass signals on, but not SIGKILL: then nobody else could stop the demo any more. */
function stopWithWrapper() {
  const wrapped = process.env.npm_lifecycle_event !== undefined || process.connected
  if (!wrapped) return
  const wrapper = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== wrapper) void shutDown(1)
  }, 500)
  watch.unref()
}

// Runs one command and kills it as soon as standard input ends. The devnet holds the other end of
// that pipe and never writes to it, so the command cannot outlive the devnet, however that ends:
// the kernel closes the pipe of a killed process too.
//
// Plain JavaScript, so that it starts without a loader.
import { spawn } from 'node:child_process'

const [command, ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })

const kill = () => child.kill('SIGKILL')
process.stdin.on('close', kill).resume()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, kill)

child.on('error', (error) => {
  process.stderr.write(`${error}\n`)
  process.exit(127)
})
child.on('exit', (code) => process.exit(code ?? 1))

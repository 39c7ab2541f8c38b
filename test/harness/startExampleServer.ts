import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bundleScript } from '../conformance/process/bundleScript.ts'

export interface ExampleServer {
  url: string
  port: number
  pid: number
  signal(name: NodeJS.Signals): void
  /** Resolves at the next line of its log with this event, also when it was written before. */
  logged(event: string): Promise<Record<string, unknown>>
  /** All that it wrote so far, to both streams. */
  output(): string
  /** Its exit code; `null` after a signal that it did not handle. */
  ended: Promise<number | null>
  kill(): Promise<void>
}

let bundle: Promise<string> | undefined

/** The example of a storage server in a process of its own. */
export async function spawnExampleServer(
  environment: Readonly<Record<string, string>>,
): Promise<ExampleServer> {
  bundle ??= bundleScript('../../../examples/storage-server/server.ts')
  const child = spawn(process.execPath, [await bundle], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Record<string, unknown>[] = []
  const waiting = new Set<() => void>()
  let output = ''
  let isOver = false
  const wake = () => {
    for (const look of [...waiting]) look()
  }
  child.stderr.on('data', (chunk) => {
    output += String(chunk)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`
    lines.push(JSON.parse(line) as Record<string, unknown>)
    wake()
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      isOver = true
      wake()
      resolve(code)
    })
  })
  return {
    url: '',
    port: 0,
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    logged: (event) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => line.event === event)
          if (found) resolve(found)
          else if (isOver) reject(new Error(`It ended without "${event}":\n${output}`))
          else return
          waiting.delete(look)
        }
        waiting.add(look)
        look()
      }),
    output: () => output,
    ended,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** The same, when it listens. */
export async function startExampleServer(
  environment: Readonly<Record<string, string>>,
): Promise<ExampleServer> {
  const server = await spawnExampleServer(environment)
  const { port } = (await server.logged('listening')) as { port: number }
  return Object.assign(server, { port, url: `http://127.0.0.1:${port}` })
}

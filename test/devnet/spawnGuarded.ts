import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const guard = fileURLToPath(new URL('guard.mjs', import.meta.url))
const keptLines = 40

type GuardedProcessParameters = {
  /** What to call it in errors. */
  name: string
  command: string
  args: readonly string[]
  /** Environment variables, beside the few that are always passed on. */
  env?: Record<string, string>
  /** Everything that it prints goes there too. */
  logFile?: string | undefined
}

/**
 * Starts a command that ends when this process does, even by SIGKILL.
 *
 * `failed` never resolves; it rejects, with the last lines printed, if the command ends before
 * `stop` is called.
 */
export function spawnGuarded({ name, command, args, env, logFile }: GuardedProcessParameters) {
  const child = spawn(process.execPath, [guard, command, ...args], {
    // A group of its own: Ctrl+C in a terminal reaches the devnet only, which then stops in order.
    detached: true,
    // Away from any `.env` file, which both anvil and Alto would read.
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

  const log = logFile === undefined ? undefined : createWriteStream(logFile)
  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      log?.write(`${line}\n`)
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
      for (const listener of listeners) listener(line)
    })
  }

  let stopping = false
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const failed = new Promise<never>((_, reject) => {
    const fail = (what: string) => {
      if (!stopping) reject(new Error(`${name} ${what}. Its last lines:\n${lines.join('\n')}`))
    }
    child.once('error', (error) => fail(`did not start: ${error.message}`))
    child.once('close', (code, signal) => fail(`stopped unexpectedly (${signal ?? code})`))
  })
  failed.catch(() => {})

  /** Waits for a line that matches. */
  async function lineMatching(pattern: RegExp, timeout = 60_000) {
    let listener: ((line: string) => void) | undefined
    let timer: NodeJS.Timeout | undefined
    const found = new Promise<RegExpExecArray>((resolve, reject) => {
      listener = (line) => {
        const match = pattern.exec(line)
        if (match) resolve(match)
      }
      lines.forEach(listener)
      listeners.add(listener)
      timer = setTimeout(() => {
        const seconds = timeout / 1000
        reject(
          new Error(`${name} was not ready in ${seconds} s. Its last lines:\n${lines.join('\n')}`),
        )
      }, timeout)
    })
    try {
      return await Promise.race([found, failed])
    } finally {
      clearTimeout(timer)
      if (listener) listeners.delete(listener)
    }
  }

  async function stop() {
    stopping = true
    child.stdin.end()
    await closed
    log?.end()
  }

  return { failed, lineMatching, stop }
}

import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import type { InstallProject } from './createProject.ts'

export interface DevServer {
  url: string
  /** All that it printed so far, without colours. */
  printed(): string
  stop(): Promise<void>
}

/** Runs a command of the project that starts Vite's development server. */
export async function startDevServer(
  { folder, environment }: InstallProject,
  [command = '', ...args]: readonly string[],
): Promise<DevServer> {
  const child = spawn(command, args, {
    cwd: folder,
    env: environment,
    // a group of its own: the package manager does not pass signals on to what it runs
    detached: true,
    // Vite stops when its input ends, as it does when this process is killed
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  const printed = () => stripVTControlCharacters(output)
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      output += String(chunk)
      const [, found] = /Local: +(http:\S+)/.exec(printed()) ?? []
      if (found) resolve(found)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('error', reject)
    child.once('close', () => reject(new Error(`The development server ended:\n${printed()}`)))
  })
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGTERM')
    await closed
  }
  return { url: await url, printed, stop }
}

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { DriverLocation } from './DriverLocation.ts'
import type { ProcessTask } from './driverProcess.ts'

export interface DriverProcess {
  /** Its next answer; rejects when it ends before. */
  next(): Promise<{ ready?: true; done?: true; n?: number }>
  /** All answers so far that were not taken. */
  rest(): { n?: number }[]
  /** As a machine that loses its mind does. Resolves when it is dead. */
  kill(): Promise<void>
  ended: Promise<number | null>
}

let bundle: Promise<string> | undefined

/** Starts another process on the same records. It is bundled once, so that it starts fast. */
export async function startDriverProcess(
  location: DriverLocation,
  task: ProcessTask,
): Promise<DriverProcess> {
  bundle ??= bundleProcess()
  const child = spawn(process.execPath, [await bundle, JSON.stringify({ location, task })], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const answers: { n?: number }[] = []
  const waiting: (() => void)[] = []
  let problem = ''
  let isOver = false
  child.stderr.on('data', (chunk) => {
    problem += String(chunk)
  })
  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    answers.push(JSON.parse(line))
    wake()
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      isOver = true
      wake()
      resolve(code)
    })
  })
  return {
    async next() {
      for (;;) {
        const answer = answers.shift()
        if (answer) return answer
        if (isOver) throw new Error(`the process ended: ${problem}`)
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
    rest: () => answers.splice(0),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    ended,
  }
}

async function bundleProcess(): Promise<string> {
  // Inside the project, so that native modules are found.
  const outDir = mkdtempSync(
    join(fileURLToPath(new URL('../../../node_modules/', import.meta.url)), '.driver-process-'),
  )
  process.on('exit', () => rmSync(outDir, { recursive: true, force: true }))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'redis'] },
    build: {
      ssr: fileURLToPath(new URL('./driverProcess.ts', import.meta.url)),
      outDir,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'driverProcess.mjs' } },
    },
  })
  return join(outDir, 'driverProcess.mjs')
}

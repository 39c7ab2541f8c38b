import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bundleScript } from './bundleScript.ts'
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
  bundle ??= bundleScript('./driverProcess.ts')
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

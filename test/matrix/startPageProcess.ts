import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Address, Hex } from 'viem'
import { bundleScript } from '../conformance/process/bundleScript.ts'
import type { Fact, MatrixDevnet } from './openPage.ts'
import type { VerbName } from './verbs.ts'

export interface PageProcessTask {
  devnet: MatrixDevnet
  ownerKey: Hex
  account: Address
  sessionIds: readonly string[]
  /** Of the file storage. */
  directory: string
  verb: VerbName
  /** Where it is to be killed. */
  step: string
  /** Whether the step takes effect before. */
  when: 'before' | 'after'
}

let bundle: Promise<string> | undefined

/** Bundles the script, once, so that processes start fast. */
export function bundlePageProcess(): Promise<string> {
  bundle ??= bundleScript('../../matrix/pageProcess.ts')
  return bundle
}

/**
 * Carries out a verb in a process of its own and kills it at a step: SIGKILL, at which nothing is
 * tidied up.
 *
 * @returns what happened outside of it, and whether it reached the step.
 */
export async function runUntilKilled(
  task: PageProcessTask,
): Promise<{ facts: Fact[]; isStruck: boolean }> {
  const child = spawn(process.execPath, [await bundlePageProcess(), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const facts: Fact[] = []
  let isStruck = false
  let problem = ''
  child.stderr.on('data', (chunk) => {
    problem += String(chunk)
  })
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as { fact?: Fact; at?: string }
    if (line.fact) facts.push(line.fact)
    if (line.at === undefined) return
    isStruck = true
    child.kill('SIGKILL')
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (!isStruck && code !== 0) throw new Error(`The process ended: ${problem}`)
  return { facts, isStruck }
}

import type { TestProject } from 'vitest/node'
import type { Devnet } from '../devnet/Devnet.ts'
import { startDevnet } from '../devnet/startDevnet.ts'

declare module 'vitest' {
  interface ProvidedContext {
    devnet: Omit<Devnet, 'stop'>
  }
}

/** One devnet for all tests of a run; tests keep apart by accounts of their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...devnet } = await startDevnet()
  project.provide('devnet', devnet)
  return stop
}

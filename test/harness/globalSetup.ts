import type { TestProject } from 'vitest/node'
import type { Devnet } from '../devnet/Devnet.ts'
import { startDevnet } from '../devnet/startDevnet.ts'

declare module 'vitest' {
  interface ProvidedContext {
    devnet: Omit<Devnet, 'stop'>
  }
}

/** What the projects of one run share: this module is evaluated for each of them. */
interface Shared {
  devnet: Promise<Devnet>
  users: number
}
const scope = globalThis as { sharedDevnet?: Shared | undefined }

/** One devnet for all tests of a run; tests keep apart by accounts of their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  scope.sharedDevnet ??= { devnet: startDevnet(), users: 0 }
  const shared = scope.sharedDevnet
  shared.users += 1
  const { stop, ...devnet } = await shared.devnet
  project.provide('devnet', devnet)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    scope.sharedDevnet = undefined
    await stop()
  }
}

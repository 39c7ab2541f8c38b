import type { TestProject } from 'vitest/node'
import { pack } from './pack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed package, an absolute path to a `.tgz`. */
    tarball: string
  }
}

/** Packed once for a run: tests install `inject('tarball')` into a folder of `createProject`. */
export default function setup(project: TestProject): () => void {
  const { tarball, remove } = pack()
  project.provide('tarball', tarball)
  return remove
}

import type { SoakEvent } from './SoakPage.ts'

declare global {
  /** Bound from outside of the page. */
  var tellSoakRun: ((event: SoakEvent) => Promise<void>) | undefined
}

/** Tells whoever drives the page. Resolves once they know. */
export async function tellSoak(event: SoakEvent): Promise<void> {
  await globalThis.tellSoakRun?.(event)
}

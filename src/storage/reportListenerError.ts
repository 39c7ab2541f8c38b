/**
 * Hands an error that a listener threw to the platform, as event targets do: it is not swallowed,
 * and it breaks neither the write that it heard of nor another listener.
 */
export function reportListenerError(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error)
  else
    setTimeout(() => {
      throw error
    })
}

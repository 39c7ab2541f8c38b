import type { Client } from 'viem'
import { defaultRequestTimeout } from './requestService.ts'

/**
 * How long a request through a transport of the app's own may take, milliseconds: as long as the
 * transport was given, all of them where one falls back to the next.
 */
export function requestTimeoutOf({ transport }: Client): number {
  const { timeout, transports } = transport as {
    timeout?: number | undefined
    transports?: readonly { value?: unknown; config?: { timeout?: number | undefined } }[]
  }
  if (transports)
    return transports.reduce((sum, it) => sum + (it.config?.timeout ?? defaultRequestTimeout), 0)
  return timeout ?? defaultRequestTimeout
}

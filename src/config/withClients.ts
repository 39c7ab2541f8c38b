import type { Client } from 'viem'
import type { SessionConfig } from './createSessionConfig.ts'

/**
 * The same config, which reads chains through `getClient` where it has no client of its own. State
 * is shared with the original.
 */
export function withClients(
  config: SessionConfig,
  getClient: (chainId: number) => Client | undefined,
): SessionConfig {
  return {
    ...config,
    getClient(chainId) {
      const client = getClient(chainId)
      return client ?? config.getClient(chainId)
    },
  }
}

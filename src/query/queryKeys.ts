import type { Address } from 'viem'
import type { PartialAccountScope } from '../types/Session.ts'

/** An account's part of a query key: lower case, so that one account has one cache entry. */
function scopeKey({ chainId, account }: PartialAccountScope) {
  return { chainId, account: account?.toLowerCase() }
}

/** The keys under which the kit's queries are cached. Invalidate or read them as you need. */
export const queryKeys = {
  all: ['grantkit'] as const,
  sessions: (scope: PartialAccountScope) => ['grantkit', 'sessions', scopeKey(scope)] as const,
  smartAccount: (parameters: {
    chainId?: number | undefined
    owner?: Address | undefined
    index?: number | undefined
  }) =>
    [
      'grantkit',
      'smartAccount',
      { ...parameters, owner: parameters.owner?.toLowerCase(), index: parameters.index ?? 0 },
    ] as const,
  tokenMetadata: (parameters: { chainId?: number | undefined; address?: Address | undefined }) =>
    [
      'grantkit',
      'tokenMetadata',
      { ...parameters, address: parameters.address?.toLowerCase() },
    ] as const,
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useConnection } from 'wagmi'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { getSmartAccountQueryOptions } from '../query/getSmartAccountQueryOptions.ts'
import type { AccountScope } from '../types/Session.ts'
import { ReconcileScope } from './ReconcileScope.tsx'

const none: readonly AccountScope[] = []

/**
 * Settles with the chain the sessions of the connected account, shown or not, and of all accounts
 * that something on the page shows: on other chains, of other wallets, of another index.
 */
export function ReconcileSessions({ config }: { config: SessionConfig }) {
  const connection = useConnection()
  const { data: connected } = useQuery(
    getSmartAccountQueryOptions(config, {
      chainId: connection.chainId,
      owner: connection.address,
    }),
  )
  const { watched } = config
  const shown = useSyncExternalStore(watched.subscribe, watched.get, () => none)
  const scopes = connected
    ? [{ chainId: connected.chainId, account: connected.address }, ...shown]
    : shown
  const byKey = new Map(
    scopes.map((scope) => [`${scope.chainId}:${scope.account.toLowerCase()}`, scope]),
  )
  return [...byKey].map(([key, { chainId, account }]) => (
    <ReconcileScope
      key={key}
      config={config}
      chainId={chainId}
      // the same account in another case is no reason to look again
      account={account.toLowerCase() as typeof account}
    />
  ))
}

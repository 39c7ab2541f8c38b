import { useSmartAccount } from 'grantkit'
import { useConnection } from 'wagmi'
import { useShop } from '../hooks/useShop.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { Skeleton } from './Skeleton.tsx'
import { Studio } from './Studio.tsx'
import { Welcome } from './Welcome.tsx'

/** The shop, as far as it is known who came in. */
export function Body() {
  const { chainId } = useShop()
  const { status } = useConnection()
  const { data: account, error, refetch } = useSmartAccount({ chainId })
  if (status === 'disconnected' || status === 'connecting') return <Welcome />
  if (error)
    return (
      <ErrorNote error={error} action={{ label: 'Try again', onClick: () => void refetch() }} />
    )
  if (!account) return <Skeleton label="Finding your account" />
  // another account starts afresh: nothing on the screen is about the one before
  return <Studio key={account.address} account={account.address} />
}

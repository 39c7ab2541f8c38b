import { useBatchSession } from 'grantkit'
import { useMemo } from 'react'
import type { Address } from 'viem'
import { mintPolicy } from '../app/mintPolicy.ts'
import { price } from '../app/price.ts'
import { useHoldings } from '../hooks/useHoldings.ts'
import { useMints } from '../hooks/useMints.ts'
import { useShop } from '../hooks/useShop.ts'
import { Activity } from './Activity.tsx'
import { Balances } from './Balances.tsx'
import { Gallery } from './Gallery.tsx'
import { Permissions } from './Permissions.tsx'
import { Stage } from './Stage.tsx'
import { Steps } from './Steps.tsx'

/** The shop for one account. */
export function Studio({ account }: { account: Address }) {
  const shop = useShop()
  const policy = useMemo(() => mintPolicy(shop, account), [shop, account])
  const batch = useBatchSession({ policy, chainId: shop.chainId, autoRenew: true })
  const holdings = useHoldings(account)
  const { mints, mint } = useMints(account, batch.send)
  const ask = () => batch.request()
  const isFunded = holdings.data && holdings.data.usdc >= price
  const blooms = holdings.data?.blooms

  return (
    <>
      <Steps
        isFunded={isFunded}
        isAllowed={batch.status === 'ACTIVE'}
        hasMinted={blooms !== undefined && blooms.length > 0}
      />
      <div className="studio">
        <Stage
          account={account}
          batch={batch}
          isFunded={isFunded}
          isUnreachable={holdings.isError && !holdings.data}
          nextNumber={holdings.data?.nextNumber}
          lastMint={mints[0]}
          onAsk={ask}
          onMint={mint}
        />
        <div className="side">
          <Balances account={account} holdings={holdings} />
          <Permissions status={batch.status} onAsk={ask} />
          <Activity mints={mints} />
        </div>
        <Gallery blooms={blooms} isUnreachable={holdings.isError} />
      </div>
    </>
  )
}

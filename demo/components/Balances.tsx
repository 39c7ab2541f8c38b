import type { Address } from 'viem'
import { useConnection } from 'wagmi'
import { formatUsdc } from '../app/formatUsdc.ts'
import type { useHoldings } from '../hooks/useHoldings.ts'
import { usePromptCount } from '../hooks/usePromptCount.ts'
import { useShop } from '../hooks/useShop.ts'
import { CopyHex } from './CopyHex.tsx'
import { ErrorNote } from './ErrorNote.tsx'

interface BalancesProps {
  account: Address
  holdings: ReturnType<typeof useHoldings>
}

/** Who owns what, live from the chain. */
export function Balances({ account, holdings }: BalancesProps) {
  const { shop } = useShop()
  const { connector } = useConnection()
  const prompts = usePromptCount()
  const { data, error, refetch } = holdings
  return (
    <section className="card" aria-labelledby="balances-title">
      <h2 id="balances-title">Balances</h2>
      <dl className="numbers">
        <div>
          <dt>Your account</dt>
          <dd data-balance="account">
            {data ? formatUsdc(data.usdc) : '…'} <span>USDC</span>
          </dd>
          <dd className="quiet">
            <CopyHex value={account} label="account address" />
          </dd>
        </div>
        <div>
          <dt>The shop</dt>
          <dd data-balance="shop">
            {data ? formatUsdc(data.shopUsdc) : '…'} <span>USDC</span>
          </dd>
          <dd className="quiet">
            <CopyHex value={shop} label="shop address" />
          </dd>
        </div>
        <div>
          <dt>Your blooms</dt>
          <dd data-balance="blooms">{data ? data.blooms.length : '…'}</dd>
        </div>
        {connector?.id === 'burner' && (
          <div>
            <dt>Wallet prompts</dt>
            <dd data-prompts={prompts}>{prompts}</dd>
          </div>
        )}
      </dl>
      {error && (
        <ErrorNote error={error} action={{ label: 'Read again', onClick: () => void refetch() }} />
      )}
    </section>
  )
}

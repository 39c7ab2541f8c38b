import { describeError } from '../app/describeError.ts'
import type { Mint } from '../hooks/useMints.ts'
import { CopyHex } from './CopyHex.tsx'

const words = {
  preparing: 'Signing with the session key',
  submitted: 'Pending',
  mined: 'Mined',
  failed: 'Failed',
} as const

/** One click on “Mint and pay”. */
export function ActivityItem({ mint }: { mint: Mint }) {
  const { status, startedAt, endedAt, userOpHash, transactionHash, error } = mint
  const seconds =
    endedAt === undefined ? undefined : Math.max(0.1, (endedAt - startedAt) / 1000).toFixed(1)
  const wasRefused = status === 'failed' && userOpHash === undefined
  return (
    <li data-mint={status}>
      <span className="activity-mark" data-state={status} aria-hidden="true" />
      <div>
        <p className="activity-line">
          <span>Mint and pay 0.50 USDC</span>
          <span className="activity-state">
            {wasRefused ? 'Refused' : words[status]}
            {status === 'mined' && ` in ${seconds} s`}
          </span>
        </p>
        {error !== undefined && <p className="quiet">{describeError(error).what}</p>}
        {transactionHash ? (
          <p className="quiet">
            Transaction <CopyHex value={transactionHash} label="transaction hash" />
          </p>
        ) : (
          userOpHash && (
            <p className="quiet">
              Operation <CopyHex value={userOpHash} label="operation hash" />
            </p>
          )
        )}
      </div>
    </li>
  )
}

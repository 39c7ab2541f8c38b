'use client'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { AwaitingWallet } from './AwaitingWallet.tsx'
import { CheckIt } from './CheckIt.tsx'
import { Digest } from './Digest.tsx'
import { Expiry } from './Expiry.tsx'
import { findProhibitions } from './findProhibitions.ts'
import { Gas } from './Gas.tsx'
import { MayNot } from './MayNot.tsx'
import { OtherSessions } from './OtherSessions.tsx'
import { Permissions } from './Permissions.tsx'
import { Renewal } from './Renewal.tsx'
import type { ReviewModel } from './ReviewModel.ts'
import { Risks } from './Risks.tsx'
import { sampleCalls } from './sampleCalls.ts'
import { Who } from './Who.tsx'

export interface ReviewProps {
  approval: UseSessionApprovalReturnType
  review: ReviewModel
}

/** Everything there is to know before approving. Frozen while the wallet is asked. */
export function Review({ approval, review }: ReviewProps) {
  const { state } = approval
  const { grant, now, rows, granted } = review
  const isWaiting = state.status === 'awaiting-wallet'
  const userOpHash = isWaiting ? state.userOpHash : undefined
  const prohibitions = findProhibitions(
    granted.map(({ description }) => description),
    { account: grant.account.address, validUntil: grant.validUntil },
  )
  return (
    <>
      {isWaiting ? <AwaitingWallet userOpHash={userOpHash} /> : null}
      <fieldset data-slot="review" disabled={isWaiting} aria-busy={isWaiting}>
        {grant.replaced ? <Renewal grant={grant} replaced={grant.replaced} now={now} /> : null}
        <Who grant={grant} />
        <Permissions rows={rows} approval={approval} />
        <Expiry grant={grant} now={now} approval={approval} />
        <MayNot prohibitions={prohibitions} />
        <Gas grant={grant} />
        <OtherSessions kept={grant.kept} ends={grant.ends} />
        <Risks
          risks={review.risks}
          granted={granted}
          acknowledged={review.acknowledged}
          onAcknowledge={review.acknowledge}
          isMissing={review.wasTried}
        />
        <CheckIt samples={sampleCalls(granted)} />
        <Digest permissions={grant.permissions} userOpHash={userOpHash} />
      </fieldset>
    </>
  )
}

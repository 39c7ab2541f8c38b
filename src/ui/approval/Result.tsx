'use client'
import type { ApprovalState } from '../../hooks/approvalReducer.ts'
import { useUi } from '../internal/useUi.ts'
import { HashText } from '../parts/HashText.tsx'
import { OriginName } from '../parts/OriginName.tsx'
import { PermissionList } from '../parts/PermissionList.tsx'
import { SessionTime } from '../parts/SessionTime.tsx'
import { Failure } from './Failure.tsx'

export interface ResultProps {
  state: Extract<ApprovalState, { status: 'submitted' | 'confirmed' | 'rejected' | 'failed' }>
}

/** What became of an approval. */
export function Result({ state }: ResultProps) {
  const { result: texts, renewal } = useUi().messages
  const endsAnother = state.grant?.replaced?.isLive
  switch (state.status) {
    case 'submitted':
      return (
        <div data-slot="result">
          <p>{texts.submittedText}</p>
          <HashText label={texts.operation} hash={state.userOpHash} />
        </div>
      )
    case 'confirmed': {
      const { session } = state
      return (
        <div data-slot="result">
          <p>{texts.confirmedText(<OriginName origin={session.origin} />)}</p>
          <PermissionList permissions={session.permissions} />
          <p>
            <SessionTime session={session} />
          </p>
          {endsAnother ? <p>{renewal.ended}</p> : null}
          {session.transactionHash ? (
            <HashText label={texts.transaction} hash={session.transactionHash} isTransaction />
          ) : null}
        </div>
      )
    }
    case 'rejected':
      return (
        <div data-slot="result">
          <p>{texts.rejectedText}</p>
          {endsAnother ? <p>{renewal.stays}</p> : null}
        </div>
      )
    case 'failed':
      return <Failure error={state.error} />
  }
}

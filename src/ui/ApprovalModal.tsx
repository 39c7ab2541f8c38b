'use client'
import { useSessionApproval } from '../hooks/useSessionApproval.ts'
import { useSessions } from '../hooks/useSessions.ts'
import { SessionApprovalDialog } from './SessionApprovalDialog.tsx'
import type { SessionApprovalModalProps } from './SessionApprovalModal.tsx'

/** What `SessionApprovalModal` shows once it is loaded: the state machine, and its looks. */
export function ApprovalModal({ config, ...props }: SessionApprovalModalProps) {
  const approval = useSessionApproval({ config })
  const { state } = approval
  const account = 'grant' in state ? state.grant?.account : undefined
  const { data: sessions } = useSessions({
    config,
    chainId: account?.chainId,
    account: account?.address,
    query: { enabled: account !== undefined },
  })
  return <SessionApprovalDialog {...props} approval={approval} liveSessions={sessions} />
}

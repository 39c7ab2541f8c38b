'use client'
import {
  type UseSessionApprovalParameters,
  useSessionApproval,
} from '../hooks/useSessionApproval.ts'
import { useSessions } from '../hooks/useSessions.ts'
import { SessionApprovalDialog, type SessionApprovalDialogProps } from './SessionApprovalDialog.tsx'

export interface SessionApprovalModalProps
  extends Omit<SessionApprovalDialogProps, 'approval' | 'liveSessions'>,
    UseSessionApprovalParameters {}

/**
 * Shows what the dapp asks for, decoded from the bytes that would be signed, and lets the user say
 * yes, less, or no. Mount it once, inside `SessionProvider`; `useSessionKey` and `useBatchSession`
 * open it. Import `grantkit/styles.css` beside it.
 *
 * @example
 * <SessionProvider config={config}>
 *   <App />
 *   <SessionApprovalModal />
 * </SessionProvider>
 */
export function SessionApprovalModal({ config, ...props }: SessionApprovalModalProps) {
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

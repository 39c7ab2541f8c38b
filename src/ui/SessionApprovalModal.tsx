'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { toTypedError } from '../errors/toTypedError.ts'
import { useChunk } from '../hooks/useChunk.ts'
import type { UseSessionApprovalParameters } from '../hooks/useSessionApproval.ts'
import { useSessionConfig } from '../hooks/useSessionConfig.ts'
import { lazyChunk } from '../utils/lazyChunk.ts'
import type { SessionApprovalDialogProps } from './SessionApprovalDialog.tsx'

export interface SessionApprovalModalProps
  extends Omit<SessionApprovalDialogProps, 'approval' | 'liveSessions'>,
    UseSessionApprovalParameters {}

/** Most pages are looked at without an approval: it is no part of their first script. */
const approval = lazyChunk('the approval', () => import('./ApprovalModal.tsx'))

/**
 * Shows what the dapp asks for, decoded from the bytes that would be signed, and lets the user say
 * yes, less, or no. Mount it once, inside `SessionProvider`; `useSessionKey` and `useBatchSession`
 * open it. Import `grantkit/styles.css` beside it.
 *
 * What it shows is loaded once the page is idle, or with the first request. Where that fails, who
 * asked gets a `ChunkLoadError`, and the next request tries again.
 *
 * @example
 * <SessionProvider config={config}>
 *   <App />
 *   <SessionApprovalModal />
 * </SessionProvider>
 */
export function SessionApprovalModal(props: SessionApprovalModalProps) {
  const config = useSessionConfig(props)
  const { approvals } = config
  const request = useSyncExternalStore(approvals.subscribe, approvals.get, () => undefined)
  useEffect(() => approvals.mount(), [approvals])
  const loaded = useChunk(approval, {
    // for each request anew
    neededFor: request,
    onError(error) {
      request?.reject(toTypedError(error, 'none'))
      request?.close()
    },
  })
  return loaded ? <loaded.ApprovalModal {...props} /> : null
}

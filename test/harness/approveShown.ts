import type { UseSessionApprovalReturnType } from '../../src/hooks/useSessionApproval.ts'
import { eventually } from './createReactDapp.tsx'

/** Waits for an approval, approves it as it is, and closes what became of it. */
export async function approveShown(approval: () => UseSessionApprovalReturnType): Promise<void> {
  const status = () => approval().state.status
  await eventually(status).toBe('reviewing')
  approval().approve()
  await eventually(status).toBe('confirmed')
  approval().close()
  await eventually(status).toBe('idle')
}

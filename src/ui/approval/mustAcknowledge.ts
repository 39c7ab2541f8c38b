import type { Risk } from '../../policies/findRisks.ts'

/** Whether Approve waits for the user to confirm a risk: dangers, and that other sessions end. */
export function mustAcknowledge(risk: Risk): boolean {
  const endsOthers = risk.id === 'ends-unknown-sessions' || risk.id === 'ends-unfit-sessions'
  return risk.severity === 'danger' || endsOthers
}

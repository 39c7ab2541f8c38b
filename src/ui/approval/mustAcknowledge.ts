import type { Risk } from '../../policies/findRisks.ts'

/** Whether Approve waits for the user to confirm a risk: dangers, and that other sessions end. */
export function mustAcknowledge(risk: Risk): boolean {
  return risk.severity === 'danger' || risk.id === 'ends-unknown-sessions'
}

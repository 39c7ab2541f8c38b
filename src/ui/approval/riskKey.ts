import type { Risk } from '../../policies/findRisks.ts'

/** What a user acknowledged stays acknowledged while they edit, as long as it says the same. */
export function riskKey(risk: Risk): string {
  return JSON.stringify([risk.id, risk.data], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}

/** A risk that comes from the account and from how it is used, not from one of the leaves. */
export type AccountRisk =
  /** The key can spend what the account holds on fees: no module looks at those. Wei. */
  | {
      id: 'fees-spend-balance'
      severity: 'danger'
      permissionIndex?: number
      data: { amount: bigint }
    }
  /** While the batch router is enabled, anybody can do that, without a key. */
  | {
      id: 'batch-router'
      severity: 'danger'
      permissionIndex?: number
      data: Record<never, never>
    }

/** What an approval says of the account's coin, whatever the leaves allow. */
export function accountRisks({
  funds = 0n,
  batch = false,
}: {
  funds?: bigint | undefined
  batch?: boolean | undefined
}): AccountRisk[] {
  return [
    ...(typeof funds === 'bigint' && funds > 0n
      ? [
          {
            id: 'fees-spend-balance' as const,
            severity: 'danger' as const,
            data: { amount: funds },
          },
        ]
      : []),
    ...(batch ? [{ id: 'batch-router' as const, severity: 'danger' as const, data: {} }] : []),
  ]
}

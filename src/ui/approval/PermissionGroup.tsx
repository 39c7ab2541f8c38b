'use client'
import type { BaseError } from '../../errors/BaseError.ts'
import { ShownContract } from '../internal/ShownContract.ts'
import { ContractHead } from '../parts/ContractHead.tsx'
import { PermissionItem } from './PermissionItem.tsx'
import type { PermissionRow } from './PermissionRow.ts'
import { targetOf } from './targetOf.ts'

export interface PermissionGroupProps {
  /** All of one contract. */
  rows: readonly PermissionRow[]
  setIncluded(index: number, included: boolean): BaseError | undefined
}

/** The permissions of one contract. */
export function PermissionGroup({ rows, setIncluded }: PermissionGroupProps) {
  const [first] = rows
  const target = first && targetOf(first.description)
  return (
    <div data-slot="group">
      {target ? <ContractHead address={target} /> : null}
      <ShownContract.Provider value={target}>
        <ul data-slot="permissions">
          {rows.map((row) => (
            <PermissionItem key={row.index} row={row} setIncluded={setIncluded} />
          ))}
        </ul>
      </ShownContract.Provider>
    </div>
  )
}

'use client'
import { useId, useState } from 'react'
import type { BaseError } from '../../errors/BaseError.ts'
import { useUi } from '../internal/useUi.ts'
import { PermissionDetails } from '../parts/PermissionDetails.tsx'
import { PermissionTitle } from '../parts/PermissionTitle.tsx'
import type { PermissionRow } from './PermissionRow.ts'

export interface PermissionItemProps {
  row: PermissionRow
  setIncluded(index: number, included: boolean): BaseError | undefined
}

/** One permission; a checkbox leaves it out, unless the dapp cannot do without it. */
export function PermissionItem({ row, setIncluded }: PermissionItemProps) {
  const { messages } = useUi()
  const { index, description, included, required } = row
  const [error, setError] = useState<BaseError>()
  const id = useId()
  const title = (
    <span id={`${id}-title`} data-slot="permission-title">
      <PermissionTitle description={description} />
    </span>
  )
  const unreadable = description.type === 'unreadable' || !description.readable
  return (
    <li
      data-slot="permission"
      data-state={included ? 'included' : 'omitted'}
      data-risk={unreadable ? 'danger' : undefined}
    >
      {required ? (
        <div data-slot="permission-head">
          {title}
          <span data-slot="tag">{messages.permissions.required}</span>
        </div>
      ) : (
        <label data-slot="permission-head">
          <input
            type="checkbox"
            checked={included}
            aria-labelledby={`${id}-title`}
            aria-describedby={error ? `${id}-error` : undefined}
            aria-invalid={error ? true : undefined}
            onChange={({ target }) => setError(setIncluded(index, target.checked))}
          />
          {title}
          {included ? null : <span data-slot="tag">{messages.permissions.leftOut}</span>}
        </label>
      )}
      {error ? (
        <p id={`${id}-error`} data-slot="error" role="alert">
          {error.shortMessage}
        </p>
      ) : null}
      {included ? <PermissionDetails description={description} /> : null}
    </li>
  )
}

'use client'
import { describeLeaf } from '../../policies/describeLeaf.ts'
import type { SessionPermission } from '../../types/Session.ts'
import { useUi } from '../internal/useUi.ts'
import { ActionPhrase } from './ActionPhrase.tsx'
import { Icon } from './Icon.tsx'

export interface PermissionListProps {
  permissions: readonly SessionPermission[]
}

/** Permissions in words, one line each. */
export function PermissionList({ permissions }: PermissionListProps) {
  const { messages } = useUi()
  return (
    <ul data-slot="summary" aria-label={messages.session.summary}>
      {permissions.map(({ id, leaf, abiFunction }) => (
        <li key={id}>
          <Icon name="check" />
          <span data-slot="phrase">
            <ActionPhrase description={describeLeaf(leaf, { abiFunction })} />
          </span>
        </li>
      ))}
    </ul>
  )
}

'use client'
import type { ApprovalState } from '../../hooks/approvalReducer.ts'
import { Icon, type IconProps } from '../parts/Icon.tsx'

const icons: Partial<Record<ApprovalState['status'], IconProps['name']>> = {
  submitted: 'clock',
  confirmed: 'check',
  rejected: 'cross',
  failed: 'warning',
}

export interface StateIconProps {
  status: ApprovalState['status']
}

/** How it ended, at a glance. */
export function StateIcon({ status }: StateIconProps) {
  const icon = icons[status]
  return icon ? (
    <span data-slot="state-icon" data-state={status}>
      <Icon name={icon} />
    </span>
  ) : null
}

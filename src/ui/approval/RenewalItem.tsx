'use client'
import { transferOf } from '../../policies/transferOf.ts'
import { ShownContract } from '../internal/ShownContract.ts'
import { useUi } from '../internal/useUi.ts'
import { ActionPhrase } from '../parts/ActionPhrase.tsx'
import { PermissionDetails } from '../parts/PermissionDetails.tsx'
import { Rule } from '../parts/Rule.tsx'
import { ChangedRules } from './ChangedRules.tsx'
import type { RenewalChange } from './RenewalChange.ts'
import { targetOf } from './targetOf.ts'

export interface RenewalItemProps {
  change: RenewalChange
}

/** One permission that is not as it was. What is new stands in full further down. */
export function RenewalItem({ change }: RenewalItemProps) {
  const texts = useUi().messages.renewal
  const { kind, description } = change
  return (
    <li data-slot="difference" data-state={kind}>
      <p>
        <span data-slot="tag">{texts[kind]}</span>{' '}
        <span data-slot="phrase">
          <ActionPhrase description={description} />
        </span>
      </p>
      <ShownContract.Provider value={targetOf(description)}>{details()}</ShownContract.Provider>
    </li>
  )

  function details() {
    const isTransfer = transferOf(description) !== undefined
    // no other place tells what goes; of a transfer all is said, and of a module the dapp would tell
    if (change.kind === 'removed')
      return isTransfer || description.type === 'unreadable' ? null : (
        <PermissionDetails description={description} />
      )
    if (!('before' in change)) return null
    if (!isTransfer || !transferOf(change.before)) return <ChangedRules change={change} />
    return (
      <dl data-slot="rules">
        <Rule name={texts.before} value={<ActionPhrase description={change.before} />} />
      </dl>
    )
  }
}

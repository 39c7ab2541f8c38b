'use client'
import type { Policy } from '../../types/Policy.ts'
import type { ReplacedSession } from '../../types/PreparedGrant.ts'
import type { SessionPermission } from '../../types/Session.ts'
import type { Interval } from '../../types/SessionLeaf.ts'
import { useUi } from '../internal/useUi.ts'
import { Section } from '../parts/Section.tsx'
import { RenewalItem } from './RenewalItem.tsx'
import { RenewalTime } from './RenewalTime.tsx'
import { renewalChanges } from './renewalChanges.ts'

export interface RenewalProps {
  grant: Interval & { permissions: readonly SessionPermission[]; policy: Pick<Policy, 'batch'> }
  replaced: ReplacedSession
  now: number
}

/** What is different from the session that is renewed: first what allows more, last the time. */
export function Renewal({ grant, replaced, now }: RenewalProps) {
  const texts = useUi().messages.renewal
  const { changes, unchanged } = renewalChanges(replaced.permissions, grant.permissions)
  const batches = grant.policy.batch === true
  const isSame = changes.length === 0 && batches === replaced.batch
  return (
    <Section name="renewal" heading={texts.heading}>
      <ul data-slot="differences">
        {changes.map((change, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a change has no name, and no state
          <RenewalItem key={i} change={change} />
        ))}
        {batches === replaced.batch ? null : (
          <li data-slot="difference" data-state={batches ? 'added' : 'removed'}>
            <p>
              <span data-slot="tag">{batches ? texts.added : texts.removed}</span>{' '}
              <span data-slot="phrase">{texts.batch}</span>
            </p>
          </li>
        )}
        <RenewalTime before={replaced} after={grant} now={now} />
      </ul>
      {isSame ? <p data-slot="note">{texts.nothing}</p> : null}
      {!isSame && unchanged ? <p data-slot="note">{texts.unchanged(unchanged)}</p> : null}
    </Section>
  )
}

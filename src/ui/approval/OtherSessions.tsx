'use client'
import type { KeptSession } from '../../types/PreparedGrant.ts'
import { useUi } from '../internal/useUi.ts'
import { PermissionList } from '../parts/PermissionList.tsx'
import { Section } from '../parts/Section.tsx'

export interface OtherSessionsProps {
  /** Stay live with the grant. */
  kept: readonly KeptSession[]
  /** End with it. */
  ends: readonly KeptSession[]
}

/**
 * What becomes of the account's other sessions: all share one root, so the owner signs for those
 * that stay. Told from their leaves.
 */
export function OtherSessions({ kept, ends }: OtherSessionsProps) {
  const texts = useUi().messages.others
  if (kept.length + ends.length === 0) return null
  return (
    <Section name="others" heading={texts.heading}>
      {kept.length ? <p data-slot="note">{texts.stay(kept.length)}</p> : null}
      <SessionList sessions={kept} summary={texts.show(kept.length)} />
      {ends.length ? <p data-slot="note">{texts.end(ends.length)}</p> : null}
      <SessionList sessions={ends} summary={texts.showEnding} />
    </Section>
  )
}

function SessionList({ sessions, summary }: { sessions: readonly KeptSession[]; summary: string }) {
  const { messages, formats } = useUi()
  const texts = messages.others
  if (sessions.length === 0) return null
  return (
    <details data-slot="details">
      <summary>{summary}</summary>
      <ul data-slot="differences">
        {sessions.map(({ sessionId, permissions, validUntil }) => (
          <li key={sessionId}>
            <PermissionList permissions={permissions} />
            <p data-slot="note">
              {validUntil ? texts.until(formats.dateTime(validUntil)) : texts.withoutEnd}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}

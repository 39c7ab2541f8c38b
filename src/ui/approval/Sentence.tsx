'use client'
import { describeLeaf } from '../../policies/describeLeaf.ts'
import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import { neverEnds } from '../../utils/neverEnds.ts'
import { useUi } from '../internal/useUi.ts'
import { ActionPhrase } from '../parts/ActionPhrase.tsx'
import { OriginName } from '../parts/OriginName.tsx'

export interface SentenceProps {
  grant: PreparedGrant
  now: number
}

// more make a sentence that nobody reads; all of them stand below
const mostActions = 3

/** The whole approval in one sentence. */
export function Sentence({ grant, now }: SentenceProps) {
  const { messages, formats } = useUi()
  const { permissions, validUntil } = grant
  const shown = permissions.length > mostActions + 1 ? mostActions : permissions.length
  const actions = permissions
    .slice(0, shown)
    .map(({ id, leaf, abiFunction }) => (
      <ActionPhrase key={id} description={describeLeaf(leaf, { abiFunction })} />
    ))
  const rest = permissions.length - shown
  return messages.approval.sentence({
    origin: <OriginName origin={grant.origin} />,
    actions: formats.list(rest ? [...actions, messages.approval.actionMore(rest)] : actions),
    time: neverEnds(validUntil) ? (
      <strong data-risk="danger">{messages.approval.withoutEnd}</strong>
    ) : (
      <strong>
        {messages.approval.until(formats.dateTime(validUntil), formats.relative(validUntil, now))}
      </strong>
    ),
  })
}

'use client'
import type { Interval } from '../../types/SessionLeaf.ts'
import { neverEnds } from '../../utils/neverEnds.ts'
import { useUi } from '../internal/useUi.ts'
import { Rule } from '../parts/Rule.tsx'

export interface RenewalTimeProps {
  before: Interval
  after: Interval
  /** The chain's time, Unix seconds. */
  now: number
}

/** When the session would end, and when the one that it renews ends or ended. */
export function RenewalTime({ before, after, now }: RenewalTimeProps) {
  const { messages, formats } = useUi()
  const { renewal, session } = messages
  const [old, fresh] = [endOf(before), endOf(after)]
  const kind = fresh === old ? 'sameEnd' : fresh > old ? 'longer' : 'shorter'
  const words = ({ validUntil }: Interval) => {
    if (neverEnds(validUntil)) return validUntil ? session.noEndInPractice : session.noEnd
    return session[validUntil < now ? 'ended' : 'ends'](
      <bdi>{formats.relative(validUntil, now)}</bdi>,
      formats.dateTime(validUntil),
    )
  }
  return (
    <li data-slot="difference" data-state={kind}>
      <p>
        <span data-slot="tag">{renewal[kind]}</span> <span>{words(after)}</span>
      </p>
      {kind === 'sameEnd' ? null : (
        <dl data-slot="rules">
          <Rule name={renewal.before} value={words(before)} />
        </dl>
      )}
    </li>
  )
}

function endOf({ validUntil }: Interval): number {
  return neverEnds(validUntil) ? Number.POSITIVE_INFINITY : validUntil
}

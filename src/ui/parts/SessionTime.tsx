'use client'
import { useChainTime } from '../../hooks/useChainTime.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { Interval } from '../../types/SessionLeaf.ts'
import { neverEnds } from '../../utils/neverEnds.ts'
import { useUi } from '../internal/useUi.ts'

export interface SessionTimeProps {
  session: Interval & Partial<AccountScope>
}

/** When a session ends, ended, or starts. */
export function SessionTime({ session }: SessionTimeProps) {
  const { messages, formats } = useUi()
  const now = useChainTime(session)
  const { validAfter, validUntil } = session
  const texts = messages.session
  // kept by an earlier version, or by somebody else: what is no time says nothing
  if (!Number.isFinite(validUntil)) return texts.endUnknown
  if (validUntil && validUntil < now) return texts.ended(relative(validUntil), date(validUntil))
  if (validAfter > now) return texts.starts(relative(validAfter), date(validAfter))
  if (neverEnds(validUntil)) return validUntil ? texts.noEndInPractice : texts.noEnd
  return texts.ends(relative(validUntil), date(validUntil))

  function relative(seconds: number) {
    return <bdi>{formats.relative(seconds, now)}</bdi>
  }
  function date(seconds: number) {
    const time = new Date(seconds * 1000)
    const text = formats.dateTime(seconds)
    return Number.isNaN(time.getTime()) ? text : <time dateTime={time.toISOString()}>{text}</time>
  }
}

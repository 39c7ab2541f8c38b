'use client'
import { useChainTime } from '../../hooks/useChainTime.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { Interval } from '../../types/SessionLeaf.ts'
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
  if (validUntil && validUntil < now) return texts.ended(relative(validUntil), date(validUntil))
  if (validAfter > now) return texts.starts(relative(validAfter), date(validAfter))
  return validUntil ? texts.ends(relative(validUntil), date(validUntil)) : texts.noEnd

  function relative(seconds: number) {
    return <bdi>{formats.relative(seconds, now)}</bdi>
  }
  function date(seconds: number) {
    return (
      <time dateTime={new Date(seconds * 1000).toISOString()}>{formats.dateTime(seconds)}</time>
    )
  }
}

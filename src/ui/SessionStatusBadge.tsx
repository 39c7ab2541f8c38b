'use client'
import { plainText } from '../policies/plainText.ts'
import type { Session } from '../types/Session.ts'
import { Guarded } from './internal/Guarded.tsx'
import { UiProvider } from './internal/UiProvider.tsx'
import { useUi } from './internal/useUi.ts'
import type { LocaleProps } from './LocaleProps.ts'
import type { ThemeProps } from './ThemeProps.ts'

export interface SessionStatusBadgeProps extends LocaleProps, ThemeProps {
  session: Pick<Session, 'status' | 'reason'>
}

/**
 * Where a session stands, in a word; why it is inactive, where it is.
 *
 * @example
 * <SessionStatusBadge session={session} />
 */
export function SessionStatusBadge(props: SessionStatusBadgeProps) {
  return (
    <Guarded {...props} slot="status-badge">
      <Badge {...props} />
    </Guarded>
  )
}

function Badge({ session, theme, dir, ...locale }: SessionStatusBadgeProps) {
  return (
    <UiProvider {...locale}>
      <span
        data-gk=""
        data-theme={theme === 'system' ? undefined : theme}
        dir={dir}
        data-slot="status-badge"
        data-state={String(session.status).toLowerCase()}
      >
        <StatusWord session={session} />
      </span>
    </UiProvider>
  )
}

function StatusWord({ session }: Pick<SessionStatusBadgeProps, 'session'>) {
  const { messages } = useUi()
  const word: unknown = messages.session[session.reason ?? session.status]
  // a status of a later version has no word here
  return typeof word === 'string' ? word : plainText(session.status)
}

'use client'
import type { Session } from '../types/Session.ts'
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
export function SessionStatusBadge({ session, theme, dir, ...locale }: SessionStatusBadgeProps) {
  return (
    <UiProvider {...locale}>
      <span
        data-gk=""
        data-theme={theme === 'system' ? undefined : theme}
        dir={dir}
        data-slot="status-badge"
        data-state={session.status.toLowerCase()}
      >
        <StatusWord session={session} />
      </span>
    </UiProvider>
  )
}

function StatusWord({ session }: Pick<SessionStatusBadgeProps, 'session'>) {
  const { messages } = useUi()
  return messages.session[session.reason ?? session.status]
}

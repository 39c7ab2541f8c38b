'use client'
import type { AccountScope } from '../types/Session.ts'
import type { Interval } from '../types/SessionLeaf.ts'
import { Guarded } from './internal/Guarded.tsx'
import { UiProvider } from './internal/UiProvider.tsx'
import type { LocaleProps } from './LocaleProps.ts'
import { SessionTime } from './parts/SessionTime.tsx'
import type { ThemeProps } from './ThemeProps.ts'

export interface SessionExpiryProps extends LocaleProps, ThemeProps {
  /** With its chain and account, below a `SessionProvider`, it goes by that chain's clock. */
  session: Interval & Partial<AccountScope>
}

/**
 * When a session ends, ended, or starts: how far away, and the date with its zone. It follows the
 * clock, silently.
 *
 * @example
 * <SessionExpiry session={session} />
 */
export function SessionExpiry(props: SessionExpiryProps) {
  return (
    <Guarded {...props} slot="session-expiry">
      <Expiry {...props} />
    </Guarded>
  )
}

function Expiry({ session, theme, dir, ...locale }: SessionExpiryProps) {
  return (
    <UiProvider {...locale}>
      <span
        data-gk=""
        data-theme={theme === 'system' ? undefined : theme}
        dir={dir}
        data-slot="session-expiry"
      >
        <SessionTime session={session} />
      </span>
    </UiProvider>
  )
}

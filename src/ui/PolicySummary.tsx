'use client'
import type { Session } from '../types/Session.ts'
import { Guarded } from './internal/Guarded.tsx'
import { UiProvider } from './internal/UiProvider.tsx'
import type { LocaleProps } from './LocaleProps.ts'
import { PermissionList } from './parts/PermissionList.tsx'
import type { ThemeProps } from './ThemeProps.ts'

export interface PolicySummaryProps extends LocaleProps, ThemeProps {
  session: Pick<Session, 'chainId' | 'account' | 'owner' | 'keyAddress' | 'permissions'>
}

/**
 * What a session may do, in words, decoded from its leaves.
 *
 * @example
 * <PolicySummary session={session} />
 */
export function PolicySummary(props: PolicySummaryProps) {
  return (
    <Guarded {...props} slot="policy-summary">
      <Summary {...props} />
    </Guarded>
  )
}

function Summary({ session, theme, dir, ...locale }: PolicySummaryProps) {
  return (
    <UiProvider
      {...locale}
      chainId={session.chainId}
      account={session.account}
      owner={session.owner}
      sessionKey={session.keyAddress}
    >
      <div
        data-gk=""
        data-theme={theme === 'system' ? undefined : theme}
        dir={dir}
        data-slot="policy-summary"
      >
        <PermissionList permissions={session.permissions} />
      </div>
    </UiProvider>
  )
}

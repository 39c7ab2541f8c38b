'use client'
import type { ReactNode } from 'react'
import { en } from '../locales/en.ts'
import type { ThemeProps } from '../ThemeProps.ts'
import { Boundary } from './Boundary.tsx'

export interface GuardedProps extends ThemeProps {
  /** What is shown: once it changes, it is tried again. */
  session: unknown
  /** Which part it is, for styles. */
  slot: string
  children: ReactNode
}

/** A part that stands in the page's own tree: should it fail, it says so, and the tree stays. */
export function Guarded({ session, slot, theme, dir, children }: GuardedProps) {
  return (
    <Boundary
      resetKey={session}
      fallback={() => (
        <span
          data-gk=""
          data-theme={theme === 'system' ? undefined : theme}
          dir={dir}
          data-slot={slot}
          data-state="broken"
        >
          {en.session.broken}
        </span>
      )}
    >
      {children}
    </Boundary>
  )
}

'use client'
import type { ReactNode } from 'react'

export interface ClaimProps {
  /** What is known to be so, one hover away. */
  title?: string | undefined
  children: ReactNode
}

/** Words of the app, of an ABI or of a contract, in quotes: nothing proves them. */
export function Claim({ title, children }: ClaimProps) {
  return (
    <q data-slot="claim" dir="auto" title={title}>
      {children}
    </q>
  )
}

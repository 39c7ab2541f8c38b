'use client'
import { type ReactNode, useId } from 'react'

export interface SectionProps {
  /** Which part it is, for styles. */
  name: string
  heading: ReactNode
  /** Beside the heading. */
  aside?: ReactNode
  children: ReactNode
}

/** A part of the dialog with a heading. */
export function Section({ name, heading, aside, children }: SectionProps) {
  const id = useId()
  return (
    <section data-slot="section" data-part={name} aria-labelledby={id}>
      <div data-slot="section-head">
        <h3 id={id} data-slot="heading">
          {heading}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  )
}

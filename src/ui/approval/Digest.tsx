'use client'
import type { Hash } from 'viem'
import type { SessionPermission } from '../../types/Session.ts'
import { useUi } from '../internal/useUi.ts'
import { Section } from '../parts/Section.tsx'

export interface DigestProps {
  permissions: readonly SessionPermission[]
  userOpHash: Hash | undefined
}

/** For those who want to see the bytes: the hash to be signed, and the leaves. */
export function Digest({ permissions, userOpHash }: DigestProps) {
  const texts = useUi().messages.digest
  const json = JSON.stringify(
    permissions.map(({ leaf }) => leaf),
    undefined,
    2,
  )
  return (
    <Section name="digest" heading={texts.heading}>
      <p data-slot="note">{userOpHash ? texts.compare : texts.later}</p>
      <details data-slot="details">
        <summary>{texts.details}</summary>
        {permissions.map(({ id, leaf }, i) => (
          <div key={id}>
            <h4 data-slot="label">{texts.leaf(i + 1)}</h4>
            <code data-slot="raw" dir="ltr">
              {leaf.sessionKeyData}
            </code>
          </div>
        ))}
        <h4 data-slot="label">{texts.json}</h4>
        <pre data-slot="raw" dir="ltr">
          {json}
        </pre>
      </details>
      <p data-slot="note">{texts.revoke}</p>
    </Section>
  )
}

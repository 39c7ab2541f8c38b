'use client'
import { useId, useState } from 'react'
import type { BaseError } from '../../errors/BaseError.ts'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import { neverEnds } from '../../utils/neverEnds.ts'
import { useUi } from '../internal/useUi.ts'
import { Section } from '../parts/Section.tsx'
import { expiryPresets } from './expiryPresets.ts'

export interface ExpiryProps {
  grant: PreparedGrant
  now: number
  approval: Pick<UseSessionApprovalReturnType, 'edit' | 'edits'>
}

/** When the session ends, and how to end it sooner. It cannot be made longer. */
export function Expiry({ grant, now, approval }: ExpiryProps) {
  const { messages, formats } = useUi()
  const texts = messages.expiry
  const [error, setError] = useState<BaseError>()
  const id = useId()
  const { validAfter, validUntil } = grant
  const isEndless = neverEnds(validUntil)
  const { requested, presets } = expiryPresets(grant)
  const chosen = approval.edits.expiry
  const isChosen = (seconds: number | undefined) =>
    seconds === undefined
      ? chosen === undefined
      : chosen !== undefined && 'expiresIn' in chosen && chosen.expiresIn === seconds
  const asRequested =
    requested === undefined
      ? texts.asRequestedNoEnd
      : texts.asRequested(formats.duration(requested))
  const choose = (seconds: number | undefined) =>
    setError(approval.edit({ expiry: seconds === undefined ? undefined : { expiresIn: seconds } }))
  return (
    <Section name="expiry" heading={texts.heading}>
      <p data-slot="expiry" data-risk={isEndless ? 'danger' : undefined}>
        {isEndless ? (
          <strong>{validUntil ? texts.neverInPractice : texts.never}</strong>
        ) : (
          <>
            <strong>{formats.relative(validUntil, now)}</strong>{' '}
            <span data-slot="muted">{formats.dateTime(validUntil)}</span>
          </>
        )}
      </p>
      {validAfter > now ? <p data-slot="note">{texts.from(formats.dateTime(validAfter))}</p> : null}
      {presets.length ? (
        <fieldset data-slot="presets" aria-describedby={error ? `${id}-error` : undefined}>
          <legend>{texts.shorten}</legend>
          {[...presets, undefined].map((seconds) => (
            <label key={seconds ?? 'requested'} data-slot="preset">
              <input
                type="radio"
                name={id}
                checked={isChosen(seconds)}
                onChange={() => choose(seconds)}
              />
              <span>{seconds === undefined ? asRequested : formats.duration(seconds)}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {error ? (
        <p id={`${id}-error`} data-slot="error" role="alert">
          {error.shortMessage}
        </p>
      ) : null}
    </Section>
  )
}

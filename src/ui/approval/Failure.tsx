'use client'
import type { BaseError, ChainEffect } from '../../errors/BaseError.ts'
import { useUi } from '../internal/useUi.ts'
import { TextWithHex } from '../parts/TextWithHex.tsx'

export interface FailureProps {
  error: BaseError
}

/** Why it failed, what to do, and whether anything changed on the chain. */
export function Failure({ error }: FailureProps) {
  const texts = useUi().messages.result
  const effects: Record<ChainEffect, string> = {
    none: texts.effectNone,
    unknown: texts.effectUnknown,
    changed: texts.effectChanged,
  }
  return (
    <div data-slot="result" role="alert">
      <p data-slot="failure">
        <TextWithHex text={error.shortMessage} />
      </p>
      {error.metaMessages?.length ? (
        <ul data-slot="causes">
          {error.metaMessages.map((message) => (
            <li key={message}>
              <TextWithHex text={message} />
            </li>
          ))}
        </ul>
      ) : null}
      <p data-slot="effect" data-risk={error.chainEffect === 'none' ? undefined : 'warning'}>
        {effects[error.chainEffect]}
      </p>
    </div>
  )
}

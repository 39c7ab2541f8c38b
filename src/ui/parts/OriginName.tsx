'use client'
import { plainText } from '../../policies/plainText.ts'
import { useUi } from '../internal/useUi.ts'

export interface OriginNameProps {
  /** As the browser says. */
  origin: string | undefined
}

/** Who asks: the host of the page, which the browser vouches for. */
export function OriginName({ origin }: OriginNameProps) {
  const { messages } = useUi()
  if (!origin) return messages.approval.thisPage
  return (
    <strong data-slot="origin" title={origin}>
      <bdi>{plainText(origin).replace(/^https:\/\//, '')}</bdi>
    </strong>
  )
}

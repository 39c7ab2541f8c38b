'use client'
import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import { useUi } from '../internal/useUi.ts'
import { Section } from '../parts/Section.tsx'

export interface GasProps {
  grant: PreparedGrant
}

/** Who pays for the gas of the grant, and what no policy can keep the key from spending on it. */
export function Gas({ grant }: GasProps) {
  const { messages, chain } = useUi()
  const coin = chain?.nativeCurrency.symbol ?? messages.common.nativeCoin
  return (
    <Section name="gas" heading={messages.gas.heading}>
      <p>{grant.sponsored ? messages.gas.sponsored : messages.gas.account(coin)}</p>
      <p data-slot="note">{messages.gas.burnable(coin)}</p>
    </Section>
  )
}

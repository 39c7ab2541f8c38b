'use client'
import type { ReactNode } from 'react'
import { plainText } from '../../policies/plainText.ts'
import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from '../parts/AddressText.tsx'
import { Section } from '../parts/Section.tsx'

export interface WhoProps {
  grant: PreparedGrant
}

/** Who asks, for which account, and which key would act. */
export function Who({ grant }: WhoProps) {
  const { messages, chain } = useUi()
  const { who, common } = messages
  const { account, key, origin } = grant
  return (
    <Section name="who" heading={who.heading}>
      <dl data-slot="facts">
        <Fact name={who.asks}>
          <bdi>{origin ? plainText(origin) : messages.approval.thisPage}</bdi>
        </Fact>
        <Fact name={who.account} note={grant.deploys ? who.deploys : undefined}>
          <AddressText address={account.address} actions plain />
        </Fact>
        <Fact name={who.network}>
          <bdi>{chain?.name ?? common.chain(account.chainId)}</bdi>
        </Fact>
        <Fact name={who.key} note={who.keyAt[key.location]}>
          <AddressText address={key.address} actions plain />
        </Fact>
      </dl>
    </Section>
  )
}

function Fact(props: { name: string; note?: string | undefined; children: ReactNode }) {
  return (
    <div data-slot="fact">
      <dt>{props.name}</dt>
      <dd>
        {props.children}
        {props.note ? <span data-slot="note">{props.note}</span> : null}
      </dd>
    </div>
  )
}

'use client'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import type { Risk } from '../../policies/findRisks.ts'
import { plainText } from '../../policies/plainText.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from '../parts/AddressText.tsx'
import { Claim } from '../parts/Claim.tsx'
import { ContractName } from '../parts/ContractName.tsx'
import { isNamedByApp } from '../parts/isNamedByApp.ts'
import type { PermissionRow } from './PermissionRow.ts'
import { targetOf } from './targetOf.ts'

export interface RiskTextProps {
  risk: Risk
  /** The permission that it comes from. */
  row: PermissionRow | undefined
}

/** A risk in words. */
export function RiskText({ risk, row }: RiskTextProps) {
  const { messages, formats, chain } = useUi()
  const texts = messages.risks
  const contract = (address: Address) => <ContractName address={address} />
  const said = (words: ReactNode) =>
    row && isNamedByApp(row.description) ? <Claim>{words}</Claim> : words
  const fn = (signature: string) =>
    said(
      <code data-slot="code" title={signature} dir="ltr">
        {plainText(signature.split('(')[0], 48)}
      </code>,
    )
  switch (risk.id) {
    case 'unreadable': {
      if (row?.description.type === 'unreadable' && row.description.claim)
        return texts.customModule(<AddressText address={row.description.sessionValidationModule} />)
      const target = row && targetOf(row.description)
      return target ? texts.unreadable(contract(target)) : texts.unreadableModule
    }
    case 'lasting-approval':
      return texts.lastingApproval(fn(risk.data.signature), contract(risk.data.target))
    case 'control':
      return texts.control(fn(risk.data.signature), contract(risk.data.target))
    case 'nested-calls':
      return texts.nestedCalls(fn(risk.data.signature), contract(risk.data.target))
    case 'unrestricted-recipient':
      return texts.unrestrictedRecipient(
        said(<bdi>{plainText(risk.data.argument, 60)}</bdi>),
        contract(risk.data.target),
      )
    case 'unlimited-amount':
      return texts.unlimitedAmount(contract(risk.data.target))
    case 'unlimited-value':
      return texts.unlimitedValue(
        chain?.nativeCurrency.symbol ?? messages.common.nativeCoin,
        contract(risk.data.target),
      )
    case 'erc20-any-function':
      return texts.erc20AnyFunction(
        contract(risk.data.target),
        <AddressText address={risk.data.to} />,
      )
    case 'no-expiry':
      return texts.noExpiry
    case 'long-expiry':
      return texts.longExpiry(formats.duration(risk.data.seconds))
    case 'overlaps-live-session':
      return texts.overlapsLiveSession(contract(risk.data.target))
    case 'no-code':
      return texts.noCode(<AddressText address={risk.data.target} />)
    case 'exposure-above-balance':
      return texts.exposureAboveBalance(contract(risk.data.target))
    case 'ends-unknown-sessions':
      return texts.endsUnknownSessions
  }
}

'use client'
import type { ReactNode } from 'react'
import type { Address } from 'viem'
import type { Risk } from '../../policies/findRisks.ts'
import { plainText } from '../../policies/plainText.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from '../parts/AddressText.tsx'
import { Claim } from '../parts/Claim.tsx'
import { CoinAmount } from '../parts/CoinAmount.tsx'
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
  // The page chose these names: set apart from the kit's words.
  const argument = (names: string) =>
    said(
      <code data-slot="code" dir="ltr">
        {plainText(names, 60)}
      </code>,
    )
  const isDanger = risk.severity === 'danger'
  switch (risk.id) {
    case 'unreadable': {
      const target = row && targetOf(row.description)
      return target ? texts.unreadable(contract(target)) : texts.unreadableModule
    }
    case 'module-is-everything': {
      const { module, hasCode } = risk.data
      const code =
        hasCode === undefined
          ? texts.moduleUnknown
          : hasCode
            ? texts.moduleHasCode
            : texts.moduleWithoutCode
      return texts.moduleIsEverything(<AddressText address={module} />, code)
    }
    case 'lasting-approval':
      return texts.lastingApproval(fn(risk.data.signature), contract(risk.data.target))
    case 'control':
      return texts.control(fn(risk.data.signature), contract(risk.data.target))
    case 'nested-calls':
      return texts[isDanger ? 'nestedCalls' : 'mayNest'](
        fn(risk.data.signature),
        contract(risk.data.target),
      )
    case 'unrestricted-recipient':
      return texts[isDanger ? 'unrestrictedRecipient' : 'openAddress'](
        argument(risk.data.argument),
        contract(risk.data.target),
      )
    case 'unlimited-amount': {
      const { signature, argument: open, target } = risk.data
      if (signature !== undefined && open !== undefined)
        return texts.unlimitedArgument(argument(open), fn(signature), contract(target))
      return texts.unlimitedAmount(contract(target))
    }
    case 'any-price':
      return texts.anyPrice(fn(risk.data.signature), contract(risk.data.target))
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
    case 'fees-spend-balance':
      return texts.feesSpendBalance(<CoinAmount value={risk.data.amount} />)
    case 'batch-router':
      return texts.batchRouter(chain?.nativeCurrency.symbol ?? messages.common.nativeCoin)
    case 'ends-unfit-sessions':
      return texts.endsUnfitSessions(risk.data.count)
  }
}

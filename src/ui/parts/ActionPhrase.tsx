'use client'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { transferOf } from '../../policies/transferOf.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'
import { ContractName } from './ContractName.tsx'
import { FunctionName } from './FunctionName.tsx'
import { TokenAmount } from './TokenAmount.tsx'
import { TokenSymbol } from './TokenSymbol.tsx'

export interface ActionPhraseProps {
  description: LeafDescription
}

/** What a leaf allows, as a part of a sentence. */
export function ActionPhrase({ description }: ActionPhraseProps) {
  const { approval } = useUi().messages
  const transfer = transferOf(description)
  if (transfer) {
    const { token, to, maxAmount } = transfer
    const recipient = to && <AddressText address={to} />
    if (maxAmount === undefined || maxAmount === maxUint256) {
      const symbol = <TokenSymbol token={token} />
      return recipient
        ? approval.actionTransferUnlimited(symbol, recipient)
        : approval.actionTransferUnlimitedAny(symbol)
    }
    const amount = (
      <strong>
        <TokenAmount token={token} value={maxAmount} />
      </strong>
    )
    return recipient
      ? approval.actionTransfer(amount, recipient)
      : approval.actionTransferAny(amount)
  }
  if (description.type === 'unreadable')
    return description.claim ? approval.actionCustom : approval.actionUnknown
  const contract = <ContractName address={description.target} />
  return description.type === 'contract-call' && description.readable
    ? approval.actionCall(<FunctionName description={description} />, contract)
    : approval.actionUnreadable(contract)
}

const maxUint256 = 2n ** 256n - 1n

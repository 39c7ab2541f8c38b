'use client'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { transferOf } from '../../policies/transferOf.ts'
import { useUi } from '../internal/useUi.ts'
import { FunctionName } from './FunctionName.tsx'
import { TokenAmount } from './TokenAmount.tsx'
import { TokenSymbol } from './TokenSymbol.tsx'

export interface PermissionTitleProps {
  description: LeafDescription
}

/** What a leaf allows, in one line. */
export function PermissionTitle({ description }: PermissionTitleProps) {
  const texts = useUi().messages.permissions
  const transfer = transferOf(description)
  if (transfer) {
    const { token, maxAmount } = transfer
    return maxAmount === undefined || maxAmount === maxUint256
      ? texts.transferUnlimited(<TokenSymbol token={token} />)
      : texts.transfer(<TokenAmount token={token} value={maxAmount} />)
  }
  if (description.type !== 'contract-call') return texts.unreadable
  const name = <FunctionName description={description} />
  return description.functionName ? texts.call(name) : texts.callRaw(name)
}

const maxUint256 = 2n ** 256n - 1n

'use client'
import { useSessionConfig } from '../../hooks/useSessionConfig.ts'
import { findIntent } from '../../policies/findIntent.ts'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { transferOf } from '../../policies/transferOf.ts'
import { useUi } from '../internal/useUi.ts'
import { Claim } from './Claim.tsx'
import { FunctionName } from './FunctionName.tsx'
import { TokenAmount } from './TokenAmount.tsx'
import { TokenSymbol } from './TokenSymbol.tsx'

export interface PermissionTitleProps {
  description: LeafDescription
}

/** What a leaf allows, in one line. What the dapp calls it stands beside, never instead. */
export function PermissionTitle({ description }: PermissionTitleProps) {
  const { intents } = useSessionConfig()
  const { messages, chainId } = useUi()
  const texts = messages.permissions
  const transfer = transferOf(description)
  if (transfer) {
    const { token, maxAmount } = transfer
    return maxAmount === undefined || maxAmount === maxUint256
      ? texts.transferUnlimited(<TokenSymbol token={token} />)
      : texts.transfer(<TokenAmount token={token} value={maxAmount} />)
  }
  if (description.type === 'unreadable' && description.claim) return texts.custom
  if (description.type !== 'contract-call') return texts.unreadable
  const { target, selector } = description
  const name = <FunctionName description={description} />
  const title = description.functionName ? texts.call(name) : texts.callRaw(name)
  const intent =
    chainId === undefined ? undefined : findIntent(intents, { chainId, target, selector })
  if (!intent) return title
  return texts.withIntent(title, <Claim>{intent}</Claim>)
}

const maxUint256 = 2n ** 256n - 1n

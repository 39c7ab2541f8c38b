'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'

export interface RawUnitsNoteProps {
  token: Address
}

/** Says why an amount is the raw number, where it is. */
export function RawUnitsNote({ token }: RawUnitsNoteProps) {
  const { messages, chainId } = useUi()
  const { data, isPending } = useTokenMetadata({ chainId, address: token })
  if (isPending || data?.decimals !== undefined) return null
  return (
    <p data-slot="note" data-risk="warning">
      {messages.permissions.rawUnitsNote}
    </p>
  )
}

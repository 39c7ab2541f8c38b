'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'

export interface TokenSymbolProps {
  token: Address
}

/** A token's symbol, with its address one hover away; its address where it has no plain one. */
export function TokenSymbol({ token }: TokenSymbolProps) {
  const { chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address: token })
  return data?.symbol ? (
    <bdi data-slot="symbol" title={token}>
      {data.symbol}
    </bdi>
  ) : (
    <AddressText address={token} />
  )
}

'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressBeside } from './AddressBeside.tsx'
import { AddressText } from './AddressText.tsx'

export interface TokenSymbolProps {
  token: Address
}

/** A token's symbol, and its address beside; its address alone where it has no plain one. */
export function TokenSymbol({ token }: TokenSymbolProps) {
  const { chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address: token })
  return data?.symbol ? (
    <>
      <bdi data-slot="symbol" title={token}>
        {data.symbol}
      </bdi>
      <AddressBeside address={token} />
    </>
  ) : (
    <AddressText address={token} />
  )
}

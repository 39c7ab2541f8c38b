'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'

export interface TokenSymbolProps {
  token: Address
}

/** A token's symbol; its address where it has none. */
export function TokenSymbol({ token }: TokenSymbolProps) {
  const { chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address: token })
  return data?.symbol ? <bdi title={token}>{data.symbol}</bdi> : <AddressText address={token} />
}

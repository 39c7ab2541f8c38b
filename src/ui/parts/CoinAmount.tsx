'use client'
import { useUi } from '../internal/useUi.ts'

export interface CoinAmountProps {
  /** Wei. */
  value: bigint
}

/** An amount of the chain's own coin; in wei where wagmi does not know the chain. */
export function CoinAmount({ value }: CoinAmountProps) {
  const { formats, chain } = useUi()
  const coin = chain?.nativeCurrency
  return (
    <bdi data-slot="amount">
      {coin
        ? `${formats.units(value, coin.decimals)} ${coin.symbol}`
        : `${formats.integer(value)} wei`}
    </bdi>
  )
}

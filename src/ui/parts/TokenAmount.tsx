'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { TokenSymbol } from './TokenSymbol.tsx'

export interface TokenAmountProps {
  token: Address
  /** Base units. */
  value: bigint
}

/** An exact amount. Decimals are never assumed: without them it is the raw number, and says so. */
export function TokenAmount({ token, value }: TokenAmountProps) {
  const { messages, formats, chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address: token })
  const texts = messages.permissions
  if (data?.decimals === undefined) {
    const raw = texts.rawUnits(formats.integer(value))
    return (
      <span data-slot="amount" data-raw="" title={texts.rawUnitsNote}>
        {texts.ofToken(<bdi>{raw}</bdi>, <TokenSymbol token={token} />)}
      </span>
    )
  }
  const exact = formats.units(value, data.decimals)
  // digits would go on with the amount
  return data.symbol && !/^\d/.test(data.symbol) ? (
    <bdi data-slot="amount">
      {exact} <TokenSymbol token={token} />
    </bdi>
  ) : (
    <span data-slot="amount">
      {texts.ofToken(<bdi>{exact}</bdi>, <TokenSymbol token={token} />)}
    </span>
  )
}

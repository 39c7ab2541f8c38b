'use client'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { TokenAmount, type TokenAmountProps } from './TokenAmount.tsx'

/** A number that is an amount for an ERC-20 token, and an id for a contract without decimals. */
export function AmountOrId({ token, value }: TokenAmountProps) {
  const { formats, chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address: token })
  return data?.decimals === undefined ? (
    <bdi>{formats.integer(value)}</bdi>
  ) : (
    <TokenAmount token={token} value={value} />
  )
}

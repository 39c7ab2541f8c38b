'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'

export interface ContractNameProps {
  address: Address
}

/** What a contract calls itself; its address where it does not say. */
export function ContractName({ address }: ContractNameProps) {
  const { chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address })
  const name = data?.name ?? data?.symbol
  return name ? (
    <bdi data-slot="contract-name" title={address}>
      {name}
    </bdi>
  ) : (
    <AddressText address={address} />
  )
}

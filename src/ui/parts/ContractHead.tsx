'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'

export interface ContractHeadProps {
  address: Address
}

/** A contract: what it calls itself, and always its address. */
export function ContractHead({ address }: ContractHeadProps) {
  const { messages, chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address })
  const name = data?.name ?? data?.symbol
  return (
    <div data-slot="group-head">
      {name ? (
        <bdi data-slot="contract-name">{name}</bdi>
      ) : (
        <span data-slot="muted">{messages.permissions.unnamed}</span>
      )}
      <AddressText address={address} actions plain />
    </div>
  )
}

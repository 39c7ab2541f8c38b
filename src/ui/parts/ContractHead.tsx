'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'
import { Claim } from './Claim.tsx'

export interface ContractHeadProps {
  address: Address
}

/** A contract: what it calls itself, in quotes, and always its address. */
export function ContractHead({ address }: ContractHeadProps) {
  const { messages, chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address })
  const name = data?.name ?? data?.symbol
  const claim = data?.claim
  return (
    <div data-slot="group-head">
      {name ? (
        <q data-slot="contract-name" dir="auto">
          {name}
        </q>
      ) : (
        <span data-slot="muted">
          {claim
            ? messages.permissions.callsItself(<Claim>{claim}</Claim>)
            : messages.permissions.unnamed}
        </span>
      )}
      <AddressText address={address} actions plain />
    </div>
  )
}

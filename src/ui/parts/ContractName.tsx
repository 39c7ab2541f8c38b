'use client'
import type { Address } from 'viem'
import { useTokenMetadata } from '../../hooks/useTokenMetadata.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressBeside } from './AddressBeside.tsx'
import { AddressText } from './AddressText.tsx'

export interface ContractNameProps {
  address: Address
}

/**
 * What a contract calls itself, in quotes, and its address beside; its address alone where it does
 * not say, or says what can be no name.
 */
export function ContractName({ address }: ContractNameProps) {
  const { chainId } = useUi()
  const { data } = useTokenMetadata({ chainId, address })
  const name = data?.name ?? data?.symbol
  return name ? (
    <>
      <q data-slot="contract-name" dir="auto" title={address}>
        {name}
      </q>
      <AddressBeside address={address} />
    </>
  ) : (
    <AddressText address={address} />
  )
}

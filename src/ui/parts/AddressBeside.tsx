'use client'
import { useContext } from 'react'
import type { Address } from 'viem'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import { ShownContract } from '../internal/ShownContract.ts'
import { AddressText } from './AddressText.tsx'

export interface AddressBesideProps {
  address: Address
}

/**
 * The address behind a name that a contract gave itself: any contract can call itself anything.
 * Nothing where the address stands at the head of the group already.
 */
export function AddressBeside({ address }: AddressBesideProps) {
  const shown = useContext(ShownContract)
  if (shown && isSameAddress(shown, address)) return null
  return (
    <>
      {' '}
      <span data-slot="address-beside">
        (<AddressText address={address} plain />)
      </span>
    </>
  )
}

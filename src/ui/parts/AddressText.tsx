'use client'
import type { Address } from 'viem'
import { shortHex } from '../internal/shortHex.ts'
import { useUi } from '../internal/useUi.ts'
import { CopyButton } from './CopyButton.tsx'
import { ExplorerLink } from './ExplorerLink.tsx'

export interface AddressTextProps {
  address: Address
  /** With buttons to copy it and to look it up. @default false */
  actions?: boolean | undefined
  /** Leaves out the name of a well-known address. @default false */
  plain?: boolean | undefined
}

/** An address in its short form, or the name of a well-known one; the full one is one hover away. */
export function AddressText({ address, actions = false, plain = false }: AddressTextProps) {
  const { names } = useUi()
  const name = plain ? undefined : names.get(address.toLowerCase())
  const hex = (
    <bdi data-slot="hex" title={address}>
      {shortHex(address)}
    </bdi>
  )
  return (
    <span data-slot="address">
      {name ? <span title={address}>{name}</span> : hex}
      {actions ? (
        <>
          <CopyButton text={address} />
          <ExplorerLink address={address} />
        </>
      ) : null}
    </span>
  )
}

'use client'
import type { Address, Hash } from 'viem'
import { shortHex } from '../internal/shortHex.ts'
import { useUi } from '../internal/useUi.ts'
import { Icon } from './Icon.tsx'

export type ExplorerLinkProps = { address: Address } | { transaction: Hash }

/** To the chain's block explorer, where wagmi knows one. */
export function ExplorerLink(props: ExplorerLinkProps) {
  const { messages, chain } = useUi()
  const explorer = chain?.blockExplorers?.default
  if (!explorer) return null
  const what = shortHex('address' in props ? props.address : props.transaction)
  const path = 'address' in props ? `address/${props.address}` : `tx/${props.transaction}`
  const label = messages.common.viewOn(what, explorer.name)
  return (
    <a
      data-slot="icon-button"
      href={`${explorer.url.replace(/\/$/, '')}/${path}`}
      target="_blank"
      rel="noreferrer noopener"
      aria-label={label}
      title={label}
    >
      <Icon name="external" />
    </a>
  )
}

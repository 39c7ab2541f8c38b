'use client'
import type { Hash } from 'viem'
import { CopyButton } from './CopyButton.tsx'
import { ExplorerLink } from './ExplorerLink.tsx'

export interface HashTextProps {
  label: string
  hash: Hash
  /** Whether it is a transaction, which an explorer knows. @default false */
  isTransaction?: boolean | undefined
}

/** A whole hash, to be compared with another place. */
export function HashText({ label, hash, isTransaction = false }: HashTextProps) {
  return (
    <div data-slot="hash">
      <span data-slot="label">
        {label}
        <CopyButton text={hash} />
        {isTransaction ? <ExplorerLink transaction={hash} /> : null}
      </span>
      <code data-slot="raw" dir="ltr">
        {hash}
      </code>
    </div>
  )
}

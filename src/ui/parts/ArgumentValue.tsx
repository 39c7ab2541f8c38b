'use client'
import { type Address, isAddress } from 'viem'
import type { ConditionDescription } from '../../policies/LeafDescription.ts'
import { useUi } from '../internal/useUi.ts'
import { AddressText } from './AddressText.tsx'
import { AmountOrId } from './AmountOrId.tsx'

export interface ArgumentValueProps {
  value: ConditionDescription['value']
  /** The argument's type in the ABI. */
  type: string
  /** The token that a number is an amount of. */
  token?: Address | undefined
}

/** A value that a rule compares with. */
export function ArgumentValue({ value, type, token }: ArgumentValueProps) {
  const { messages, formats } = useUi()
  if (typeof value === 'bigint' && token) return <AmountOrId token={token} value={value} />
  if (typeof value === 'bigint') return <bdi>{formats.integer(value)}</bdi>
  if (typeof value === 'boolean')
    return value ? messages.permissions.trueValue : messages.permissions.falseValue
  if (type === 'address' && isAddress(value)) return <AddressText address={value} actions />
  return (
    <code data-slot="code" dir="ltr">
      {value}
    </code>
  )
}

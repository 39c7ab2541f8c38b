'use client'
import type { ContractCallDescription } from '../../policies/LeafDescription.ts'
import { plainText } from '../../policies/plainText.ts'
import { Claim } from './Claim.tsx'

export interface FunctionNameProps {
  description: Pick<ContractCallDescription, 'functionName' | 'signature' | 'selector' | 'source'>
}

// an ABI may call a function anything
const longest = 48

/**
 * The function's name where it is known, in quotes where the app's ABI says so; the selector
 * otherwise. Selector and signature are one hover away.
 */
export function FunctionName({ description }: FunctionNameProps) {
  const { functionName, signature, selector, source } = description
  const title = signature === undefined ? selector : `${selector} ${plainText(signature)}`
  const name = (
    <code data-slot="code" title={title} dir="ltr">
      {functionName === undefined ? selector : plainText(functionName, longest)}
    </code>
  )
  return source === 'abi' ? <Claim>{name}</Claim> : name
}

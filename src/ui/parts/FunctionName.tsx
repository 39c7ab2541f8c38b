'use client'
import type { ContractCallDescription } from '../../policies/LeafDescription.ts'

export interface FunctionNameProps {
  description: Pick<ContractCallDescription, 'functionName' | 'signature' | 'selector'>
}

/** The function's name where it is known, with the signature one hover away; the selector otherwise. */
export function FunctionName({ description }: FunctionNameProps) {
  const { functionName, signature, selector } = description
  return (
    <code data-slot="code" title={signature ?? selector} dir="ltr">
      {functionName ?? selector}
    </code>
  )
}

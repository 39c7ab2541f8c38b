import type { LeafDescription } from '../../policies/LeafDescription.ts'

/** Whether the names in a description are the app's own, because its function is not well known. */
export function isNamedByApp(description: LeafDescription): boolean {
  return description.type === 'contract-call' && description.source === 'abi'
}

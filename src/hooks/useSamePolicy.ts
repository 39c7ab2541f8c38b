'use client'
import { useState } from 'react'
import { policyDigest } from '../policies/policyDigest.ts'
import type { Policy } from '../types/Policy.ts'

/** The policy as one object for as long as it means the same, even if each render defines it anew. */
export function useSamePolicy(policy: Policy | undefined): Policy | undefined {
  const [same, setSame] = useState(policy)
  if (policy === same) return policy
  if (policy && same && policyDigest(policy) === policyDigest(same)) return same
  setSame(policy)
  return policy
}

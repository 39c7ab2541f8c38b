import { type Address, getAddress } from 'viem'
import type { Policy } from '../types/Policy.ts'
import { targetOfPermission } from './targetOfPermission.ts'

/** The contracts that a policy lets be called, each once. */
export function targetsOf({ permissions }: Pick<Policy, 'permissions'>): readonly Address[] {
  return [...new Set(permissions.map((it) => getAddress(targetOfPermission(it))))]
}

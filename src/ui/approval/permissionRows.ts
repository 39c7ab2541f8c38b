import { compilePolicy } from '../../policies/compilePolicy.ts'
import { describeLeaf } from '../../policies/describeLeaf.ts'
import type { PolicyEdit } from '../../policies/narrowPolicy.ts'
import type { PreparedGrant } from '../../types/PreparedGrant.ts'
import type { PermissionRow } from './PermissionRow.ts'

/**
 * What is shown: every leaf of the grant, decoded from its bytes, and between them those that the
 * user left out. Were the two not to add up, the grant's leaves are shown, because they are signed.
 */
export function permissionRows(grant: PreparedGrant, edits: PolicyEdit): readonly PermissionRow[] {
  const { permissions } = grant.requested
  const omitted = new Set(edits.omit)
  const granted = grant.permissions.map(({ leaf, abiFunction }) => ({
    leaf,
    abiFunction,
    description: describeLeaf(leaf, { abiFunction }),
    included: true,
  }))
  const kept = permissions.flatMap((_, index) => (omitted.has(index) ? [] : [index]))
  if (kept.length !== granted.length)
    return granted.map((row, index) => ({ ...row, index, required: true }))

  const requested = omitted.size
    ? compilePolicy(grant.requested, { sessionKey: grant.key.address, now: grant.chainTime })
    : []
  return permissions.flatMap((permission, index): PermissionRow[] => {
    const place = kept.indexOf(index)
    const inGrant = granted[place]
    if (inGrant) return [{ ...inGrant, index, required: permission.required === true }]
    const leaf = requested[index]
    if (!leaf) return []
    const abiFunction = permission.type === 'contract-call' ? permission.abiFunction : undefined
    const description = describeLeaf(leaf, { abiFunction })
    return [{ index, leaf, abiFunction, description, included: false, required: false }]
  })
}

import type { SessionConfig } from '../config/createSessionConfig.ts'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { decodeLeaf } from '../policies/decodeLeaf.ts'
import type { PolicyEdit } from '../policies/narrowPolicy.ts'
import { permissionOf } from '../policies/permissionOf.ts'
import { type LimitSuggestion, suggestLimits } from '../policies/suggestLimits.ts'
import { targetOfPermission } from '../policies/targetOfPermission.ts'
import { readJournalCalls } from '../storage/readJournalCalls.ts'
import type { Permission, Policy } from '../types/Policy.ts'
import type { Session, SessionPermission } from '../types/Session.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { type GetSessionParameters, getSession } from './getSession.ts'

export type SuggestSessionLimitsParameters = GetSessionParameters

export interface SessionLimitSuggestion extends LimitSuggestion {
  session: Session
  /** What the session may do, as a policy: what `edit` is for. */
  policy: Policy
  /** How many calls the journal does not hold in full. What they may have used stays as it is. */
  incomplete: number
}

/**
 * Tighter limits for the next session of this kind, from what this one sent: "you used 12 of 500".
 * It goes by the journal in this storage, which knows nothing of what other devices sent. Calls
 * that reverted do not count.
 *
 * @throws SessionNotFoundError
 * @throws InvalidPermissionError when a permission cannot be read.
 *
 * @example
 * const { uses, policy, edit } = await suggestSessionLimits(config, { sessionId })
 * const tighter = { ...narrowPolicy(policy, edit), expiry: { expiresIn: 3600 } }
 */
export async function suggestSessionLimits(
  config: SessionConfig,
  parameters: SuggestSessionLimitsParameters,
): Promise<SessionLimitSuggestion> {
  const session = await getSession(config, parameters)
  const { validAfter, validUntil } = session
  const permissions = session.permissions.map(toPermission)
  const policy: Policy = { permissions, validAfter, expiry: { validUntil } }
  const { calls, incomplete } = await readJournalCalls(config.storage, session)
  const { uses, edit } = suggestLimits(policy, calls)
  const isUncertain = (permission: Permission | undefined) =>
    incomplete.some(
      (to) => !to || (permission && isSameAddress(targetOfPermission(permission), to)),
    )
  return {
    session,
    policy,
    uses,
    edit: withoutUncertain(edit, (index) => isUncertain(permissions[index])),
    incomplete: incomplete.length,
  }
}

function withoutUncertain(
  { omit = [], limits = {}, ...edit }: PolicyEdit,
  isUncertain: (index: number) => boolean,
): PolicyEdit {
  const kept = Object.entries(limits).filter(([index]) => !isUncertain(Number(index)))
  return {
    ...edit,
    omit: omit.filter((index) => !isUncertain(index)),
    limits: Object.fromEntries(kept),
  }
}

function toPermission({ leaf, abiFunction }: SessionPermission, index: number): Permission {
  const decoded = decodeLeaf(leaf)
  if (decoded.type === 'unreadable')
    throw new InvalidPermissionError({
      parameter: `permissions[${index}]`,
      problem: `cannot be read (${decoded.reason})`,
      fix: 'where it is one of a module of your own, call `definePermissionModule` first.',
    })
  const permission = permissionOf(decoded)
  return permission.type === 'contract-call' ? { ...permission, abiFunction } : permission
}

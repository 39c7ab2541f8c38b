import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { Permission, Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import type { Duration } from './Duration.ts'
import type { DefinePolicyParameters } from './definePolicy.ts'
import { definePolicy } from './definePolicy.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { parseLeaf } from './parseLeaf.ts'
import { permissionOf } from './permissionOf.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * The policy that asks for what a session allows, read from its leaves: for as long as the session
 * was granted for, counted from the approval, unless told otherwise. It asks for batches where the
 * session can send them.
 *
 * @throws InvalidParameterError when a leaf cannot be read, or the session's length is not known.
 *
 * @example
 * policyOf(session, { expiresIn: { hours: 2 } })
 */
export function policyOf(
  session: Pick<Session, 'permissions' | 'validAfter' | 'validUntil' | 'createdAt' | 'batch'>,
  options: Pick<DefinePolicyParameters, 'expiresIn'> = {},
): Policy {
  return typedErrors('policyOf', () => {
    const { expiresIn = lengthOf(session) } = options
    const permissions = session.permissions.map(({ leaf, abiFunction }): Permission => {
      const parsed = parseLeaf(leaf)
      if (parsed.type === 'unreadable')
        throw new InvalidParameterError({
          parameter: 'sessionId',
          problem: `names a session with a permission that cannot be read (${parsed.reason})`,
          fix: 'Give the policy to ask for instead.',
        })
      const permission = permissionOf(parsed)
      return permission.type === 'contract-call' ? { ...permission, abiFunction } : permission
    })
    return definePolicy({ permissions, expiresIn, batch: session.batch === true })
  })
}

/** From its beginning, as this device's clock had it, to its end. */
function lengthOf(session: Parameters<typeof policyOf>[0]): Duration | 'never' {
  const validAfter = finiteSeconds(session.validAfter, 'validAfter')
  const validUntil = finiteSeconds(session.validUntil, 'validUntil')
  const createdAt = finiteSeconds(session.createdAt, 'createdAt')
  if (validUntil === 0) return 'never'
  const seconds = validUntil - Math.max(validAfter, Math.floor(createdAt / 1000))
  if (seconds > 0) return { seconds }
  throw new InvalidParameterError({
    parameter: 'expiresIn',
    problem: "is missing, and the session's length is not known from its end and this clock",
    fix: 'Give `expiresIn`, or the policy to ask for.',
  })
}

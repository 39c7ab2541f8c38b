import type { Address } from 'viem'
import { EscalationError } from '../errors/EscalationError.ts'
import type { Policy } from '../types/Policy.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { targetOfPermission } from './targetOfPermission.ts'
import { typedErrors } from './typedErrors.ts'

const roles: Record<keyof typeof moduleAddresses, string> = {
  abiSessionValidation: 'the ABI session validation module',
  erc20SessionValidation: 'the ERC-20 session validation module',
  sessionKeyManager: 'the session key manager',
  legacySessionKeyManager: 'the session key manager',
  batchedSessionRouter: 'the batched session router',
  ecdsaOwnership: 'the ownership module',
  multichain: 'the multichain validation module',
  entryPoint: 'the entry point',
  factory: 'the account factory',
  implementation: 'the account implementation',
}

export interface AssertNoEscalationParameters {
  /** The smart account. */
  account: Address
  /** Further contracts that the key must not reach, such as other modules the account enabled. */
  forbidden?: readonly Address[] | undefined
  /** Targets that are proxies, and the contracts whose code they run, as read from the chain. */
  proxies?: readonly { address: Address; implementations: readonly Address[] }[] | undefined
}

/**
 * Refuses permissions on a target with which the key could lift its own limits: the account
 * itself, its modules, the entry point, the factory, and proxies of them where those are given: this
 * reads nothing from the chain, `prepareGrant` does. Such a permission is an error, never a risk
 * that a user could accept.
 *
 * @throws EscalationError
 * @example
 * assertNoEscalation(policy, { account })
 */
export function assertNoEscalation(
  policy: Pick<Policy, 'permissions'>,
  options: AssertNoEscalationParameters,
): void {
  typedErrors('assertNoEscalation', () => {
    const { account, forbidden = [], proxies = [] } = options
    for (const [permissionIndex, permission] of policy.permissions.entries()) {
      const target = targetOfPermission(permission)
      const behind = proxies
        .filter(({ address }) => isSameAddress(address, target))
        .flatMap(({ implementations }) => implementations)
        .map((implementation) => roleOf(implementation, account, forbidden))
        .find((it) => it !== undefined)
      const role = roleOf(target, account, forbidden) ?? (behind && `a proxy of ${behind}`)
      if (role) throw new EscalationError({ target, role, permissionIndex })
    }
  })
}

function roleOf(target: Address, account: Address, forbidden: readonly Address[]) {
  if (isSameAddress(target, account)) return 'the smart account itself'
  for (const [name, address] of Object.entries(moduleAddresses)) {
    if (isSameAddress(target, address)) return roles[name as keyof typeof moduleAddresses]
  }
  return forbidden.some((address) => isSameAddress(target, address))
    ? 'a forbidden contract'
    : undefined
}

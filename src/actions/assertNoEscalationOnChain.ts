import { type Address, type Client, getAddress } from 'viem'
import type { AccountState } from '../account/readAccountState.ts'
import { readTarget, type TargetState } from '../account/readTarget.ts'
import { assertNoEscalation } from '../policies/assertNoEscalation.ts'
import { targetOfPermission } from '../policies/targetOfPermission.ts'
import type { Policy } from '../types/Policy.ts'

/**
 * Refuses permissions with which the key could lift its own limits, by what the chain says of the
 * account's modules and of the contracts behind the targets.
 *
 * @returns what stands at each target.
 * @throws EscalationError
 */
export async function assertNoEscalationOnChain(
  client: Client,
  policy: Policy,
  /** Awaited together with the targets. */
  state: Pick<AccountState, 'modules'> | Promise<Pick<AccountState, 'modules'>>,
  account: Address,
): Promise<readonly TargetState[]> {
  assertNoEscalation(policy, { account })
  const targets = [...new Set(policy.permissions.map((it) => getAddress(targetOfPermission(it))))]
  const [{ modules }, proxies] = await Promise.all([
    state,
    Promise.all(targets.map((address) => readTarget(client, address))),
  ])
  assertNoEscalation(policy, { account, forbidden: modules, proxies })
  return proxies
}

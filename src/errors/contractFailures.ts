import { accountFailures } from './accountFailures.ts'
import type { ContractFailure } from './ContractFailure.ts'
import { paymasterFailures } from './paymasterFailures.ts'
import { sessionModuleFailures } from './sessionModuleFailures.ts'

/**
 * What Biconomy's Smart Account V2, its modules, factory and paymaster revert with.
 * @see https://github.com/bcnmy/scw-contracts
 */
export const contractFailures: readonly ContractFailure[] = [
  ...sessionModuleFailures,
  ...accountFailures,
  ...paymasterFailures,
]

import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

const leafProblems = {
  'invalid-interval': 'its times are not whole seconds that fit into 48 bits',
  'not-hex': 'its data is not whole bytes in hexadecimal',
  'invalid-module': 'its module is not an address of 20 bytes',
  'ambiguous-node':
    'its data is 32 bytes long, so that it equals a node of the tree and could hide another leaf',
} as const

/** A leaf that must not stand in a tree, wherever it comes from. */
export class InvalidLeafError extends BaseError {
  override name = 'InvalidLeafError'
  readonly problem: keyof typeof leafProblems
  constructor(problem: keyof typeof leafProblems) {
    super(`The leaf cannot be part of a session tree: ${leafProblems[problem]}.`, {
      metaMessages: [
        'Fix: make leaves with `encodePermission` or `compilePolicy`. A custom module encodes its parameters to any other number of bytes than 32.',
      ],
    })
    this.problem = problem
  }
}

/** A permission of a custom module at whose address there is no contract. */
export class ModuleWithoutCodeError extends BaseError {
  override name = 'ModuleWithoutCodeError'
  readonly module: Address
  constructor(options: { module: Address; chainId: number }) {
    super(`There is no contract at the permission module ${options.module}.`, {
      metaMessages: [
        `Chain: ${options.chainId}. Whoever deploys a contract there later decides what the session key may do with the whole account.`,
        'Fix: deploy the module on this chain first, or check its address in `definePermissionModule`.',
      ],
    })
    this.module = options.module
  }
}

import { BaseError } from './BaseError.ts'

/** A policy without permissions allows nothing, so there is nothing to approve. */
export class EmptyPolicyError extends BaseError {
  override name = 'EmptyPolicyError'
  constructor() {
    super('The policy has no permissions.', {
      metaMessages: [
        'Fix: give at least one, made by `contractCall` or `erc20Transfer`.',
        'A session with an empty policy could do nothing.',
      ],
    })
  }
}

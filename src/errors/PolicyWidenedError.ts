import { BaseError } from './BaseError.ts'

/** What would be granted is more than what was asked for. */
export class PolicyWidenedError extends BaseError {
  override name = 'PolicyWidenedError'
  /** Place of the wider permission in the granted policy, if it is one permission. */
  readonly permissionIndex: number | undefined
  constructor(options: { problem: string; permissionIndex?: number | undefined }) {
    super(`The change would widen the policy: ${options.problem}.`, {
      metaMessages: [
        'An approval can only grant what was asked for, or less.',
        'Fix: lower the limit or the expiry, or ask for a new policy.',
      ],
    })
    this.permissionIndex = options.permissionIndex
  }
}

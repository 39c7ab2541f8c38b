import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

/** A permission on a target with which the key could give itself any right. */
export class EscalationError extends BaseError {
  override name = 'EscalationError'
  readonly target: Address
  /** Place of the permission in the policy. */
  readonly permissionIndex: number
  constructor(options: { target: Address; role: string; permissionIndex: number }) {
    super(
      `\`permissions[${options.permissionIndex}]\` would let the session key call ${options.role}.`,
      {
        metaMessages: [
          `Target: ${options.target}.`,
          'A key that may call the account or its modules can lift every other limit, so this is never offered for approval.',
          'Fix: remove the permission. What the account itself must do, the owner signs.',
        ],
      },
    )
    this.target = options.target
    this.permissionIndex = options.permissionIndex
  }
}

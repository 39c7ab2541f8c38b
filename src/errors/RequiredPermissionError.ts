import { BaseError } from './BaseError.ts'

/** A permission that the dapp marked as required was left out. */
export class RequiredPermissionError extends BaseError {
  override name = 'RequiredPermissionError'
  /** Place of the permission in the requested policy. */
  readonly permissionIndex: number
  constructor(options: { permissionIndex: number }) {
    super(`\`permissions[${options.permissionIndex}]\` is required and cannot be left out.`, {
      metaMessages: ['Fix: keep it, or reject the whole request.'],
    })
    this.permissionIndex = options.permissionIndex
  }
}

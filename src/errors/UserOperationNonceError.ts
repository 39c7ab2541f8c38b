import {
  UserOperationRejectedError,
  type UserOperationRejection,
} from './UserOperationRejectedError.ts'

/** Another operation of the account took the nonce, or waits with it. */
export class UserOperationNonceError extends UserOperationRejectedError {
  override name = 'UserOperationNonceError'
  constructor(options: UserOperationRejection) {
    super({ ...options, problem: 'The nonce of the user operation cannot be used' })
  }
}

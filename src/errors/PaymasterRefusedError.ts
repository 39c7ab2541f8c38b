import {
  UserOperationRejectedError,
  type UserOperationRejection,
} from './UserOperationRejectedError.ts'

/** The paymaster did not sponsor the user operation: it refused, or its deposit ran out. */
export class PaymasterRefusedError extends UserOperationRejectedError {
  override name = 'PaymasterRefusedError'
  constructor(options: Partial<UserOperationRejection>) {
    super({
      service: 'paymaster',
      fix: 'Check its policies and balance, or fund the account and leave the paymaster out.',
      ...options,
      problem: 'The paymaster did not sponsor the user operation',
    })
  }
}

import { BaseError } from './BaseError.ts'

/** Several calls in one operation, while the account's batch router is not enabled. */
export class BatchNotEnabledError extends BaseError {
  override name = 'BatchNotEnabledError'
  readonly sessionId: string
  constructor({ sessionId, callCount }: { sessionId: string; callCount: number }) {
    super(
      `${callCount === 1 ? 'A batch' : `${callCount} calls in one operation`} cannot be sent: the account has no batch router.`,
      {
        metaMessages: [
          'Ask for a session with batches: useBatchSession(), or definePolicy({ batch: true }).',
          'Or send the calls one by one.',
          `Session: ${sessionId}`,
          'Nothing was sent.',
        ],
      },
    )
    this.sessionId = sessionId
  }
}

/** The account was upgraded to other code than Biconomy Smart Account V2, so it has no sessions. */
export class AccountUpgradedError extends BaseError {
  override name = 'AccountUpgradedError'
  readonly account: string
  constructor({ account }: { account: string }) {
    super(`The account ${account} was upgraded to other code than Biconomy Smart Account V2.`, {
      metaMessages: [
        'Session keys of V2 mean nothing to that code, so none can be granted or used.',
        'Use another account: `index` chooses one of several of the same owner.',
        'Nothing was sent.',
      ],
    })
    this.account = account
  }
}

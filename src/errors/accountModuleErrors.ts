import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

// What stands in the way of sessions on the account itself: its modules, and the code that it runs.

/** The account runs other code than Biconomy V2. */
export class AccountUpgradedError extends BaseError {
  override name = 'AccountUpgradedError'
  readonly account: Address
  constructor({ account }: { account: Address }) {
    super('The smart account was upgraded, and takes no sessions of Biconomy V2 any more.', {
      metaMessages: [
        `Account: ${account}`,
        'It keeps its address with the upgrade. Sessions that were granted before mean nothing to its new code.',
        'Use another account of the owner: { index: 1 }. Nothing was signed or sent.',
      ],
    })
    this.account = account
  }
}

/** Several calls in one operation, and the batch router is off. */
export class BatchNotEnabledError extends BaseError {
  override name = 'BatchNotEnabledError'
  readonly sessionId: string
  constructor({ sessionId }: { sessionId: string }) {
    super(
      'The session can send one call at a time: the account takes no batches of session keys.',
      {
        metaMessages: [
          "Ask for a session with useBatchSession(), or with definePolicy({ batch: true }). The approval then enables Biconomy's batch router, and says what that means.",
          'Or send the calls one by one.',
          `Session: ${sessionId}`,
          'Nothing was sent.',
        ],
      },
    )
    this.sessionId = sessionId
  }
}

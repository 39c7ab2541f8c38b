/** What an app can do about a refused operation, where that differs from the others. */
export type FailureKind =
  /** The account cannot pay. */
  | 'funds'
  /** The paymaster will not, or cannot. */
  | 'paymaster'
  /** The gas price is too low. */
  | 'fee'
  /** Another operation has the nonce. */
  | 'nonce'
  /** Another operation deploys the account. */
  | 'deployment'
  /** The service has this very operation already. */
  | 'known'
  /** The service was asked too often. */
  | 'busy'
  /** The service does not serve the app. */
  | 'denied'

/** A row of the local tables: what a failure means, and what to do about it. */
export interface FailureRow {
  meaning: string
  fix: string
  kind?: FailureKind
  /** The entry point's code for it, where the service leaves that out. */
  code?: string
}

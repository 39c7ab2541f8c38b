/** A row of the table: what a contract reverted with, what that means, and what to do. */
export interface ContractFailure {
  /** The text of a `require`, or the signature of a custom error. */
  revert: string
  meaning: string
  fix: string
  /** Other contracts have errors of this name too: it means this only when validation says it. */
  isCommonName?: true
}

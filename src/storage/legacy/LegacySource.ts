/** Where the SDK, or a storage after its documentation, left an account's sessions. */
export interface LegacySource {
  /** `undefined` when there is nothing. */
  read(part: 'sessions' | 'signers'): Promise<string | undefined>
  remove(part: 'sessions' | 'signers'): Promise<void>
}

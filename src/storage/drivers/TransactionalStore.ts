import type { RecordAddress, RecordPrefix } from '../../types/Storage.ts'
import type { StoredText } from '../pageOf.ts'
import type { TextChange } from './createTextDriver.ts'

/** What a batch comes to, once it is known what is stored. */
export interface Decision<result> {
  changes: readonly TextChange[]
  result: result
}

/** A store of envelopes that others can reach too: what file, SQLite and Redis differ in. */
export interface TransactionalStore {
  read(address: RecordAddress): Promise<string | undefined>
  /**
   * Reads what lies at `addresses`, lets `decide` say what is to change, and changes it: one step
   * that happens as a whole or not at all, and between no two steps of anybody else's. `decide` may
   * be called again when somebody else was quicker; what it throws ends the step.
   */
  transact<result>(
    addresses: readonly RecordAddress[],
    decide: (stored: readonly (string | undefined)[]) => Decision<result>,
  ): Promise<result>
  /** At most `limit` records below `prefix` and behind `after`, in order, as of one moment. */
  scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): Promise<readonly StoredText[]>
  /** @param prefix Normalised. */
  watch(prefix: RecordPrefix, listener: () => void): () => void
  /** Tells who watches, here and elsewhere. It must not fail: the change is made. */
  notify(changed: readonly RecordAddress[]): void
  close(): Promise<void>
}

import type { Json } from '../../../src/types/Json.ts'
import type {
  RecordAddress,
  RecordPrefix,
  SessionStorageDriver,
  StoredRecord,
} from '../../../src/types/Storage.ts'
import type { TestStore } from '../testDriver.ts'

/** What the parts of the driver suite work with; store and driver are new in every test. */
export interface DriverContext {
  readonly store: TestStore
  readonly driver: SessionStorageDriver
  /** Runs of the model-based test. */
  readonly runs: number
  createStore(): TestStore | Promise<TestStore>
  /** Another handle on the same store. */
  open(): SessionStorageDriver
  /** Watches, from the moment on that this resolves. */
  watch(prefix: RecordPrefix, listener: () => void): Promise<() => void>
  /** All records below a prefix. */
  all(prefix?: RecordPrefix): Promise<readonly StoredRecord[]>
  valueAt(address: RecordAddress): Promise<Json | undefined>
  /** Reads, adds one, writes if nobody else did; until it worked. */
  increment(handle: SessionStorageDriver, address: RecordAddress): Promise<void>
}

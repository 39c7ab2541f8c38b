/** What a tab of the storage page can be told to do. */
export interface StoragePage {
  /** Adds one, as often as said, all at once: each reads, adds, and writes if nobody else did. */
  increment(times: number): Promise<{ conflicts: number }>
  read(): Promise<unknown>
  write(value: number): Promise<void>
  /** Counts what it is told from now on. */
  watch(): void
  heard(): number
}

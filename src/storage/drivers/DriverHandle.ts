import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'

/** One handle on a store: until it is closed, and with it what was watched through it. */
export class DriverHandle {
  readonly #name: string
  readonly #watches = new Set<() => void>()
  #closing: Promise<void> | undefined

  /** @param name The driver's, for errors. */
  constructor(name: string) {
    this.#name = name
  }

  /** @throws StorageUnavailableError once it was closed. */
  requireOpen(): void {
    if (this.#closing !== undefined)
      throw new StorageUnavailableError(
        `The ${this.#name} storage was closed.`,
        'Make a new driver, or close this one later.',
      )
  }

  /** @param stop Ends the watch; called once. */
  keep(stop: () => void): () => void {
    const end = () => {
      if (this.#watches.delete(end)) stop()
    }
    this.#watches.add(end)
    return end
  }

  /** Ends the watches, then the store: once, however often it is called. */
  close(end?: () => Promise<void>): Promise<void> {
    this.#closing ??= (async () => {
      for (const stop of this.#watches) stop()
      await end?.()
    })()
    return this.#closing
  }
}

import { HttpError } from './HttpError.ts'

/** So many open streams for each key, in this process. */
export class StreamLimiter {
  readonly #most: number
  readonly #open = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /**
   * @returns To be called when the stream ends.
   * @throws HttpError 429
   */
  take(key: string): () => void {
    const open = this.#open.get(key) ?? 0
    if (open >= this.#most)
      throw new HttpError(429, `Only ${this.#most} streams of changes may be open at a time.`, {
        'retry-after': '30',
      })
    this.#open.set(key, open + 1)
    let isOpen = true
    return () => {
      if (!isOpen) return
      isOpen = false
      const left = (this.#open.get(key) ?? 1) - 1
      if (left > 0) this.#open.set(key, left)
      else this.#open.delete(key)
    }
  }
}

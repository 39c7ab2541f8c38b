import { HttpError } from './HttpError.ts'

interface Bucket {
  tokens: number
  at: number
}

/**
 * So many requests per minute for each key, in this process. Requests that were saved up count, up
 * to one minute's worth.
 */
export class RateLimiter {
  readonly #perMinute: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /** @throws HttpError 429 */
  take(key: string): void {
    const now = performance.now()
    const bucket = this.#buckets.get(key) ?? { tokens: this.#perMinute, at: now }
    const rate = this.#perMinute / 60_000
    bucket.tokens = Math.min(this.#perMinute, bucket.tokens + (now - bucket.at) * rate)
    bucket.at = now
    // Last in order, so that the oldest are first.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    this.#forget(now)
    if (bucket.tokens < 1) {
      const seconds = Math.ceil((1 - bucket.tokens) / rate / 1_000)
      throw new HttpError(429, 'Too many requests.', { 'retry-after': String(seconds) })
    }
    bucket.tokens--
  }

  /** Those that are full again need not be remembered. */
  #forget(now: number): void {
    for (const [key, { at }] of this.#buckets) {
      if (now - at < 60_000 && this.#buckets.size < 100_000) return
      this.#buckets.delete(key)
    }
  }
}

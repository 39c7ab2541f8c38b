/** What happened on the chain by the time an error was thrown. */
export type ChainEffect = 'none' | 'unknown' | 'changed'

export interface BaseErrorOptions {
  /** The error beneath, kept for `walk()`. */
  cause?: unknown
  /** What the layer beneath said, in its own words. */
  details?: string | undefined
  /** Further lines: likely causes, and what to do about each. */
  metaMessages?: readonly string[] | undefined
  /** Path below the documentation's root. */
  docsPath?: string | undefined
  /**
   * Whether anything changed on the chain: `none` (nothing was sent, or it was refused),
   * `changed`, or `unknown` (it was sent and its fate could not be learnt).
   * @default 'none'
   */
  chainEffect?: ChainEffect | undefined
}

const effectLine: Record<ChainEffect, string | undefined> = {
  none: undefined,
  unknown: 'Whether the chain changed is not known yet.',
  changed: 'The chain did change.',
}

/**
 * The base of every error that GrantKit throws: a short message, the likely causes and their fix,
 * and whether the chain changed. No message ever holds a private key.
 *
 * @example
 * try { await grantSession(config, parameters) } catch (error) {
 *   if (error instanceof BaseError) console.error(error.shortMessage, error.chainEffect)
 * }
 */
export class BaseError extends Error {
  override name = 'GrantKitError'
  readonly shortMessage: string
  readonly details: string | undefined
  readonly metaMessages: readonly string[] | undefined
  readonly docsPath: string | undefined
  readonly chainEffect: ChainEffect

  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    const { cause, metaMessages, docsPath } = options
    const details = options.details ?? (cause instanceof BaseError ? cause.details : undefined)
    const chainEffect =
      options.chainEffect ?? (cause instanceof BaseError ? cause.chainEffect : 'none')
    const effect = effectLine[chainEffect]
    super(
      [
        shortMessage,
        '',
        ...(metaMessages?.length ? [...metaMessages, ''] : []),
        ...(effect ? [effect] : []),
        ...(docsPath ? [`Docs: ${docsPath}`] : []),
        ...(details ? [`Details: ${details}`] : []),
      ]
        .join('\n')
        .trimEnd(),
      cause === undefined ? undefined : { cause },
    )
    this.shortMessage = shortMessage
    this.details = details
    this.metaMessages = metaMessages
    this.docsPath = docsPath
    this.chainEffect = chainEffect
  }

  /** Walks down the causes: the first that satisfies `predicate`, or the innermost one. */
  walk(): unknown
  walk<found>(predicate: (error: unknown) => error is found): found | undefined
  walk(predicate: (error: unknown) => boolean): unknown
  walk(predicate?: (error: unknown) => boolean): unknown {
    let current: unknown = this
    const seen = new Set<unknown>()
    while (!seen.has(current)) {
      if (predicate?.(current)) return current
      seen.add(current)
      const next: unknown = current instanceof Error ? current.cause : undefined
      if (next === undefined || next === null) return predicate ? undefined : current
      current = next
    }
    return undefined
  }
}

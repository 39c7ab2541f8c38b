import { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'

/** The longest pause, milliseconds. */
const longest = 60_000

/**
 * When to ask again for what could not be read, milliseconds: longer each time, for as long as the
 * network is the cause. A page that was opened while its node was down finds it again by itself.
 * `false`: there is nothing to ask again.
 */
export function askAgain({
  state,
}: {
  state: { error: Error | null; errorUpdateCount: number }
}): number | false {
  const { error } = state
  if (!(error instanceof ChainUnreachableError)) return false
  return Math.min(1_000 * 2 ** state.errorUpdateCount, longest)
}

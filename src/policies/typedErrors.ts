import { BaseError } from '../errors/BaseError.ts'
import { MalformedInputError } from '../errors/policyInputErrors.ts'

/**
 * The edge of a public function: types do not bind those who call from JavaScript, cast, or pass on
 * JSON. Its own errors pass; whatever else its input makes it throw becomes a typed one.
 *
 * @throws MalformedInputError
 */
export function typedErrors<result>(functionName: string, work: () => result): result {
  try {
    return work()
  } catch (cause) {
    if (isTyped(cause)) throw cause
    throw new MalformedInputError({ functionName, cause })
  }
}

/** What input throws may be a proxy that answers nothing. */
function isTyped(error: unknown): boolean {
  try {
    return error instanceof BaseError
  } catch {
    return false
  }
}

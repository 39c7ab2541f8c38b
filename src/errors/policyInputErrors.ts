import { BaseError } from './BaseError.ts'
import { quoted } from './quoted.ts'

/** What `policyFromJson` was given is no policy, or what `policyToJson` was given fits no JSON. */
export class PolicyJsonError extends BaseError {
  override name = 'PolicyJsonError'
  /** Where in the JSON, such as `permissions[0].rules[1].offset`; empty for the whole. */
  readonly path: string
  constructor(options: { path: string; problem: string; fix: string; cause?: unknown }) {
    const place = options.path ? `\`${options.path}\`` : 'It'
    super(`The policy's JSON is not valid. ${place} ${options.problem}.`, {
      cause: options.cause,
      metaMessages: [`Fix: ${options.fix}`],
    })
    this.path = options.path
  }
}

/** A function was given something of another shape than its types say. */
export class MalformedInputError extends BaseError {
  override name = 'MalformedInputError'
  readonly functionName: string
  constructor(options: { functionName: string; cause: unknown }) {
    super(`\`${options.functionName}\` was given input that it cannot read.`, {
      cause: options.cause,
      metaMessages: [
        'Likely a part is missing, null, or of another type than the documentation says, or an ABI is damaged.',
        'Fix: compare what is passed with the types of the parameters, above all where it comes from JSON or is cast.',
      ],
      details: detailsOf(options.cause),
    })
    this.functionName = options.functionName
  }
}

/** The first line of what was thrown, which may be anything at all. */
function detailsOf(cause: unknown): string | undefined {
  try {
    if (!(cause instanceof Error)) return quoted(cause)
    return cause.message.slice(0, 200).split('\n', 1)[0]
  } catch {
    return undefined
  }
}

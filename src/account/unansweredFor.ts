/**
 * How long an operation that the bundler did not answer for is looked for on the chain,
 * milliseconds. That the bundler does not know it proves nothing: it may still be checking it.
 */
export const unansweredFor = 15_000

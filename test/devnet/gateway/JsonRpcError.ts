/** What a handler throws to answer with a JSON-RPC error. */
export class JsonRpcError extends Error {
  override name = 'JsonRpcError'

  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message)
  }
}

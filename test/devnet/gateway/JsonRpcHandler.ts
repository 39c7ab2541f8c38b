/** Answers one JSON-RPC method call. */
export type JsonRpcHandler = (method: string, params: readonly unknown[]) => Promise<unknown>

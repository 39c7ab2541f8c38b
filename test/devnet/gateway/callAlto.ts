import { JsonRpcError } from './JsonRpcError.ts'

type AltoResponse = {
  result?: unknown
  error?: { code?: number; message?: string; data?: unknown }
}

/** A JSON-RPC call to the bundler. Its errors are thrown as they came. */
export async function callAlto<result>(
  bundlerRpcUrl: string,
  method: string,
  params: readonly unknown[],
): Promise<result> {
  const response = await fetch(bundlerRpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Alto takes numbers only as id. Each call has an HTTP request of its own, so one will do.
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as AltoResponse
  if (error) {
    throw new JsonRpcError(error.code ?? -32603, error.message ?? 'Unknown error', error.data)
  }
  return result as result
}

import { JsonRpcError } from './JsonRpcError.ts'
import type { JsonRpcHandler } from './JsonRpcHandler.ts'

type Response = { jsonrpc: '2.0'; id: string | number | null; result?: unknown; error?: unknown }

/** Answers a JSON-RPC 2.0 request body, single or batch. */
export async function answerJsonRpc(
  body: string,
  handle: JsonRpcHandler,
): Promise<Response | Response[]> {
  let request: unknown
  try {
    request = JSON.parse(body)
  } catch {
    return errorResponse(null, new JsonRpcError(-32700, 'Parse error: the body is not JSON.'))
  }
  if (!Array.isArray(request)) return answerOne(request, handle)
  if (request.length === 0) {
    return errorResponse(null, new JsonRpcError(-32600, 'Invalid request: the batch is empty.'))
  }
  return Promise.all(request.map((one) => answerOne(one, handle)))
}

async function answerOne(request: unknown, handle: JsonRpcHandler): Promise<Response> {
  if (typeof request !== 'object' || request === null) {
    return errorResponse(null, new JsonRpcError(-32600, 'Invalid request: not an object.'))
  }
  const { id: givenId, method, params = [] } = request as Record<string, unknown>
  const id = typeof givenId === 'string' || typeof givenId === 'number' ? givenId : null

  if (typeof method !== 'string') {
    return errorResponse(id, new JsonRpcError(-32600, 'Invalid request: no method.'))
  }
  if (!Array.isArray(params)) {
    return errorResponse(id, new JsonRpcError(-32602, 'Invalid params: not an array.'))
  }
  try {
    return { jsonrpc: '2.0', id, result: (await handle(method, params)) ?? null }
  } catch (error) {
    return errorResponse(id, error)
  }
}

function errorResponse(id: Response['id'], error: unknown): Response {
  if (error instanceof JsonRpcError) {
    const { code, message, data } = error
    return { jsonrpc: '2.0', id, error: { code, message, ...(data !== undefined && { data }) } }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { jsonrpc: '2.0', id, error: { code: -32603, message } }
}

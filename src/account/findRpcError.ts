import { HttpRequestError, RpcRequestError, BaseError as ViemBaseError } from 'viem'

export interface RpcErrorAnswer {
  code: number
  message: string
}

/** The JSON-RPC error in what a transport threw: services send it with HTTP 200 and with others. */
export function findRpcError(error: unknown): RpcErrorAnswer | undefined {
  if (!(error instanceof ViemBaseError)) return undefined
  const rpcError = error.walk((it) => it instanceof RpcRequestError)
  if (rpcError instanceof RpcRequestError)
    return { code: rpcError.code, message: decodeRevert(rpcError.details || rpcError.shortMessage) }
  const httpError = error.walk((it) => it instanceof HttpRequestError)
  if (!(httpError instanceof HttpRequestError)) return undefined
  try {
    const body: unknown = JSON.parse(httpError.details)
    const inner = typeof body === 'object' && body !== null && 'error' in body ? body.error : body
    if (typeof inner !== 'object' || inner === null) return undefined
    const { code, message } = inner as { code?: unknown; message?: unknown }
    return typeof code === 'number' && typeof message === 'string'
      ? { code, message: decodeRevert(message) }
      : undefined
  } catch {
    return undefined
  }
}

/** Some bundlers leave `Error(string)` encoded in their text; words are put in its place. */
function decodeRevert(message: string): string {
  return message.replace(/0x08c379a0([0-9a-f]{128,})/i, (whole, body: string) => {
    const length = Number.parseInt(body.slice(64, 128), 16)
    const bytes = body.slice(128, 128 + length * 2)
    if (!Number.isSafeInteger(length) || bytes.length !== length * 2) return whole
    const words = bytes.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? []
    return new TextDecoder().decode(Uint8Array.from(words))
  })
}

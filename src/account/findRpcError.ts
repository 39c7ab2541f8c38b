import { HttpRequestError, RpcRequestError, BaseError as ViemBaseError } from 'viem'

export interface RpcErrorAnswer {
  code: number
  message: string
  data?: unknown
  /** The bytes of a revert, where the answer has them. */
  revertData?: string | undefined
}

/** The JSON-RPC error in what a transport threw: services send it with HTTP 200 and with others. */
export function findRpcError(error: unknown): RpcErrorAnswer | undefined {
  const causes = causesOf(error)
  const rpcError = causes.find((it) => it instanceof RpcRequestError)
  if (rpcError instanceof RpcRequestError) {
    const { code, details, shortMessage, data } = rpcError
    const message: unknown = details || shortMessage
    return answerOf({ code, message, data })
  }
  const httpError = causes.find((it) => it instanceof HttpRequestError)
  if (httpError instanceof HttpRequestError) return answerOf(parseBody(httpError.details))
  // transports of the app's own throw what their provider threw
  return causes.reverse().map(answerOf).find(isSpecified)
}

/** From the outermost to the innermost. */
function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = []
  for (let it = error; it instanceof Error && !causes.includes(it); it = it.cause) causes.push(it)
  return causes
}

function parseBody(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'error' in body ? body.error : body
  } catch {
    return undefined
  }
}

function answerOf(value: unknown): RpcErrorAnswer | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { code, message, data } = value as { code?: unknown; message?: unknown; data?: unknown }
  // of viem's own errors the text is around the cause, which is looked at by itself
  if (typeof code !== 'number' || typeof message !== 'string' || value instanceof ViemBaseError)
    return undefined
  return {
    code,
    message: decodeRevert(message),
    data,
    revertData: findRevertData(data),
  }
}

/** Whether the code is one that JSON-RPC sets aside for errors. */
function isSpecified(answer: RpcErrorAnswer | undefined): boolean {
  return answer !== undefined && answer.code <= -32_000 && answer.code >= -32_768
}

/** Where bundlers put the bytes: `data` itself, or one of its fields. */
function findRevertData(data: unknown): string | undefined {
  if (typeof data === 'string') return /^0x[0-9a-f]*$/i.test(data) ? data : undefined
  if (typeof data !== 'object' || data === null) return undefined
  const { revertData, revert_data, data: inner } = data as Record<string, unknown>
  for (const it of [revertData, revert_data, inner])
    if (typeof it === 'string' && /^0x[0-9a-f]*$/i.test(it)) return it
  return undefined
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

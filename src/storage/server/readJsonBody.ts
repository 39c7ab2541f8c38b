import { HttpError } from './HttpError.ts'

/** The JSON in a request's body, of which no more than `limit` bytes are ever held. */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  const tooLarge = () => new HttpError(413, `A request may have ${limit} bytes.`)
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge()
  const reader = request.body?.getReader()
  if (!reader) return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch((): never => {
      throw new HttpError(400, 'The body broke off.')
    })
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  if (size === 0) return undefined
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new HttpError(400, 'The body is no JSON.')
  }
  if (isDeeper(value, deepest)) throw new HttpError(400, 'The body is nested too deeply.')
  return value
}

/** Far more than any record has, and far less than the stack holds: what is read is written again. */
const deepest = 510

function isDeeper(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false
  return levels === 0 || Object.values(value).some((it) => isDeeper(it, levels - 1))
}

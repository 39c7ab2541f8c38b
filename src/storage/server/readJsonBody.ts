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
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    // What is nested too deeply to be written again.
    JSON.stringify(value)
    return value
  } catch {
    throw new HttpError(400, 'The body is no JSON, or nested too deeply.')
  }
}

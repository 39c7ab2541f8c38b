import type { Address } from 'viem'
import { StorageInputError } from '../../errors/StorageInputError.ts'
import type { Json } from '../../types/Json.ts'
import type { IfRevision, RecordKind, RecordPrefix, StorageOperation } from '../../types/Storage.ts'
import { normalizeListOptions } from '../normalizeListOptions.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { protocol } from '../remote/protocol.ts'
import { isWrappedKey } from '../vaults/isWrappedKey.ts'
import { HttpError } from './HttpError.ts'
import { listRecords, type Place } from './listRecords.ts'
import { parseOperations } from './parseOperations.ts'
import type { SignedIn, StorageServerParameters } from './StorageServerParameters.ts'
import { serverRecord } from './serverRecord.ts'
import { watchRecords } from './watchRecords.ts'
import { writeOnce } from './writeOnce.ts'

export interface RecordsRequest {
  request: Request
  /** Below the base. */
  path: string
  query: URLSearchParams
  body: unknown
  /** @throws HttpError 429 */
  openStream: () => () => void
  /** Whether the token was ended since. */
  isEnded: () => Promise<boolean>
}

/** Answers what is asked of records, after the account was made sure of. */
export async function answerRecords(
  {
    storage,
    chainIds,
    limits = {},
    acceptsKey,
    dangerouslyAcceptPlaintextKeys,
    signal,
  }: StorageServerParameters,
  { signer, reach, expiresAt }: SignedIn,
  { request, path, query, body, openStream, isEnded }: RecordsRequest,
): Promise<Response> {
  const { method, headers } = request
  const places = reach.flatMap((it) =>
    it.chainIds
      // A chain may have been taken from the server since.
      .filter((chainId) => chainIds.includes(chainId))
      .flatMap((chainId) => it.accounts.map((account) => ({ chainId, account }))),
  )

  if (path === '/records' && method === 'GET') {
    const prefix = reachable(prefixOf(query))
    const { limit } = normalizeListOptions({ limit: Number(query.get('limit') ?? 1000) })
    const page = await listRecords(storage, placesBelow(prefix), prefix.kind, {
      limit: Math.min(limit, 1000),
      bytes: limits.bytesPerPage ?? 1_048_576,
      cursor: query.get('cursor') ?? undefined,
      unreadable: query.get('unreadable') === 'report' ? 'report' : 'throw',
    })
    return new Response(page, { headers: { 'content-type': 'application/json' } })
  }
  if (path === '/watch' && method === 'GET') {
    const prefix = reachable(prefixOf(query))
    const prefixes = placesBelow(prefix).map((place) => ({ ...prefix, ...place }))
    // A storage that is down answers so here, and not with a stream in which nothing ever comes.
    for (const below of prefixes.slice(0, 1))
      await storage.list(below, { limit: 1, unreadable: 'report' })
    const until = Math.min(expiresAt, Date.now() + 3_600_000)
    const onEnd = openStream()
    const stream = watchRecords({ storage, prefixes, until, signal, watchToken, onEnd })
    return new Response(stream, {
      headers: { 'content-type': 'text/event-stream' },
    })
  }
  if (path === '/batch' && method === 'POST')
    return Response.json(await write(parseOperations(body, limits.operations ?? 500)))

  const address = protocol.parseRecordPath(path)
  if (!address) throw new HttpError(404, 'There is nothing here.')
  if (method === 'GET') {
    const record = await storage.get(reachable(address))
    if (!record)
      return Response.json({ error: 'NotFound', message: 'No such record.' }, { status: 404 })
    return Response.json({ value: record.value }, { headers: { etag: `"${record.revision}"` } })
  }
  const ifRevision = conditionOf(headers)
  const condition = ifRevision === undefined ? {} : { ifRevision }
  if (method === 'PUT') {
    const { value } = (body ?? {}) as { value?: Json }
    if (value === undefined) throw new HttpError(400, 'Give `value`.')
    const { revisions } = await write([{ type: 'put', address, value, ...condition }])
    return Response.json({}, { headers: { etag: `"${revisions[0]}"` } })
  }
  if (method === 'DELETE') {
    const { changed } = await write([{ type: 'delete', address, ...condition }])
    return Response.json({ changed: changed[0] })
  }
  throw new HttpError(405, 'Use GET, PUT or DELETE.', { allow: 'GET, PUT, DELETE' })

  async function write(operations: readonly StorageOperation[]) {
    for (const operation of operations) {
      reachable(normalizePrefix(operation.address))
      const { id, kind } = operation.address
      if (typeof id !== 'string' || id.length > (limits.id ?? 512))
        throw new HttpError(413, `An id may have ${limits.id ?? 512} characters.`)
      if (operation.type !== 'put' || kind !== 'key' || dangerouslyAcceptPlaintextKeys) continue
      if (!isWrappedKey(operation.value) && !acceptsKey?.(operation.value))
        throw new StorageInputError(
          'a key must arrive wrapped, in the form that its vault gives it',
          'Give the config a vault other than `dangerouslyPlaintextVault`. For a vault of your own, give the server `acceptsKey`.',
        )
    }
    const [first, ...rest] = places
    if (!first) throw new HttpError(403, 'No account belongs to this signer.')
    const bytes = {
      account: limits.bytesPerAccount ?? 16_777_216,
      signer: limits.bytesPerSigner ?? 67_108_864,
    }
    const key = headers.get(protocol.idempotencyHeader)
    return await writeOnce(storage, bytes, [first, ...rest], key, operations)
  }

  /** Another machine, too, may be the one where the token is ended. */
  function watchToken(end: () => void): () => void {
    const { id: _, ...place } = serverRecord.ended(signer)
    const look = () => {
      // A storage that is away tells again when it is back.
      void isEnded().then((is) => {
        if (is) end()
      }, reportNothing)
    }
    // It may have been ended since the request was let in.
    look()
    return storage.watch(place, look)
  }

  /** @throws HttpError 403 for what belongs to somebody else. */
  function reachable<place extends RecordPrefix>(place: place): place {
    const isNamed = place.chainId !== undefined || place.account !== undefined
    if (isNamed && placesBelow(place).length === 0)
      throw new HttpError(403, 'These records belong to another account or chain.')
    return place
  }

  function placesBelow({ chainId, account }: RecordPrefix): Place[] {
    return places.filter(
      (place) =>
        (chainId === undefined || chainId === place.chainId) &&
        (account === undefined || account.toLowerCase() === place.account),
    )
  }
}

function prefixOf(query: URLSearchParams): RecordPrefix {
  const chainId = query.get('chainId')
  return normalizePrefix({
    chainId: chainId === null ? undefined : Number(chainId || Number.NaN),
    account: (query.get('account') as Address | null) ?? undefined,
    kind: (query.get('kind') as RecordKind | null) ?? undefined,
  })
}

function conditionOf(headers: Headers): IfRevision {
  const match = headers.get('if-match')
  const none = headers.get('if-none-match')
  if (none !== null) {
    if (none.trim() !== '*' || match !== null)
      throw new HttpError(400, 'If-None-Match may be *, without If-Match.')
    return null
  }
  if (match === null) return undefined
  const [, revision] = /^"([^"]{1,200})"$/.exec(match.trim()) ?? []
  if (revision === undefined) throw new HttpError(400, 'If-Match takes one ETag.')
  return revision
}

function reportNothing(): void {}

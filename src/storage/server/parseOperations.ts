import type { Json } from '../../types/Json.ts'
import type { RecordAddress, StorageOperation } from '../../types/Storage.ts'
import { HttpError } from './HttpError.ts'

/** The operations in the body of a batch, each with its parts alone. What they hold is checked later. */
export function parseOperations(body: unknown, limit: number): StorageOperation[] {
  const { operations } = (body ?? {}) as { operations?: unknown }
  if (!Array.isArray(operations)) throw new HttpError(400, 'Give `operations`.')
  if (operations.length > limit) throw new HttpError(413, `A batch may have ${limit} operations.`)
  return operations.map((operation: unknown): StorageOperation => {
    if (operation === null || typeof operation !== 'object')
      throw new HttpError(400, 'An operation is an object.')
    const { type, address, value, ifRevision } = operation as {
      type?: unknown
      address?: RecordAddress
      value?: Json
      ifRevision?: string | null
    }
    if (!address || typeof address !== 'object') throw new HttpError(400, 'An address is missing.')
    if (type === 'put') {
      if (value === undefined) throw new HttpError(400, 'A value is missing.')
      return { type, address, value, ...(ifRevision === undefined ? {} : { ifRevision }) }
    }
    if (type === 'delete')
      return { type, address, ...(ifRevision === undefined ? {} : { ifRevision }) }
    if (type === 'check' && ifRevision !== undefined) return { type, address, ifRevision }
    throw new HttpError(400, 'An operation is put, delete, or check with `ifRevision`.')
  })
}

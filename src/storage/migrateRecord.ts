import type { Json } from '../types/Json.ts'
import type { RecordAddress } from '../types/Storage.ts'
import { isWrappedValue } from './isWrappedValue.ts'
import type { RecordFormat } from './RecordFormat.ts'
import { toJsonText } from './toJsonText.ts'

/** A value as it is in the current version, or at which version its change failed. */
export type MigratedRecord = { json: string; failed?: undefined } | { failed: string }

/**
 * Takes a value of an older version through all changes up to the current one.
 *
 * @param json The value, as JSON text.
 * @param from Its version.
 */
export function migrateRecord(
  address: RecordAddress,
  json: string,
  from: number,
  { version, migrations }: RecordFormat,
): MigratedRecord {
  let value = JSON.parse(json) as Json
  if (isWrappedValue(value)) return { json }
  for (let at = from; at < version; at++) {
    const change = migrations[at]
    if (!change) return { failed: `There is no change from version ${at} to ${at + 1}.` }
    const migrate = change[address.kind]
    try {
      if (migrate) value = migrate({ ...address }, value)
    } catch (error) {
      return { failed: describe(at, error) }
    }
  }
  try {
    return { json: toJsonText(value) }
  } catch (error) {
    return { failed: describe(version - 1, error) }
  }
}

/** By the error's name alone: its message may quote the value. */
function describe(from: number, error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error
  return `The change from version ${from} to ${from + 1} failed (${name}).`
}

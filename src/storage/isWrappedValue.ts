import type { Json } from '../types/Json.ts'

/** The fields of each form, but for `v`. */
const forms = new Set(['data,iv', 'data,iv,vault', 'revision,value'])

/**
 * Whether a value is one that `encrypted` or `layered` put around another: its own version is in its
 * `v`, and it is for them to change what is inside. No kind of record has just these fields.
 */
export function isWrappedValue(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false
  const names = Object.keys(value).filter((name) => name !== 'v')
  return forms.has(names.sort().join(','))
}

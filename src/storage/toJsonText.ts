import { StorageValueError } from '../errors/StorageValueError.ts'
import type { Json } from '../types/Json.ts'

/**
 * A value as JSON text, refusing what `JSON.stringify` would silently drop or change: `undefined`,
 * functions, bigints, `NaN`, dates, class instances, holes, cycles.
 *
 * @throws StorageValueError
 */
export function toJsonText(value: Json): string {
  check(value, 'value', new Set())
  return JSON.stringify(value)
}

function check(value: unknown, path: string, parents: Set<object>): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return
    case 'number':
      if (!Number.isFinite(value)) throw new StorageValueError(path, 'a number that is not finite')
      return
    case 'object':
      break
    default:
      throw new StorageValueError(path, value === undefined ? 'undefined' : `a ${typeof value}`)
  }
  if (value === null) return
  if (parents.has(value)) throw new StorageValueError(path, 'part of a cycle')
  // Far below what overflows the stack here, in JSON.stringify, or in another engine that reads it.
  if (parents.size >= 500) throw new StorageValueError(path, 'nested too deeply')
  parents.add(value)
  if (Array.isArray(value)) {
    // Not forEach, which passes over holes.
    for (let index = 0; index < value.length; index++)
      check(value[index], `${path}[${index}]`, parents)
  } else {
    const prototype: unknown = Object.getPrototypeOf(value)
    // Plain objects of another realm (an iframe) have another Object.prototype, hence the second look.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw new StorageValueError(path, 'an instance of a class')
    if (Object.prototype.toString.call(value) !== '[object Object]')
      throw new StorageValueError(path, 'an instance of a class')
    if (Object.getOwnPropertySymbols(value).length > 0)
      throw new StorageValueError(path, 'an object with symbols as keys')
    for (const [key, member] of Object.entries(value)) check(member, `${path}.${key}`, parents)
  }
  parents.delete(value)
}

import { type Hex, size } from 'viem'
import type { Json } from '../types/Json.ts'
import type { Call } from '../types/Policy.ts'

/** Calldata of a call that is kept at most, in bytes. */
const mostPerCall = 1024
/** And of all calls of one operation. */
const mostPerOperation = 8 * 1024

/**
 * Calls as the journal keeps them: values in wei, in decimal. The journal is read and written as a
 * whole, so that long calldata is left out, and only its selector and size are kept.
 */
export function toJournalCalls(calls: readonly Call[]): readonly Json[] {
  let room = mostPerOperation
  return calls.map(({ to, data = '0x', value = 0n }): Json => {
    const bytes = size(data)
    const call = { to, ...(value ? { value: String(value) } : {}) }
    if (bytes > mostPerCall || bytes > room)
      return { ...call, selector: selectorOf(data), dataSize: bytes }
    room -= bytes
    return bytes ? { ...call, data: data.toLowerCase() } : call
  })
}

function selectorOf(data: Hex): string {
  return data.slice(0, 10).toLowerCase()
}

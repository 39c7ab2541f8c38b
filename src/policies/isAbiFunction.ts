import type { AbiFunction } from 'viem'

// Far more than any compiler lets through, and little enough to be looked at in no time.
export const mostParameters = 4_096
const deepest = 32
const longestText = 1_024

/**
 * Whether something is a function of an ABI by its shape: names and types are text, and tuples end.
 * An ABI is the dapp's. One whose tuples share their parts, or hold themselves, would be written out
 * as a signature that doubles with every level.
 */
export function isAbiFunction(item: unknown): item is AbiFunction {
  let left = mostParameters
  const areParameters = (list: unknown, depth: number): boolean => {
    if (!Array.isArray(list) || depth > deepest || list.length > left) return false
    left -= list.length
    return list.every((it: unknown) => {
      if (typeof it !== 'object' || it === null) return false
      const { name, type, components } = it as Record<string, unknown>
      if (!isText(type) || (name !== undefined && name !== null && !isText(name))) return false
      if (components === undefined) return !type.startsWith('tuple')
      return areParameters(components, depth + 1)
    })
  }
  try {
    if (typeof item !== 'object' || item === null) return false
    const { type, name, inputs, outputs, stateMutability } = item as Record<string, unknown>
    return (
      type === 'function' &&
      isText(name) &&
      (stateMutability === undefined || isText(stateMutability)) &&
      areParameters(inputs, 0) &&
      (outputs === undefined || areParameters(outputs, 0))
    )
  } catch {
    return false
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText
}

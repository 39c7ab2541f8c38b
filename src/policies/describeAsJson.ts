import type { Json } from '../types/Json.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import type { DescribeAsTextOptions } from './describeAsText.ts'
import { describeLeaf } from './describeLeaf.ts'
import { permissionText } from './permissionText.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * What leaves allow, as JSON: the descriptions that the UI shows, with amounts as decimal strings
 * and times in Unix seconds, and beside each the sentence of `describeAsText`. For logs and agents.
 *
 * @example
 * console.info(JSON.stringify(describeAsJson(leaves, { account })))
 */
export function describeAsJson(
  leaves: readonly SessionLeaf[],
  options: DescribeAsTextOptions = {},
): Json {
  return typedErrors('describeAsJson', () => {
    return leaves.map((leaf, index) => {
      const description = describeLeaf(leaf, { abiFunction: options.abiFunctions?.[index] })
      const readable = description.type !== 'unreadable' && description.readable
      return toJson({ text: permissionText(description, options), ...description, readable })
    })
  })
}

function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value as Json
  const parts = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(parts.map(([key, part]) => [key, toJson(part)]))
}

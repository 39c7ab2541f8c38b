import type { AbiFunction, Address } from 'viem'
import type { Interval, SessionLeaf } from '../types/SessionLeaf.ts'
import { neverEnds } from '../utils/neverEnds.ts'
import { describeLeaf } from './describeLeaf.ts'
import { permissionText } from './permissionText.ts'
import { typedErrors } from './typedErrors.ts'

export interface DescribeAsTextOptions {
  /** The functions of the leaves, in their order, where they are known. */
  abiFunctions?: readonly (AbiFunction | undefined)[] | undefined
  /** Decimals and symbols that were read from the chain. Without them amounts are base units. */
  tokens?: readonly { address: Address; symbol: string; decimals: number }[] | undefined
  /** The smart account, to be called "your account". */
  account?: Address | undefined
  /** Whether they are of a policy or session with batches. Leaves do not tell. @default false */
  batch?: boolean | undefined
}

/**
 * What leaves allow, in plain English: one line per leaf, one for batches where
 * there are any, and one for the time. For logs and
 * agents; the UI has localised words of its own, from the same descriptions.
 *
 * @example
 * console.info(describeAsText(leaves, { account }))
 */
export function describeAsText(
  leaves: readonly SessionLeaf[],
  options: DescribeAsTextOptions = {},
): string {
  return typedErrors('describeAsText', () => {
    const lines = leaves.map((leaf, index) => {
      const description = describeLeaf(leaf, { abiFunction: options.abiFunctions?.[index] })
      return { line: `- ${permissionText(description, options)}`, time: interval(description) }
    })
    const times = new Set(lines.map(({ time }) => time))
    // One approval has one interval. Leaves from elsewhere may differ, and then each says its own.
    const [common] = times.size === 1 ? times : []
    return [
      ...lines.map(({ line, time }) => (common ? line : `${line} ${time}`)),
      ...(options.batch ? [batchText] : []),
      ...(common ? [common] : []),
    ].join('\n')
  })
}

const batchText =
  '- DANGER: several calls may go in one operation. While the batch router that this needs is enabled, anybody can make the account spend its coin on fees, without a key.'

function interval({ validAfter, validUntil }: Interval): string {
  const from = validAfter === 0 ? 'Valid at once' : `Valid from ${date(validAfter)}`
  const far = validUntil === 0 ? '' : `, in practice: until ${date(validUntil)}`
  return `${from}, ${neverEnds(validUntil) ? `DANGER: without end${far}` : `until ${date(validUntil)}`}.`
}

function date(seconds: number): string {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? `second ${seconds}` : time.toISOString()
}

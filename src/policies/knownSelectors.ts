import {
  type AbiFunction,
  type AbiParameter,
  type Hex,
  parseAbiItem,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem'
import { knownFunctions } from './knownFunctions.ts'
import { type KnownKind, selectorTable } from './selectorTable.ts'

/** What a selector stands for, whatever an ABI calls it. */
export interface KnownSelector {
  kind: KnownKind
  /** Such as `approve(address,uint256)`. */
  signature: string
  inputs: readonly AbiParameter[]
  /**
   * Arguments by their indexes, such as `0.3` for the fourth field of the first tuple. Nothing where
   * the table does not say which they are.
   */
  recipients?: readonly string[] | undefined
  amounts?: readonly string[] | undefined
  /** The smallest return, or the limit of a price. */
  prices?: readonly string[] | undefined
  /** A boolean of the outermost arguments that gives nothing away when it is false. */
  switch?: string | undefined
}

const marks: Readonly<Record<string, 'recipients' | 'amounts' | 'prices' | 'switch'>> = {
  r: 'recipients',
  a: 'amounts',
  p: 'prices',
  b: 'switch',
}

let selectors: ReadonlyMap<string, readonly [KnownKind, string]> | undefined

/** Hashed when the first selector is asked for: a page that shows no approval needs none. */
function linesBySelector() {
  selectors ??= new Map(
    Object.entries(selectorTable).flatMap(([kind, text]) =>
      text
        .trim()
        .split('\n')
        .map((line) => {
          const selector = toFunctionSelector(line.split(' ')[0] ?? '')
          return [selector, [kind as KnownKind, line]] as const
        }),
    ),
  )
  return selectors
}

/** What a selector is known to stand for; nothing where it is not known. */
export function knownSelector(selector: Hex): KnownSelector | undefined {
  if (Object.hasOwn(knownFunctions, selector)) {
    const { kind = 'moves', definition = '', switch: off } = knownFunctions[selector] ?? {}
    const { inputs, ...fn } = parseAbiItem(definition as string) as AbiFunction
    const signature = toFunctionSignature({ ...fn, inputs })
    return { kind, signature, inputs, ...(off === undefined ? {} : { switch: String(off) }) }
  }
  const line = linesBySelector().get(selector)
  if (!line) return undefined
  const [kind, text] = line
  const [signature = '', ...rest] = text.split(' ')
  const { inputs } = parseAbiItem(`function ${signature}` as string) as AbiFunction
  const known: KnownSelector = { kind, signature, inputs }
  for (const mark of rest) {
    const paths = mark.slice(1).split(',')
    const key = marks[mark.charAt(0)]
    if (key === 'switch') known.switch = paths[0]
    else if (key) known[key] = paths
  }
  return known
}

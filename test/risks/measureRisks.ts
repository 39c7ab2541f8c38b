import { type AbiFunction, type AbiParameter, type Address, parseAbiItem } from 'viem'
import {
  compilePolicy,
  contractCall,
  definePolicy,
  describeLeaf,
  findRisks,
} from '../../src/exports/core.ts'
import { findProhibitions } from '../../src/ui/approval/findProhibitions.ts'
import type { Label, LabelledContract, LabelledFunction } from './corpus/labelledFunction.ts'

const now = 1_760_000_000
const target: Address = '0x2222222222222222222222222222222222222222'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const account: Address = '0x9999999999999999999999999999999999999999'

export interface Warning {
  severity: string
  id: string
}

export interface Measured extends LabelledFunction {
  contract: string
  abiFunction: AbiFunction
  warnings: readonly Warning[]
}

export const abiFunctionOf = (signature: string): AbiFunction =>
  parseAbiItem(`function ${signature}` as string) as AbiFunction

/** One leaf for one function: with rules for its arguments, or without any. */
function leafOf(abiFunction: AbiFunction, args: unknown) {
  const permission = contractCall({
    address: target,
    abi: [abiFunction],
    functionName: abiFunction.name,
    ...(args === undefined ? {} : { args }),
  } as never)
  const policy = definePolicy({ permissions: [permission], expiresIn: 3600 })
  const [leaf] = compilePolicy(policy, { sessionKey, now })
  if (!leaf) throw new Error(`${abiFunction.name} compiles to no leaf.`)
  return leaf
}

const spokenOf = (abiFunction: AbiFunction, args: unknown): readonly Warning[] =>
  findRisks([leafOf(abiFunction, args)], { now, abiFunctions: [abiFunction] }).map(
    ({ severity, id }) => ({ severity, id }),
  )

/** Said of a function that takes nothing: about the session, not about what the function does. */
const general = new Set(spokenOf(abiFunctionOf('ping()'), undefined).map(({ id }) => id as string))

/** What is said of a function beside what is said of every session. */
export const warningsOf = (abiFunction: AbiFunction, args?: unknown): readonly Warning[] =>
  spokenOf(abiFunction, args).filter(({ id }) => !general.has(id))

/** What the approval would promise that the key may not do. */
export function promisesOf(abiFunction: AbiFunction): readonly string[] {
  const leaf = leafOf(abiFunction, undefined)
  return findProhibitions([describeLeaf(leaf, { abiFunction })], {
    account,
    validUntil: now + 3600,
  }).map(({ type }) => type)
}

export const measure = (contracts: readonly LabelledContract[]): readonly Measured[] =>
  contracts.flatMap(({ contract, functions }) =>
    functions.map((labelled) => {
      const abiFunction = abiFunctionOf(labelled.signature)
      return { ...labelled, contract, abiFunction, warnings: warningsOf(abiFunction) }
    }),
  )

/** Dangers of these ids are one class: each says that the key has more than the one call. */
const farReaching: readonly string[] = ['nested-calls', 'lasting-approval', 'control']

const idsOf = {
  recipient: ['unrestricted-recipient'],
  amount: ['unlimited-amount', 'unlimited-value', 'exposure-above-balance'],
  price: ['any-price'],
} as const satisfies Partial<Record<Label, readonly string[]>>

export const isDanger = ({ severity }: Warning): boolean => severity === 'danger'

/** Said with the level of a danger that reaches beyond the call. */
export const saysDanger = ({ warnings }: Measured): boolean =>
  warnings.some((warning) => isDanger(warning) && farReaching.includes(warning.id))

/**
 * Said at all, at whatever level: the label's own warning, or the danger of calls of its own, which
 * is all that and more.
 */
export const says = ({ warnings }: Measured, label: keyof typeof idsOf): boolean =>
  warnings.some(
    (warning) =>
      (idsOf[label] as readonly string[]).includes(warning.id) ||
      (warning.id === 'nested-calls' && isDanger(warning)),
  )

/** The warnings of a recipient, an amount or a price, which a rule on an argument answers. */
export const ofArguments = (warnings: readonly Warning[]): readonly string[] =>
  warnings
    .map(({ id }) => id)
    .filter((id) =>
      Object.values(idsOf)
        .flat()
        .includes(id as never),
    )

export interface Row {
  what: string
  /** How many it is true of, and of how many. */
  count: number
  of: number
  bound: { atLeast: number } | { atMost: number }
  /** On the wrong side: what to look at when the bound is missed. */
  missed: readonly Measured[]
}

const has =
  (...labels: Label[]) =>
  (it: Measured): boolean =>
    it.labels.some((label) => labels.includes(label))

function rowOf(
  what: string,
  all: readonly Measured[],
  is: (it: Measured) => boolean,
  bound: Row['bound'],
): Row {
  const wanted = 'atLeast' in bound
  return {
    what,
    count: all.filter(is).length,
    of: all.length,
    bound,
    missed: all.filter((it) => is(it) !== wanted),
  }
}

/** What the model has to reach. */
export function rowsOf(measured: readonly Measured[]): readonly Row[] {
  const of = (...labels: Label[]) => measured.filter(has(...labels))
  const losing = measured.filter((it) => !has('harmless')(it))
  const isWarned = ({ warnings }: Measured) => warnings.length > 0
  return [
    rowOf('nests: danger', of('nests'), saysDanger, { atLeast: 0.85 }),
    rowOf('approves: danger', of('approves'), saysDanger, { atLeast: 0.7 }),
    rowOf('controls: danger', of('controls'), saysDanger, { atLeast: 0.7 }),
    rowOf('recipient: said', of('recipient'), (it) => says(it, 'recipient'), { atLeast: 0.85 }),
    rowOf('amount: said', of('amount'), (it) => says(it, 'amount'), { atLeast: 0.7 }),
    rowOf('price: said', of('price'), (it) => says(it, 'price'), { atLeast: 0.6 }),
    rowOf('can lose: silent', losing, (it) => !isWarned(it), { atMost: 0.15 }),
    rowOf('harmless: danger', of('harmless'), (it) => it.warnings.some(isDanger), { atMost: 0.04 }),
    rowOf('harmless: any warning', of('harmless'), isWarned, { atMost: 0.15 }),
  ]
}

export const shareOf = ({ count, of }: Row): number => count / of

export function tableOf(name: string, rows: readonly Row[]): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(8)
  const lines = rows.map((row) => {
    const bound =
      'atLeast' in row.bound
        ? `at least ${percent(row.bound.atLeast)}`
        : `at most  ${percent(row.bound.atMost)}`
    return `  ${row.what.padEnd(24)}${percent(shareOf(row))}  (${row.count} of ${row.of}), ${bound}`
  })
  return `${name}\n${lines.join('\n')}\n`
}

/** The same function, its arguments called otherwise, within tuples too. */
export function renamed(abiFunction: AbiFunction, name: (index: number) => string): AbiFunction {
  let index = 0
  const rename = (parameter: AbiParameter): AbiParameter => {
    const own = { ...parameter, name: name(index++) }
    return 'components' in own ? { ...own, components: own.components.map(rename) } : own
  }
  return { ...abiFunction, inputs: abiFunction.inputs.map(rename) }
}

/** A rule for each word that stands at a fixed place; `undefined` where nothing does. */
function pinned(parameter: AbiParameter): unknown {
  const array = /^(.*)\[(\d*)\]$/.exec(parameter.type)
  if (array) {
    const item = pinned({ ...parameter, type: array[1] ?? '' })
    const length = Number(array[2])
    return item === undefined || !length
      ? undefined
      : Object.fromEntries(Array.from({ length }, (_, index) => [index, item]))
  }
  if ('components' in parameter) {
    const values = parameter.components.map((it) => [it.name ?? '', pinned(it)] as const)
    return values.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(values)
  }
  if (parameter.type === 'address') return '0x3333333333333333333333333333333333333333'
  if (parameter.type === 'bool') return true
  const bytes = /^bytes(\d+)$/.exec(parameter.type)
  if (bytes) return `0x${'33'.repeat(Number(bytes[1]))}`
  const bits = /^u?int(\d+)$/.exec(parameter.type)
  if (bits) return 7n
  return undefined
}

/** Rules that pin every static argument, by name, and whether this is every argument. */
export function pinnedArguments({ inputs }: AbiFunction) {
  const values = inputs.map((input) => [input.name ?? '', pinned(input)] as const)
  const fixed = values.filter(([, value]) => value !== undefined)
  return { args: Object.fromEntries(fixed), complete: fixed.length === values.length }
}

import { type AbiFunction, type Hex, parseAbiItem, toFunctionSelector } from 'viem'
import { plainText } from './plainText.ts'
import { typedErrors } from './typedErrors.ts'

/** The parts of an ERC-7730 ("clear signing") file that say what a function is for. */
export interface IntentDescriptor {
  /** The file that the rest stands in: its name, or the path to it. */
  includes?: string | undefined
  /** Missing in files that others include. */
  context?:
    | {
        /** Missing in files that are about typed messages. */
        contract?: { deployments?: readonly { chainId: number; address: string }[] }
      }
    | undefined
  /** Missing where it stands in the included file. */
  display?:
    | {
        /** By signature, with or without parameter names, or by selector. */
        formats?: Readonly<Record<string, { intent?: string | Readonly<Record<string, string>> }>>
      }
    | undefined
}

/**
 * ERC-7730 files as they are published, parsed from JSON: by their names, or as a list. Files that
 * include others need names. In a list an include is found where only one file is meant to be
 * included, because it is about no contract itself, and all others ask for the same one.
 */
export type DescriptorFiles = readonly object[] | Readonly<Record<string, object>>

/**
 * Why a file, or what it includes, is left out.
 *
 * - `not-an-object`: the file is no object, such as JSON that was not parsed.
 * - `broken`: reading its properties throws, so it did not come from JSON.
 * - `typed-messages`: it is about typed messages (EIP-712) alone.
 * - `no-contract`: it names no contract on any chain, and no other file includes it.
 * - `no-words`: it says of no function what it is for.
 * - `include-missing`: the file that it includes is not among those given. Its own words are kept.
 * - `include-ambiguous`: several of the files could be the one that it includes. Its own are kept.
 * - `include-endless`: its files include each other, or are more than 32.
 */
export type DescriptorSkipReason =
  | 'not-an-object'
  | 'broken'
  | 'typed-messages'
  | 'no-contract'
  | 'no-words'
  | 'include-missing'
  | 'include-ambiguous'
  | 'include-endless'

export interface SkippedDescriptor {
  /** Its name, or its place in the list. */
  file: string | number
  reason: DescriptorSkipReason
  /** What it includes, where that is the reason. */
  include?: string | undefined
}

/** What is kept of a file and those that it includes. */
export interface ReadDescriptor {
  readonly deployments: readonly { readonly chainId: number; readonly address: string }[]
  /** What each function is for, by selector. The file's own come first. */
  readonly intents: readonly ReadonlyMap<string, string>[]
}

export interface ReadDescriptorsReturnType {
  descriptors: readonly ReadDescriptor[]
  skipped: readonly SkippedDescriptor[]
}

const mostFiles = 32
// no function that is deployed has a longer one, and what parses it is slow
const longestSignature = 2_000
// "a short phrase", says the ERC; wallets cut it earlier
const longestIntent = 80
const read = new WeakSet<object>()

/**
 * Reads ERC-7730 files, and says which cannot be used and why. Whatever JSON is given, it does not
 * throw; what is no JSON may throw a MalformedInputError. `createSessionConfig({ intents })` reads its files so, and takes what this gives too.
 *
 * @example
 * const { descriptors, skipped } = readDescriptors({
 *   'calldata-vault.json': vault, // includes 'common-vault.json'
 *   'common-vault.json': common,
 * })
 */
export function readDescriptors(
  files: DescriptorFiles | readonly ReadDescriptor[],
): ReadDescriptorsReturnType {
  return typedErrors('readDescriptors', () => readFiles(files))
}

function readFiles(files: DescriptorFiles | readonly ReadDescriptor[]): ReadDescriptorsReturnType {
  if (isRead(files)) return { descriptors: files, skipped: [] }
  const skipped: SkippedDescriptor[] = []
  const parts = partsOf(files, skipped)
  const find = createFinder(parts)
  const included = new Set<Part>()
  const whole = parts.map((part) => ({ part, ...withIncludes(part, find, included, skipped) }))
  const descriptors = whole.flatMap(({ part, deployments, intents }): ReadDescriptor[] => {
    const { file } = part
    if (deployments.length && intents.length) return [Object.freeze({ deployments, intents })]
    if (included.has(part)) return []
    if (part.isTypedMessages) skipped.push({ file, reason: 'typed-messages' })
    else skipped.push({ file, reason: deployments.length ? 'no-words' : 'no-contract' })
    return []
  })
  read.add(Object.freeze(descriptors))
  return { descriptors, skipped }
}

function isRead(files: unknown): files is readonly ReadDescriptor[] {
  return typeof files === 'object' && files !== null && read.has(files)
}

/** One file by itself. */
interface Part extends ReadDescriptor {
  file: string | number
  /** Missing in a list. */
  path: readonly string[] | undefined
  isTypedMessages: boolean
  include: string | undefined
}

function partsOf(files: unknown, skipped: SkippedDescriptor[]): readonly Part[] {
  const isList = Array.isArray(files)
  return Object.entries(asObject(files) ?? {}).flatMap(([key, value]): Part[] => {
    const file = isList ? Number(key) : key
    try {
      const content = asObject(value)
      if (!content || Array.isArray(content)) {
        skipped.push({ file, reason: 'not-an-object' })
        return []
      }
      const { context, display, includes } = content
      const { contract, eip712 } = asObject(context) ?? {}
      const intents = intentsOf(asObject(asObject(display)?.formats))
      const part: Part = {
        file,
        path: isList ? undefined : segments(key),
        isTypedMessages: asObject(eip712) !== undefined && asObject(contract) === undefined,
        include: typeof includes === 'string' && includes ? includes : undefined,
        deployments: deploymentsOf(asObject(contract)?.deployments),
        intents: intents.size ? [intents] : [],
      }
      return [part]
    } catch {
      skipped.push({ file, reason: 'broken' })
      return []
    }
  })
}

function deploymentsOf(given: unknown): Part['deployments'] {
  if (!Array.isArray(given)) return []
  return given.flatMap((entry: unknown) => {
    const { chainId, address } = asObject(entry) ?? {}
    if (typeof chainId !== 'number' || typeof address !== 'string') return []
    return [Object.freeze({ chainId, address: address.toLowerCase() })]
  })
}

function intentsOf(formats: Properties | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [signature, format] of Object.entries(formats ?? {})) {
    const words = wordsOf(asObject(format)?.intent)
    const selector = words && selectorOf(signature)
    if (selector && !found.has(selector)) found.set(selector, words)
  }
  return found
}

function wordsOf(intent: unknown): string {
  if (typeof intent === 'string') return plainText(intent, longestIntent)
  const words = Object.values(asObject(intent) ?? {}).filter((it) => typeof it === 'string')
  return plainText(
    words
      .slice(0, longestIntent)
      .map((it) => it.slice(0, 1_000))
      .join(' '),
    longestIntent,
  )
}

function selectorOf(signature: string): Hex | undefined {
  if (/^0x[0-9a-fA-F]{8}$/.test(signature)) return signature.toLowerCase() as Hex
  if (signature.length > longestSignature) return undefined
  try {
    return toFunctionSelector(parseAbiItem(`function ${signature}` as string) as AbiFunction)
  } catch {
    // Not a function: the file is foreign.
    return undefined
  }
}

type Finder = (include: string, from: Part) => Part | 'include-missing' | 'include-ambiguous'

// folders tell files of one name apart, but nobody has so many that they have to be compared
const mostOfOneName = 100

/** Finds the file that an include means. Where several have its name, the one whose folders agree. */
function createFinder(parts: readonly Part[]): Finder {
  const byName = new Map<string, Part[]>()
  for (const part of parts) {
    const name = part.path?.at(-1)
    if (name === undefined) continue
    const same = byName.get(name)
    if (same) same.push(part)
    else byName.set(name, [part])
  }
  const asked = new Set(parts.flatMap(({ include }) => (include ? [segments(include).at(-1)] : [])))
  const shared = parts.filter(
    ({ deployments, isTypedMessages }) => !deployments.length && !isTypedMessages,
  )
  return (include, from) => {
    if (!from.path) {
      // without names only one may be meant
      const [first, second] = shared
      if (!first || (first === from && !second)) return 'include-missing'
      return second || asked.size > 1 ? 'include-ambiguous' : first
    }
    const path = segments(include)
    const found = byName.get(path.at(-1) ?? '') ?? []
    if (found.length > mostOfOneName) return 'include-ambiguous'
    const resolved = resolve(from.path, include)
    const scored = found.map((part) => ({
      part,
      score: isSamePath(part.path, resolved)
        ? Number.POSITIVE_INFINITY
        : commonEnd(part.path, path),
    }))
    const best = Math.max(...scored.map(({ score }) => score))
    const [first, second] = scored.filter(({ score }) => score === best)
    if (!first) return 'include-missing'
    return second ? 'include-ambiguous' : first.part
  }
}

/** A file with what it includes, and so on. Its own words stand before theirs. */
function withIncludes(
  part: Part,
  find: Finder,
  included: Set<Part>,
  skipped: SkippedDescriptor[],
): ReadDescriptor {
  const chain = new Set([part])
  let { deployments } = part
  const intents = [...part.intents]
  for (let at = part; at.include !== undefined; ) {
    const { include } = at
    const next = find(include, at)
    if (typeof next === 'string') {
      skipped.push({ file: part.file, reason: next, include })
      break
    }
    if (chain.has(next) || chain.size === mostFiles) {
      skipped.push({ file: part.file, reason: 'include-endless', include })
      break
    }
    chain.add(next)
    included.add(next)
    if (deployments.length === 0) deployments = next.deployments
    intents.push(...next.intents)
    at = next
  }
  return { deployments, intents: Object.freeze(intents) }
}

/** A path or URL without its empty parts and those that stand for a folder. */
function segments(path: string): readonly string[] {
  return path
    .slice(0, longestSignature)
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
}

/** Where a relative path leads from a file. */
function resolve(from: readonly string[], include: string): readonly string[] {
  const path = from.slice(0, -1)
  for (const part of include.slice(0, longestSignature).split(/[\\/]/)) {
    if (part === '..') path.pop()
    else if (part !== '' && part !== '.') path.push(part)
  }
  return path
}

function isSamePath(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a !== undefined && a.length === b.length && commonEnd(a, b) === b.length
}

/** How many parts two paths have in common, from the end. */
function commonEnd(a: readonly string[] = [], b: readonly string[]): number {
  let count = 0
  while (count < a.length && count < b.length && a.at(-1 - count) === b.at(-1 - count)) count++
  return count
}

type Properties = Readonly<Record<string, unknown>>

function asObject(value: unknown): Properties | undefined {
  return typeof value === 'object' && value !== null ? (value as Properties) : undefined
}

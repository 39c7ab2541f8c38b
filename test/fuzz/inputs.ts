import fc from 'fast-check'
import { parseAbi } from 'viem'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import {
  callArbitraryFor,
  leafArbitrary,
  permissionArbitrary,
} from '../harness/policyArbitraries.ts'

export const now = 1_700_000_000
export const address = '0x3333333333333333333333333333333333333333'

const throwing = () => {
  throw new RangeError('a getter that throws')
}

/** What throws whatever is asked of it. */
function hostileProxy(): object {
  const traps = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const
  return new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, throwing])))
}

function cyclic(): object {
  const itself: Record<string, unknown> = { type: 'tuple', name: 'a' }
  itself.components = [itself]
  itself.permissions = [itself]
  itself.leaf = itself
  return itself
}

/** Made once, and frozen, so that no other input finds it changed. */
function layers(depth: number, core: object, around: (inner: object) => object): () => object {
  let made: object | undefined
  return () => {
    if (made) return made
    made = Object.freeze(core)
    for (let level = 0; level < depth; level++) made = Object.freeze(around(made))
    return made
  }
}

const word = { type: 'uint256', name: 'x' }
const depths = Array.from({ length: 60 }, (_, depth) => depth)
const nested = [40, 300, 10_000].flatMap((depth) =>
  ['components', 'parameters'].map((key) =>
    layers(depth, { ...word }, (inner) => ({
      type: 'tuple',
      name: 'a',
      [key]: Object.freeze([inner]),
    })),
  ),
)

/** Each level holds the one below twice: written out it doubles with every level. */
const doubling = depths.map((depth) =>
  layers(depth, { ...word }, (inner) => ({
    type: 'tuple',
    name: 'a',
    components: Object.freeze([inner, inner]),
  })),
)
/** JavaScript makes a text of a list by joining it, also where it wants a number. */
const doublingLists = depths.map((depth) => layers(depth, ['x'], (inner) => [inner, inner]))

const oddTexts = ['', '0x', '0x0', '0xzz', '‮moc.live', '\u0000', '\ud800', 'a'.repeat(50_000)]
const oddTypes = ['tuple[', 'uint7', 'uint256[99999999999999999999]', 'tuple[2][', 'bytes33', '(']

/** One thing that does not belong anywhere, made when it is used: the generator must not touch it. */
export const junk: fc.Arbitrary<() => unknown> = fc.oneof(
  { weight: 4, arbitrary: values(null, undefined, true, false, [], [null]) },
  {
    weight: 3,
    arbitrary: values(Number.NaN, -1, Number.POSITIVE_INFINITY, 1e308, 0.5, 2 ** 53, 2 ** 48),
  },
  { weight: 2, arbitrary: values(-1n, 2n ** 256n, 2n ** 5_000n, 0n) },
  { weight: 2, arbitrary: values(...oddTexts, ...oddTypes) },
  { weight: 1, arbitrary: values(Symbol('x'), throwing, new Date(Number.NaN), new Map()) },
  { weight: 1, arbitrary: fc.constant(hostileProxy) },
  { weight: 1, arbitrary: fc.constant(cyclic) },
  { weight: 1, arbitrary: fc.constantFrom(...nested) },
  { weight: 1, arbitrary: fc.constantFrom(...doubling) },
  { weight: 1, arbitrary: fc.constantFrom(...doublingLists) },
  {
    weight: 1,
    arbitrary: fc
      .anything({ withBigInt: true, withDate: true, withNullPrototype: true })
      .map((value) => () => value),
  },
)

function values(...list: readonly unknown[]): fc.Arbitrary<() => unknown> {
  return fc.nat(list.length - 1).map((at) => () => list[at])
}

/** Where an input is changed, and how. */
export interface Mutation {
  at: number
  how: 'replace' | 'remove' | 'getter' | 'extra' | 'twice'
  junk: () => unknown
}

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'getter', 'extra', 'twice'),
    junk,
  }),
  { minLength: 1, maxLength: 3 },
)

const mostPlaces = 400

/** Deeply copied, with one place after the other changed: of the arguments too. */
export function mutated(args: readonly unknown[], changes: readonly Mutation[]): unknown[] {
  const copy = unfrozen(args) as unknown[]
  for (const { at, how, junk: make } of changes) {
    const places: [Record<string, unknown>, string][] = []
    const visit = (part: unknown, depth: number): void => {
      if (typeof part !== 'object' || part === null || depth > 8) return
      for (const key of keysOf(part)) {
        if (places.length > mostPlaces) return
        const descriptor = Object.getOwnPropertyDescriptor(part, key)
        if (!descriptor || !('value' in descriptor)) continue
        places.push([part as Record<string, unknown>, key])
        visit(descriptor.value, depth + 1)
      }
    }
    visit(copy, 0)
    const [part, key] = places[at % Math.max(1, places.length)] ?? []
    if (!part || key === undefined || !Object.isExtensible(part)) continue
    const value = make()
    const put = (name: string, property: PropertyDescriptor) =>
      Object.defineProperty(part, name, { enumerable: true, configurable: true, ...property })
    if (how === 'replace') put(key, { value, writable: true })
    if (how === 'remove' && part !== (copy as unknown)) delete part[key]
    if (how === 'extra') put(`${key}2`, { value, writable: true })
    if (how === 'twice' && Array.isArray(part)) part.push(part[Number(key)])
    if (how === 'getter' && part !== (copy as unknown)) put(key, { get: throwing })
  }
  return copy
}

/** What throws when it is asked is left as it is. */
function keysOf(value: object): readonly string[] {
  try {
    return Object.keys(value)
  } catch {
    return []
  }
}

function unfrozen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unfrozen)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unfrozen(part)]))
}

export const abi = parseAbi([
  'struct Inner { address to; uint256[2] amounts; bytes note; }',
  'function pay(address to, uint256 amount) payable',
  'function pay(address to, int8 amount)',
  'function fill(Inner order, bytes32[] ids, bool flag)',
  'function route(bytes path, Inner[3] hops)',
])

const functions = abi.filter((item) => item.type === 'function')
const maybeFunction = fc.option(fc.constantFrom(...functions), { nil: undefined })

/** Leaves as they are made, and random bytes for each module. */
export const leaves = fc.oneof(
  { weight: 3, arbitrary: leafArbitrary },
  {
    weight: 2,
    arbitrary: fc.tuple(leafArbitrary, fc.uint8Array({ maxLength: 400 })).map(([leaf, bytes]) => ({
      ...leaf,
      sessionKeyData: `0x${Buffer.from(bytes).toString('hex')}`,
    })),
  },
)

export const policies = fc
  .tuple(fc.array(permissionArbitrary, { minLength: 1, maxLength: 3 }), maybeFunction, fc.boolean())
  .map(([permissions, abiFunction, batch]) =>
    definePolicy({
      permissions: permissions.map((it) =>
        it.type === 'contract-call' ? { ...it, abiFunction } : it,
      ),
      expiresIn: 60,
      batch,
      now,
    }),
  )

export const sessions = fc.array(fc.tuple(leaves, maybeFunction), { maxLength: 3 }).map((list) => ({
  permissions: list.map(([leaf, abiFunction]) => ({ leaf, abiFunction })),
  keyAddress: address,
  status: 'ACTIVE',
  validAfter: 0,
  validUntil: now + 60,
  createdAt: now * 1000,
  batch: true,
}))

export const calls = permissionArbitrary.chain(callArbitraryFor)
export const abiFunctions = maybeFunction
export { permissionArbitrary as permissions }

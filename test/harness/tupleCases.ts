import fc from 'fast-check'
import {
  type Address,
  concatHex,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  numberToHex,
  parseAbi,
  size,
  sliceHex,
  toHex,
} from 'viem'
import { atLeast } from '../../src/policies/atLeast.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import type { Call, ContractCallPermission } from '../../src/types/Policy.ts'

/** What the devnet's `MockSwapRouter` takes; each answers with the two fields that are pinned. */
export const routerAbi = parseAbi([
  'struct Swap { bytes path; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; }',
  'struct Route { bytes path; address to; }',
  'struct Order { uint256 kind; Route route; address owner; bytes note; }',
  'function exactInput(Swap params) payable returns (address, address)',
  'function exactOutput(Swap params) payable returns (address, address)',
  'function fill(uint256 id, Order order, address payer) returns (address, address)',
  'function fillFirst(Route[2] routes) returns (address, address)',
  'function lastRecipient(address caller) view returns (address)',
])

/** The account's own address in these cases, and somebody else's. */
export const mine: Address = '0x3333333333333333333333333333333333333333'
export const theirs: Address = '0x6666666666666666666666666666666666666666'

type Name = 'exactInput' | 'exactOutput' | 'fill' | 'fillFirst'

/** A permission on fields of a dynamic tuple, and a call that may lay the tuple out in its own way. */
export interface TupleCase {
  name: Name
  permission: ContractCallPermission
  call: Call
}

export const tupleText = `
  permissions  the recipient (and another address) pinned in exactInput((bytes,address,...)) and its
               twin that copies, in a tuple within a tuple, and in the first of two dynamic tuples.
  calls        the standard encoding of fields that are mine or theirs, then up to 4 changes: a word
               made a pointer (to any word, past the end, beyond 2^64, around 2^256), made mine or
               theirs, put in, taken out; a whole other tuple behind it with a pointer to it; bytes
               behind; cut anywhere.
`

/** The permission that pins to `mine` whatever the contract answers with. */
export function tuplePermission(address: Address, name: Name): ContractCallPermission {
  const base = { address, abi: routerAbi }
  switch (name) {
    case 'exactInput':
    case 'exactOutput':
      return contractCall({
        ...base,
        functionName: name,
        args: {
          params: { recipient: mine, amountOutMinimum: BigInt(mine), deadline: atLeast(1n) },
        },
      })
    case 'fill':
      return contractCall({
        ...base,
        functionName: name,
        args: { order: { route: { to: mine }, owner: mine } },
      })
    case 'fillFirst':
      return contractCall({
        ...base,
        functionName: name,
        args: { routes: { 0: { to: mine } } },
      })
  }
}

/** What viem reads from the calldata for the pinned fields; nothing where it reads nothing. */
export function decodeTupleCall(data: Hex): readonly Address[] | undefined {
  try {
    const { functionName, args } = decodeFunctionData({ abi: routerAbi, data })
    switch (functionName) {
      case 'exactInput':
      case 'exactOutput': {
        const { recipient, amountOutMinimum } = args[0]
        return [recipient, toHex(amountOutMinimum, { size: 20 })]
      }
      case 'fill':
        return [args[1].route.to, args[1].owner]
      case 'fillFirst':
        return [args[0][0].to]
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}

export function isMine(address: Address): boolean {
  return isAddressEqual(address, mine)
}

const addressArbitrary = fc.oneof(
  { weight: 3, arbitrary: fc.constant(mine) },
  { weight: 1, arbitrary: fc.constant(theirs) },
)
const bytesArbitrary = fc.uint8Array({ maxLength: 70 }).map((bytes) => toHex(bytes))

function encoded(name: Name): fc.Arbitrary<Hex> {
  const route = fc.record({ path: bytesArbitrary, to: addressArbitrary })
  switch (name) {
    case 'exactInput':
    case 'exactOutput':
      return fc
        .record({
          path: bytesArbitrary,
          recipient: addressArbitrary,
          deadline: fc.constantFrom(0n, 1n, 2n ** 64n),
          amountIn: fc.constant(7n),
          amountOutMinimum: addressArbitrary.map(BigInt),
        })
        .map((params) => encodeFunctionData({ abi: routerAbi, functionName: name, args: [params] }))
    case 'fill':
      return fc
        .record({
          kind: fc.constant(1n),
          route,
          owner: addressArbitrary,
          note: bytesArbitrary,
        })
        .map((order) =>
          encodeFunctionData({ abi: routerAbi, functionName: name, args: [5n, order, mine] }),
        )
    case 'fillFirst':
      return fc
        .tuple(route, route)
        .map((routes) => encodeFunctionData({ abi: routerAbi, functionName: name, args: [routes] }))
  }
}

type Words = readonly Hex[]

const word = (value: bigint): Hex => numberToHex(BigInt.asUintN(256, value), { size: 32 })

const changeArbitrary: fc.Arbitrary<(words: Words) => Words> = fc
  .record({
    at: fc.nat({ max: 15 }),
    value: fc.oneof(
      { weight: 4, arbitrary: fc.nat({ max: 20 }).map((index) => BigInt(index * 32)) },
      { weight: 2, arbitrary: fc.constantFrom(BigInt(mine), BigInt(theirs)) },
      { weight: 1, arbitrary: fc.nat({ max: 700 }).map(BigInt) },
      { weight: 1, arbitrary: fc.constantFrom(-32n, -64n, 1n << 64n, (1n << 255n) + 32n) },
    ),
    kind: fc.constantFrom('set', 'set', 'insert', 'remove'),
  })
  .map(({ at, value, kind }) => (words: Words) => {
    const place = at % (words.length + 1)
    if (kind === 'set') return words.with(Math.min(place, words.length - 1), word(value))
    return kind === 'insert' ? words.toSpliced(place, 0, word(value)) : words.toSpliced(place, 1)
  })

/** Pointers by their word, and where they would have to lead to another encoding right behind. */
const decoys: Record<Name, readonly { at: number; skip: number }[]> = {
  exactInput: [{ at: 0, skip: 1 }],
  exactOutput: [{ at: 0, skip: 1 }],
  // to the order, and from it to its route
  fill: [
    { at: 1, skip: 3 },
    { at: 4, skip: 4 },
  ],
  // to the routes, and to the first of them
  fillFirst: [
    { at: 0, skip: 1 },
    { at: 1, skip: 2 },
  ],
}

/** The classic: the right words in the right places, and a pointer to another tuple behind them. */
function withDecoy(decoy: Hex, other: Hex, { at, skip }: { at: number; skip: number }): Words {
  const words = wordsIn(decoy)
  return [...words.with(at, word(BigInt((words.length + skip) * 32))), ...wordsIn(other)]
}

function wordsIn(data: Hex): Words {
  return Array.from({ length: (size(data) - 4) / 32 }, (_, index) =>
    sliceHex(data, 4 + index * 32, 36 + index * 32),
  )
}

export function tupleCaseArbitrary(address: Address): fc.Arbitrary<TupleCase> {
  return fc.constantFrom<Name[]>('exactInput', 'exactOutput', 'fill', 'fillFirst').chain((name) =>
    fc
      .record({
        first: encoded(name),
        other: encoded(name),
        decoy: fc.option(fc.constantFrom(...decoys[name]), { nil: undefined, freq: 2 }),
        changes: fc.array(changeArbitrary, { maxLength: 4 }),
        behind: fc.oneof(
          { weight: 3, arbitrary: fc.constant<Hex>('0x') },
          { weight: 1, arbitrary: bytesArbitrary },
        ),
        cut: fc.oneof(
          { weight: 9, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: fc.nat({ max: 400 }) },
        ),
        isPlain: fc.boolean(),
      })
      .map(({ first, other, decoy, changes, behind, cut, isPlain }) => {
        const start = decoy ? withDecoy(first, other, decoy) : wordsIn(first)
        // Half of them keep to one trick: with all at once hardly any can be decoded.
        const words = isPlain ? start : changes.reduce((list, change) => change(list), start)
        const whole = concatHex([sliceHex(first, 0, 4), ...words, behind])
        const data = cut === undefined ? whole : sliceHex(whole, 0, Math.min(cut, size(whole)))
        return { name, permission: tuplePermission(address, name), call: { to: address, data } }
      }),
  )
}

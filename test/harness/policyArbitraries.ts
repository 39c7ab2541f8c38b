import fc from 'fast-check'
import { type Address, getAddress, type Hex } from 'viem'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import { ruleConditions } from '../../src/policies/ruleConditions.ts'
import { toWord } from '../../src/policies/toWord.ts'
import type {
  ArgumentRule,
  Call,
  ContractCallPermission,
  Erc20TransferPermission,
  ModulePermission,
  Permission,
} from '../../src/types/Policy.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'

/** What Biconomy's own modules check. */
export type BuiltInPermission = Exclude<Permission, ModulePermission>

// Small pools, so that what is generated apart often meets.
const addresses: readonly Address[] = [
  getAddress(`0x${'0'.repeat(38)}aa`),
  getAddress(`0x${'b'.repeat(40)}`),
  getAddress(`0x10${'0'.repeat(38)}`),
]
const selectors: readonly Hex[] = ['0xa9059cbb', '0x00000000', '0x40d097c3']
const wordMax = (1n << 256n) - 1n
const interesting = [
  0n,
  1n,
  2n,
  100n,
  255n,
  256n,
  (1n << 128n) - 1n,
  1n << 128n,
  (1n << 160n) - 1n,
  1n << 255n,
  wordMax - 1n,
  wordMax,
  ...addresses.map(BigInt),
]

export const addressArbitrary = fc.constantFrom(...addresses)

/** A word at or beside a value that matters. */
const wordArbitrary = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...interesting) },
      { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: wordMax }) },
    ),
    fc.constantFrom(0n, 0n, 1n, -1n),
  )
  .map(([value, step]) => toWord(BigInt.asUintN(256, value + step)))

const offsetArbitrary = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 32, 64) },
  { weight: 1, arbitrary: fc.constantFrom(1, 4, 31, 33, 96, 65_535) },
  // Calls have up to 136 bytes of arguments.
  { weight: 1, arbitrary: fc.nat({ max: 140 }) },
)

const ruleArbitrary: fc.Arbitrary<ArgumentRule> = fc.record({
  offset: offsetArbitrary,
  condition: fc.constantFrom(...ruleConditions),
  referenceValue: wordArbitrary,
})

const valueLimitArbitrary = fc.constantFrom(0n, 0n, 1n, 1000n, (1n << 128n) - 1n)

export const contractCallArbitrary: fc.Arbitrary<ContractCallPermission> = fc.record({
  type: fc.constant('contract-call' as const),
  address: addressArbitrary,
  selector: fc.constantFrom(...selectors),
  rules: fc.array(ruleArbitrary, { maxLength: 4 }),
  valueLimit: valueLimitArbitrary,
})

export const erc20TransferArbitrary: fc.Arbitrary<Erc20TransferPermission> = fc.record({
  type: fc.constant('erc20-transfer' as const),
  token: addressArbitrary,
  to: addressArbitrary,
  maxAmount: wordArbitrary.map(BigInt),
})

export const permissionArbitrary: fc.Arbitrary<BuiltInPermission> = fc.oneof(
  { weight: 2, arbitrary: contractCallArbitrary },
  { weight: 1, arbitrary: erc20TransferArbitrary },
)

export const leafArbitrary: fc.Arbitrary<SessionLeaf> = fc
  .record({
    permission: permissionArbitrary,
    sessionKey: addressArbitrary,
    validAfter: fc.constantFrom(0, 1, 1_000, 2 ** 48 - 1),
    validUntil: fc.constantFrom(0, 1, 2_000, 2 ** 48 - 1),
  })
  .map(({ permission, sessionKey, validAfter, validUntil }) => ({
    validAfter,
    validUntil,
    ...encodePermission(permission, sessionKey),
  }))

/** A call that often is at, or just beside, what a permission allows. */
export function callArbitraryFor(permission: Permission): fc.Arbitrary<Call> {
  if (permission.type === 'module') throw new TypeError('Only the built-in modules.')
  const [target, limit] =
    permission.type === 'contract-call'
      ? [permission.address, permission.valueLimit]
      : [permission.token, 0n]
  const references =
    permission.type === 'contract-call'
      ? permission.rules.map(({ referenceValue }) => BigInt(referenceValue))
      : [BigInt(permission.to), permission.maxAmount]
  const near = (values: readonly bigint[]) =>
    fc
      .tuple(fc.constantFrom(...values), fc.constantFrom(0n, 0n, 0n, 1n, -1n))
      .map(([value, step]) => BigInt.asUintN(256, value + step))
  // The word that each place wants, and sometimes another one.
  const wordFor = (offset: number) => {
    const wanted =
      permission.type === 'contract-call'
        ? permission.rules.flatMap((rule) =>
            rule.offset === offset ? [BigInt(rule.referenceValue)] : [],
          )
        : [offset === 0 ? BigInt(permission.to) : permission.maxAmount]
    return fc.oneof(
      { weight: 5, arbitrary: near(wanted.length ? wanted : [0n]) },
      { weight: 1, arbitrary: near(references.length ? references : [0n]) },
      { weight: 1, arbitrary: wordArbitrary.map(BigInt) },
      // Dirty upper bytes over the right value.
      {
        weight: 1,
        arbitrary: near(wanted.length ? wanted : [1n]).map((value) => value | (1n << 200n)),
      },
    )
  }
  const selector = fc.oneof(
    {
      weight: 9,
      arbitrary: fc.constant(
        permission.type === 'contract-call' ? permission.selector : '0xa9059cbb',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(...selectors) },
  )
  const data = fc
    .tuple(selector, wordFor(0), wordFor(32), wordFor(64), fc.boolean())
    .chain(([head, first, second, third, long]) => {
      const words = [first, second, third].map((word) => toWord(word).slice(2)).join('')
      const full: Hex = `${head as Hex}${words}${long ? 'ff'.repeat(40) : ''}`
      return fc.oneof(
        { weight: 8, arbitrary: fc.constant(full) },
        // Cut anywhere, with the edges of words favoured.
        {
          weight: 1,
          arbitrary: fc
            .oneof(
              fc.constantFrom(0, 3, 4, 35, 36, 67, 68, 99),
              fc.nat({ max: full.length / 2 - 1 }),
            )
            .map((bytes) => full.slice(0, 2 + bytes * 2) as Hex),
        },
      )
    })
  return fc.record({
    to: fc.oneof(
      { weight: 12, arbitrary: fc.constant(target) },
      { weight: 1, arbitrary: addressArbitrary },
    ),
    data,
    value: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0n) },
      { weight: 3, arbitrary: near([limit]) },
      { weight: 1, arbitrary: wordArbitrary.map(BigInt) },
    ),
  })
}

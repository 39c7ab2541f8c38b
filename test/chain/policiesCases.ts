import fc from 'fast-check'
import type { Address, Hex } from 'viem'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import type { Call, Permission } from '../../src/types/Policy.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { callArbitraryFor, permissionArbitrary } from '../harness/policyArbitraries.ts'

/** A leaf and a call that often is at, or just beside, what the leaf allows. */
export interface PolicyCase {
  leaf: SessionLeaf
  call: Call
}

export const generatorText = `
  permissions  2/3 ABI module: 3 targets, 3 selectors, 0-4 rules at offsets 0, 32, 64 (8/10), 1, 4,
               31, 33, 96, 65535 (1/10) or 0-140 (1/10), all 6 conditions, references 0, 1, 2, 100,
               255, 256, 2^128±1, 2^160-1, 2^255, 2^256-1 and the targets, each ±1, or random; value
               limits 0, 1, 1000, 2^128-1. 1/3 ERC-20 module: token, recipient, cap from the same.
  leaves       interval ends 0 (mostly), 1, 2000, 2^48-1; the signer's key (14/15) or another; bytes
               as encoded (10/14), cut short, with bytes behind, or with one byte replaced; the
               module exchanged for the other or for no contract (2/32).
  calls        words at the rules' references ±1 (5/8), other references, random, or with dirty upper
               bytes; wrong selector 1/10; calldata cut at any byte or word edge 1/9; wrong target
               1/13; value 0, at the limit ±1, or random.
`

type Corruption = (data: Hex) => Hex

const corruptionArbitrary: fc.Arbitrary<Corruption> = fc.oneof(
  { weight: 10, arbitrary: fc.constant((data: Hex) => data) },
  {
    weight: 1,
    arbitrary: fc
      .nat({ max: 260 })
      .map((bytes) => (data: Hex) => data.slice(0, 2 + 2 * Math.min(bytes, size(data))) as Hex),
  },
  { weight: 1, arbitrary: fc.constant((data: Hex): Hex => `${data}abcd`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat({ max: 400 }), fc.nat({ max: 255 }))
      .map(([place, byte]) => (data: Hex) => {
        const at = 2 + 2 * (place % size(data))
        const hex = byte.toString(16).padStart(2, '0')
        return `${data.slice(0, at)}${hex}${data.slice(at + 2)}` as Hex
      }),
  },
)

const moduleArbitrary = fc.oneof(
  { weight: 30, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Address>(
      moduleAddresses.abiSessionValidation,
      moduleAddresses.erc20SessionValidation,
      '0x000000000000000000000000000000000000dead',
    ),
  },
)

function size(data: Hex): number {
  return data.length / 2 - 1
}

/** Leaves as they come out of the codec, for a key. */
export function cleanLeaf(permission: Permission, sessionKey: Address): SessionLeaf {
  return { validAfter: 0, validUntil: 0, ...encodePermission(permission, sessionKey) }
}

export function policyCaseArbitrary(sessionKey: Address): fc.Arbitrary<PolicyCase> {
  return permissionArbitrary.chain((permission) =>
    fc
      .record({
        call: callArbitraryFor(permission),
        key: fc.oneof(
          { weight: 14, arbitrary: fc.constant(sessionKey) },
          {
            weight: 1,
            arbitrary: fc.constant<Address>('0x00000000000000000000000000000000000000AA'),
          },
        ),
        corrupt: corruptionArbitrary,
        module: moduleArbitrary,
        validAfter: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 1000, 2 ** 48 - 1),
        validUntil: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2000, 2 ** 48 - 1),
      })
      .map(({ call, key, corrupt, module, validAfter, validUntil }) => {
        const { sessionValidationModule, sessionKeyData } = encodePermission(permission, key)
        const leaf = {
          validAfter,
          validUntil,
          sessionValidationModule: module ?? sessionValidationModule,
          sessionKeyData: corrupt(sessionKeyData),
        }
        return { leaf, call }
      }),
  )
}

/** Leaves of one key, and calls that are near some of them. */
export function policySetArbitrary(): fc.Arbitrary<{ permissions: Permission[]; calls: Call[] }> {
  return fc.array(permissionArbitrary, { minLength: 1, maxLength: 8 }).chain((permissions) =>
    fc.record({
      permissions: fc.constant(permissions),
      calls: fc.array(fc.oneof(...permissions.map(callArbitraryFor)), {
        minLength: 1,
        maxLength: 40,
      }),
    }),
  )
}

/**
 * Cases in batches of 1 to 8. Random batches are nearly all refused, so that of three one is all
 * allowed, one has a single refused call among allowed ones, and one is random.
 */
export function toBatches(
  cases: readonly PolicyCase[],
  isAllowed: (it: PolicyCase) => boolean,
  count: number,
): PolicyCase[][] {
  const allowed = cases.filter(isAllowed)
  const refused = cases.filter((it) => !isAllowed(it))
  const takeFrom = (pool: readonly PolicyCase[]) => {
    let next = 0
    return (amount: number) =>
      Array.from({ length: amount }, () => pool[next++ % pool.length]).filter(
        (it) => it !== undefined,
      )
  }
  const [good, bad, any] = [takeFrom(allowed), takeFrom(refused), takeFrom(cases)]
  return Array.from({ length: count }, (_, index) => {
    const length = 1 + (Math.floor(index / 3) % 8)
    if (index % 3 === 0) return good(length)
    if (index % 3 === 1) return good(length - 1).toSpliced((index * 7) % length, 0, ...bad(1))
    return any(length)
  })
}

import fc from 'fast-check'
import { type Address, encodeFunctionData, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import {
  addressArbitrary,
  type BuiltInPermission,
  callArbitraryFor,
  permissionArbitrary,
} from '../../test/harness/policyArbitraries.ts'
import type { ArgumentRule, Permission } from '../types/Policy.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { isNarrower } from './isNarrower.ts'
import { toWord } from './toWord.ts'

const token: Address = '0x2222222222222222222222222222222222222222'
const to: Address = '0x3333333333333333333333333333333333333333'
const selector = '0x40d097c3'

function allows(permission: Permission, call: Parameters<typeof evaluateCall>[1]) {
  const leaf = { validAfter: 0, validUntil: 0, ...encodePermission(permission, token) }
  return evaluateCall(leaf, call, { batch: false }).allowed
}

function ruled(...rules: [ArgumentRule['condition'], bigint, number?][]): Permission {
  return {
    type: 'contract-call',
    address: token,
    selector,
    valueLimit: 0n,
    rules: rules.map(([condition, value, offset = 0]) => ({
      offset,
      condition,
      referenceValue: toWord(value),
    })),
  }
}

/** A permission beside another: the same, with one part changed or rules added. */
function relativeOf(permission: BuiltInPermission): fc.Arbitrary<BuiltInPermission> {
  return fc.oneof<fc.Arbitrary<BuiltInPermission>[]>(
    permissionArbitrary,
    permission.type === 'erc20-transfer'
      ? fc.record({
          type: fc.constant(permission.type),
          token: fc.oneof(fc.constant(permission.token), addressArbitrary),
          to: fc.oneof(fc.constant(permission.to), addressArbitrary),
          maxAmount: fc.constantFrom(0n, permission.maxAmount / 2n, permission.maxAmount),
        })
      : permissionArbitrary.map((other) => ({
          ...permission,
          rules:
            other.type === 'contract-call'
              ? [...permission.rules, ...other.rules]
              : permission.rules.slice(1),
          valueLimit: permission.valueLimit / 2n,
        })),
  )
}

describe('isNarrower', () => {
  test(`when it says yes, every allowed call is allowed by the wider one (${runs(20_000)} triples)`, () => {
    let narrower = 0
    let allowed = 0
    fc.assert(
      fc.property(
        permissionArbitrary
          .chain((outer) => fc.tuple(fc.constant(outer), relativeOf(outer)))
          .chain(([outer, inner]) =>
            fc.tuple(fc.constant(outer), fc.constant(inner), callArbitraryFor(inner)),
          ),
        ([outer, inner, call]) => {
          if (!isNarrower(inner, outer)) return
          narrower++
          if (!allows(inner, call)) return
          allowed++
          expect(allows(outer, call)).toBe(true)
        },
      ),
      { numRuns: runs(20_000) },
    )
    expect(narrower).toBeGreaterThan(isFull ? 2000 : 0)
    expect(allowed).toBeGreaterThan(isFull ? 500 : 0)
  })

  test('is reflexive, and transitive on chains', () => {
    fc.assert(
      fc.property(
        permissionArbitrary
          .chain((a) => fc.tuple(fc.constant(a), relativeOf(a)))
          .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), relativeOf(b))),
        ([a, b, c]) => {
          expect(isNarrower(a, a)).toBe(true)
          if (isNarrower(c, b) && isNarrower(b, a)) expect(isNarrower(c, a)).toBe(true)
        },
      ),
      { numRuns: runs(5000) },
    )
  })

  test.each<[string, Permission, Permission, boolean]>([
    ['a smaller bound', ruled(['atMost', 4n]), ruled(['atMost', 5n]), true],
    ['a larger bound', ruled(['atMost', 6n]), ruled(['atMost', 5n]), false],
    ['below is one less than atMost', ruled(['below', 6n]), ruled(['atMost', 5n]), true],
    ['atMost is not below', ruled(['atMost', 5n]), ruled(['below', 5n]), false],
    ['a value inside a range', ruled(['equal', 5n]), ruled(['atLeast', 5n], ['below', 6n]), true],
    [
      'a range that is one value',
      ruled(['atLeast', 5n], ['below', 6n]),
      ruled(['equal', 5n]),
      true,
    ],
    ['a value that is excluded', ruled(['equal', 5n]), ruled(['notEqual', 5n]), false],
    ['a range past the excluded', ruled(['above', 5n]), ruled(['notEqual', 5n]), true],
    ['an excluded end', ruled(['atMost', 5n], ['notEqual', 5n]), ruled(['atMost', 4n]), true],
    ['a rule more', ruled(['atMost', 5n], ['equal', 1n, 32]), ruled(['atMost', 5n]), true],
    ['a rule less', ruled(['atMost', 5n]), ruled(['atMost', 5n], ['equal', 1n, 32]), false],
    ['a rule that only demands length', ruled(), ruled(['atLeast', 0n, 32]), false],
    [
      'length that another rule demands',
      ruled(['equal', 1n, 64]),
      ruled(['atLeast', 0n, 32]),
      true,
    ],
    ['rules that exclude each other', ruled(['below', 0n]), ruled(['below', 0n]), true],
  ])('%s', (_, granted, requested, expected) => {
    expect(isNarrower(granted, requested)).toBe(expected)
  })

  test('another target, function, recipient or a larger value is not narrower', () => {
    const wide = { ...ruled(), valueLimit: 5n } as Extract<Permission, { type: 'contract-call' }>
    expect(isNarrower({ ...wide, valueLimit: 6n }, wide)).toBe(false)
    expect(isNarrower({ ...wide, address: to }, wide)).toBe(false)
    expect(isNarrower({ ...wide, selector: '0x40d097c4' }, wide)).toBe(false)
    for (const transfer of [erc20Transfer, erc20ModuleTransfer]) {
      const asked = transfer({ token, to, maxAmount: 5n })
      expect(isNarrower(transfer({ token, to, maxAmount: 4n }), asked)).toBe(true)
      expect(isNarrower(transfer({ token, to, maxAmount: 6n }), asked)).toBe(false)
      expect(isNarrower(transfer({ token, to: token, maxAmount: 5n }), asked)).toBe(false)
      expect(isNarrower(transfer({ token: to, to, maxAmount: 5n }), asked)).toBe(false)
    }
  })

  test('a pinned `transfer` is narrower than the module’s, and not the other way', () => {
    const abi = parseAbi(['function transfer(address to, uint256 amount)'])
    const pinned = erc20Transfer({ token, to, maxAmount: 5n })
    const transfer = erc20ModuleTransfer({ token, to, maxAmount: 5n })
    expect(isNarrower(pinned, transfer)).toBe(true)
    expect(isNarrower(transfer, pinned)).toBe(false)
    const call = { to: token, data: encodeFunctionData({ abi, args: [to, 5n] }) }
    expect([allows(pinned, call), allows(transfer, call)]).toEqual([true, true])
  })
})

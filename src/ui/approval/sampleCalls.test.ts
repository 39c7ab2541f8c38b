import { describe, expect, test } from 'vitest'
import { addresses } from '../../../stories/fixtures/addresses.ts'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { policies } from '../../../stories/fixtures/policies.ts'
import { definePolicy } from '../../policies/definePolicy.ts'
import { erc20Transfer } from '../../policies/erc20Transfer.ts'
import type { Policy } from '../../types/Policy.ts'
import { permissionRows } from './permissionRows.ts'
import { sampleCalls } from './sampleCalls.ts'

const samplesOf = (policy: Policy) => sampleCalls(permissionRows(createGrant(policy), {}))

describe('sampleCalls', () => {
  test('half the limit passes, twice the limit and another recipient do not', () => {
    const { shop } = addresses
    const [half, twice, other, fn] = samplesOf(policies.mintAndPay)
    expect(half).toMatchObject({ call: { amount: 500_000n, to: shop }, refusal: undefined })
    expect(twice).toMatchObject({
      call: { amount: 2_000_000n, to: shop },
      refusal: { type: 'argument', offset: 32 },
    })
    expect(other).toMatchObject({
      call: { amount: 500_000n, to: undefined },
      refusal: { type: 'argument', offset: 0 },
    })
    expect(fn).toMatchObject({ call: { type: 'other-function' }, refusal: { type: 'selector' } })
  })

  test('what another permission allows is not shown as blocked', () => {
    const { shop, usdc } = addresses
    const policy = definePolicy({
      permissions: [
        erc20Transfer({ token: usdc, to: shop, maxAmount: 10n }),
        erc20Transfer({ token: usdc, to: shop, maxAmount: 100n }),
      ],
      expiresIn: 60,
    })
    const twiceTheFirst = samplesOf(policy).find(
      ({ call }) => call.type === 'send' && call.amount === 20n,
    )
    expect(twiceTheFirst?.refusal).toBeUndefined()
  })

  test('calls nothing blocked where a module that is not known decides as well', () => {
    const policy = definePolicy({
      permissions: [...policies.customRules.permissions, ...policies.mintAndPay.permissions],
      expiresIn: 60,
    })
    expect(samplesOf(policy)).toEqual([])
  })

  test('makes up nothing where there is no limit', () => {
    expect(samplesOf(policies.dangerous).every(({ call }) => call.type !== 'send')).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import { addresses } from '../../../stories/fixtures/addresses.ts'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { policies } from '../../../stories/fixtures/policies.ts'
import { definePolicy } from '../../policies/definePolicy.ts'
import { describeLeaf } from '../../policies/describeLeaf.ts'
import type { Policy } from '../../types/Policy.ts'
import { findProhibitions } from './findProhibitions.ts'

function prohibitionsOf(policy: Policy) {
  const { account, permissions, validUntil } = createGrant(policy)
  const descriptions = permissions.map(({ leaf, abiFunction }) =>
    describeLeaf(leaf, { abiFunction }),
  )
  return findProhibitions(descriptions, { account: account.address, validUntil })
}
const typesOf = (policy: Policy) => prohibitionsOf(policy).map(({ type }) => type)

describe('findProhibitions', () => {
  test('says what the leaves rule out', () => {
    expect(typesOf(policies.mintAndPay)).toEqual([
      'other-contracts',
      'native-value',
      'approvals',
      'account',
      'after',
    ])
  })

  test('promises no value limit, no approvals and no end that are not there', () => {
    expect(typesOf(policies.rules)).not.toContain('native-value')
    expect(typesOf(policies.many)).not.toContain('approvals')
    expect(typesOf(policies.dangerous)).not.toContain('after')
    expect(typesOf(policies.dangerous)).not.toContain('approvals')
  })

  test('promises neither approvals nor functions for the ERC-20 module, which looks at no function', () => {
    const { usdc, shop } = addresses
    const found = prohibitionsOf(
      definePolicy({
        permissions: [{ type: 'erc20-transfer', token: usdc, to: shop, maxAmount: 1n }],
        expiresIn: 60,
      }),
    )
    expect(found[0]).toMatchObject({ type: 'other-contracts', functions: false })
    expect(found.map(({ type }) => type)).not.toContain('approvals')
  })

  test('claims nothing of a leaf that cannot be read, except its end', () => {
    const unreadable = describeLeaf({
      validAfter: 0,
      validUntil: 100,
      sessionValidationModule: addresses.mystery,
      sessionKeyData: '0x1234',
    })
    const found = findProhibitions([unreadable], { account: addresses.account, validUntil: 100 })
    expect(found).toEqual([{ type: 'after', validUntil: 100 }])
    const never = { account: addresses.account, validUntil: 2 ** 48 - 1 }
    expect(findProhibitions([unreadable], never)).toEqual([])
  })
})

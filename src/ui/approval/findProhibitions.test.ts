import { type AbiFunction, parseAbiItem } from 'viem'
import { describe, expect, test } from 'vitest'
import { addresses } from '../../../stories/fixtures/addresses.ts'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { policies } from '../../../stories/fixtures/policies.ts'
import { contractCall } from '../../policies/contractCall.ts'
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
      'approvals',
      'account',
      'after',
    ])
  })

  test('never promises that no coin leaves the account: fees take it', () => {
    for (const policy of Object.values(policies))
      expect(typesOf(policy)).not.toContain('native-value')
  })

  test('promises no approvals and no end that are not there', () => {
    expect(typesOf(policies.many)).not.toContain('approvals')
    expect(typesOf(policies.dangerous)).not.toContain('after')
    expect(typesOf(policies.dangerous)).not.toContain('approvals')
  })

  test('promises nothing of the calls for the ERC-20 module, which looks at no function', () => {
    const { usdc, shop } = addresses
    const types = typesOf(
      definePolicy({
        permissions: [{ type: 'erc20-transfer', token: usdc, to: shop, maxAmount: 1n }],
        expiresIn: 60,
      }),
    )
    expect(types).toEqual(['account', 'after'])
  })

  const typesOfCall = (definition: string, args?: object) => {
    const fn = parseAbiItem(`function ${definition}` as string) as AbiFunction
    const permission = contractCall({
      address: addresses.mystery,
      abi: [fn],
      functionName: fn.name,
      ...(args && { args }),
    } as never)
    return typesOf(definePolicy({ permissions: [permission], expiresIn: 60 }))
  }

  test.each([
    'approve(address spender, uint256 id, uint256 amount)',
    'permit(address spender, uint256 tokenId, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
    'setOperator(address operator, bool approved)',
    'approveDelegation(address delegatee, uint256 amount)',
    'setAuthorization(address authorized, bool newIsAuthorized)',
    'authorizeOperator(address operator, uint256 amount, bytes operatorNotificationData)',
    'execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
    'execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt)',
    'execute(bytes commands, bytes[] inputs)',
    'multicall(bytes32 previousBlockhash, bytes[] data)',
    'claimReward_akffr(address yourAccount, uint256 round)',
    'somethingUnknown()',
    'somethingUnknown(address somebody)',
    'somethingUnknown(uint256 proposalId)',
  ])('promises nothing of the calls of %s', (definition) => {
    expect(typesOfCall(definition)).toEqual(['account', 'after'])
  })

  test('promises it where it is derived: a known transfer, a harmless function, a pinned argument', () => {
    const all = ['other-contracts', 'approvals', 'account', 'after']
    expect(typesOfCall('transfer(address to, uint256 amount)')).toEqual(all)
    expect(typesOfCall('castVote(uint256 proposalId, uint8 support)')).toEqual(all)
    const operator = addresses.shop
    const setOperator = 'setOperator(address operator, bool approved)'
    expect(typesOfCall(setOperator, { operator, approved: false })).toEqual(all)
    expect(typesOfCall(setOperator, { operator, approved: true })).not.toContain('approvals')
    // whoever gets a token of this kind is called
    const safeMint = 'safeMint(address to)'
    expect(typesOfCall(safeMint)).toEqual(['approvals', 'account', 'after'])
    expect(typesOfCall(safeMint, { to: addresses.account })).toEqual(all)
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

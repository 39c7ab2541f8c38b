import { type Address, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { EscalationError } from '../errors/EscalationError.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { assertNoEscalation } from './assertNoEscalation.ts'
import { contractCall } from './contractCall.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'

const account: Address = '0x2222222222222222222222222222222222222222'
const shop: Address = '0x3333333333333333333333333333333333333333'
const abi = parseAbi(['function f()'])
const call = (address: Address) => contractCall({ address, abi, functionName: 'f' })
const transfer = (token: Address) => erc20Transfer({ token, to: shop, maxAmount: 1n })

describe('assertNoEscalation', () => {
  test.each([['account', account], ...Object.entries(moduleAddresses)] as [string, Address][])(
    'refuses %s, as a contract and as a token, in any case',
    (_, target) => {
      const lower = target.toLowerCase() as Address
      for (const permission of [
        call(target),
        transfer(target),
        { ...call(shop), address: lower },
        { ...transfer(shop), address: lower },
        erc20ModuleTransfer({ token: target, to: shop, maxAmount: 1n }),
      ]) {
        const run = () => assertNoEscalation({ permissions: [call(shop), permission] }, { account })
        expect(run).toThrow(EscalationError)
        expect(run).toThrow('permissions[1]')
      }
    },
  )

  test('refuses what else the caller forbids, and lets the rest pass', () => {
    const policy = { permissions: [call(shop), transfer(shop)] }
    expect(() => assertNoEscalation(policy, { account, forbidden: [shop] })).toThrow(
      'a forbidden contract',
    )
    expect(() => assertNoEscalation(policy, { account })).not.toThrow()
  })

  test('refuses a proxy of what is refused, and says of what', () => {
    const permissions = [call(shop)]
    const refuse = (implementation: Address, forbidden: readonly Address[] = []) =>
      expect(() =>
        assertNoEscalation(
          { permissions },
          { account, forbidden, proxies: [{ address: shop, implementations: [implementation] }] },
        ),
      )
    refuse(moduleAddresses.sessionKeyManager).toThrow('a proxy of the session key manager')
    refuse(account).toThrow('a proxy of the smart account itself')
    const other: Address = '0x4444444444444444444444444444444444444444'
    refuse(other).not.toThrow()
    refuse(other, [other]).toThrow('a proxy of a forbidden contract')
  })

  test('tokens may be sent to the account itself', () => {
    const policy = { permissions: [erc20Transfer({ token: shop, to: account, maxAmount: 1n })] }
    expect(() => assertNoEscalation(policy, { account })).not.toThrow()
  })
})

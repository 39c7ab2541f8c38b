import type { Address, Hex } from 'viem'
import { expectTypeOf, test } from 'vitest'
import type {
  Call,
  ContractCallPermission,
  Erc20TransferPermission,
  ModulePermission,
  Policy,
} from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import { checkPolicy } from './checkPolicy.ts'
import { definePermissionModule } from './definePermissionModule.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import type { PolicyCheck } from './PolicyCheck.ts'
import { selectorCall } from './selectorCall.ts'

declare const token: Address
declare const to: Address
declare const maxAmount: bigint
declare const policy: Policy
declare const session: Session
declare const call: Call

test('a transfer pins the function; the SDK’s module is another type', () => {
  expectTypeOf(erc20Transfer({ token, to, maxAmount })).toEqualTypeOf<ContractCallPermission>()
  expectTypeOf(
    erc20ModuleTransfer({ token, to, maxAmount: 5n }),
  ).toEqualTypeOf<Erc20TransferPermission>()
  // @ts-expect-error an amount is not negative
  erc20Transfer({ token, to, maxAmount: -1n })
  // @ts-expect-error an amount is not negative
  erc20ModuleTransfer({ token, to, maxAmount: -1n })
  // @ts-expect-error base units are a bigint: a number would lose digits
  erc20Transfer({ token, to, maxAmount: 5 })
  // @ts-expect-error nothing is unlimited by being left out
  erc20Transfer({ token, to })
  // @ts-expect-error the recipient is not known yet
  erc20Transfer({ token, to: undefined, maxAmount })
})

test('a selector needs no ABI, and its rules are raw', () => {
  expectTypeOf(
    selectorCall({ address: to, selector: '0x12345678' }),
  ).toEqualTypeOf<ContractCallPermission>()
  selectorCall({
    address: to,
    selector: '0x12345678',
    // @ts-expect-error no such condition
    rules: [{ offset: 0, condition: 'like', referenceValue: '0x' }],
  })
})

test('a custom module types its parameters', () => {
  const lottery = definePermissionModule<{ rounds: bigint }>({
    name: 'lottery',
    address: to,
    target: () => to,
    encode: ({ rounds }) => `0x${rounds}` as Hex,
    decode: () => ({ sessionKey: to, parameters: { rounds: 1n } }),
    evaluate: (_, { data, value }) => (value > 0n ? data : undefined),
    describe: ({ rounds }) => `${rounds}`,
  })
  expectTypeOf(lottery({ rounds: 1n })).toEqualTypeOf<ModulePermission>()
  // @ts-expect-error no such parameter
  lottery({ round: 1n })
})

test('checkPolicy takes a policy or a session, one call or several', () => {
  expectTypeOf(checkPolicy(policy, call)).toEqualTypeOf<PolicyCheck>()
  expectTypeOf(checkPolicy(session, [call, call], { now: 1 })).toEqualTypeOf<PolicyCheck>()
  const check = checkPolicy(session, call)
  if (check.allowed) expectTypeOf(check.permissionIndexes).toEqualTypeOf<readonly number[]>()
  else expectTypeOf(check.message).toEqualTypeOf<string>()
  // @ts-expect-error a call has a target
  checkPolicy(policy, { data: '0x' })
})

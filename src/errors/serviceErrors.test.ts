import { encodeErrorResult, parseAbi, parseGwei } from 'viem'
import { describe, expect, test } from 'vitest'
import type { BaseError } from './BaseError.ts'
import { BundlerAnswerError } from './BundlerAnswerError.ts'
import { BundlerBusyError } from './BundlerBusyError.ts'
import { BundlerDeniedError } from './BundlerDeniedError.ts'
import { BundlerTimeoutError } from './BundlerTimeoutError.ts'
import { BundlerUnreachableError } from './BundlerUnreachableError.ts'
import { PaymasterRefusedError } from './PaymasterRefusedError.ts'
import { BundlerInterfaceError, FeeFloorError, PaymasterInterfaceError } from './serviceErrors.ts'
import { UserOperationDroppedError } from './UserOperationDroppedError.ts'
import { UserOperationNonceError } from './UserOperationNonceError.ts'
import { UserOperationRejectedError } from './UserOperationRejectedError.ts'
import { UserOperationRevertedError } from './UserOperationRevertedError.ts'
import { UserOperationTimeoutError } from './UserOperationTimeoutError.ts'
import { UserOperationUnderpricedError } from './UserOperationUnderpricedError.ts'

const userOpHash = `0x${'ab'.repeat(32)}` as const
const transactionHash = `0x${'cd'.repeat(32)}` as const
const estimate = { service: 'bundler', method: 'eth_estimateUserOperationGas' } as const
const send = { service: 'bundler', method: 'eth_sendUserOperation' } as const
const sponsor = { service: 'paymaster', method: 'pm_sponsorUserOperation' } as const

/** As a log shows them: the name, the message, and what became of the chain. */
function shown(...errors: BaseError[]): string {
  for (const error of errors) {
    expect(error.name).toBe(error.constructor.name)
    expect(() => JSON.stringify(error)).not.toThrow()
  }
  return errors
    .map((error) => `${error}\n(chain: ${error.chainEffect})`.replaceAll(/\n+/g, '\n'))
    .join('\n\n')
}

describe('no answer to work with', () => {
  test('each cause has a class of its own, and all are BundlerUnreachableError', () => {
    const errors = [
      new BundlerTimeoutError({ ...estimate, timeout: 10_000 }),
      new BundlerTimeoutError({ ...send, timeout: 2_500, chainEffect: 'unknown' }),
      new BundlerBusyError({ ...sponsor, details: 'HTTP 429', retryAfter: 30 }),
      new BundlerBusyError(send),
      new BundlerDeniedError({ ...sponsor, details: 'HTTP 401' }),
      new BundlerAnswerError({ ...estimate, details: 'The answer lacks a gas limit.' }),
      new BundlerAnswerError({ ...send, chainEffect: 'unknown' }),
    ]
    for (const error of errors) expect(error).toBeInstanceOf(BundlerUnreachableError)
    expect(shown(...errors)).toMatchInlineSnapshot(`
      "BundlerTimeoutError: The bundler did not answer eth_estimateUserOperationGas within 10 s.
      Nothing was sent. See whether the bundler is up, and try again; or give it longer.
      (chain: none)

      BundlerTimeoutError: The bundler did not answer eth_sendUserOperation within 2.5 s.
      The operation may have arrived all the same. It is looked for on the chain before anything is sent again.
      Whether the chain changed is not known yet.
      (chain: unknown)

      BundlerBusyError: The paymaster was asked too often and refused pm_sponsorUserOperation.
      Nothing was sent. Try again in 30 s, or raise the limits of the paymaster's plan.
      Details: HTTP 429
      (chain: none)

      BundlerBusyError: The bundler was asked too often and refused eth_sendUserOperation.
      Nothing was sent. Try again in a while, or raise the limits of the bundler's plan.
      (chain: none)

      BundlerDeniedError: The paymaster denied access to pm_sponsorUserOperation.
      Nothing was sent. Check the API key in the paymaster's address, and which origins and chains it is for.
      Details: HTTP 401
      (chain: none)

      BundlerAnswerError: The bundler's answer to eth_estimateUserOperationGas cannot be read.
      Nothing was sent. See whether its address is that of an ERC-4337 bundler, and try again.
      Details: The answer lacks a gas limit.
      (chain: none)

      BundlerAnswerError: The bundler's answer to eth_sendUserOperation cannot be read.
      The operation may have arrived all the same. It is looked for on the chain before anything is sent again.
      Whether the chain changed is not known yet.
      (chain: unknown)"
    `)
  })
})

describe('not what it is taken for', () => {
  test('the wrong interface is named, and what to set', () => {
    const chainId = 80002
    const details = 'Method not found'
    const stub = { chainId, method: 'pm_getPaymasterStubData', details }
    const errors = [
      new BundlerInterfaceError({ chainId, method: 'eth_sendUserOperation', details }),
      new PaymasterInterfaceError({ ...stub, type: 'erc7677' }),
      new PaymasterInterfaceError({ ...sponsor, chainId, type: 'biconomy' }),
      new PaymasterInterfaceError({ ...sponsor, chainId, type: 'sponsor-user-operation' }),
      new PaymasterInterfaceError({ ...sponsor, chainId }),
    ]
    for (const error of errors) expect(error).toBeInstanceOf(BundlerUnreachableError)
    expect(shown(...errors)).toMatchInlineSnapshot(`
      "BundlerInterfaceError: The bundler of chain 80002 does not have the method eth_sendUserOperation.
      Nothing was sent. Its address may be that of a node: give the URL of an ERC-4337 bundler for EntryPoint v0.6, createSessionConfig({ bundler: { [80002]: 'https://…' } }).
      Details: Method not found
      (chain: none)

      PaymasterInterfaceError: The paymaster of chain 80002 does not speak ERC-7677.
      Nothing was sent. Set its \`type\` to 'biconomy' or 'sponsor-user-operation', or leave \`type\` out: then the paymaster is asked.
      Details: Method not found
      (chain: none)

      PaymasterInterfaceError: The paymaster of chain 80002 does not speak Biconomy's pm_sponsorUserOperation(userOp, mode).
      Nothing was sent. Set its \`type\` to 'erc7677' or 'sponsor-user-operation', or leave \`type\` out: then the paymaster is asked.
      (chain: none)

      PaymasterInterfaceError: The paymaster of chain 80002 does not speak pm_sponsorUserOperation(userOp, entryPoint, context).
      Nothing was sent. Set its \`type\` to 'erc7677' or 'biconomy', or leave \`type\` out: then the paymaster is asked.
      (chain: none)

      PaymasterInterfaceError: The paymaster of chain 80002 speaks none of the known interfaces: ERC-7677; Biconomy's pm_sponsorUserOperation(userOp, mode); pm_sponsorUserOperation(userOp, entryPoint, context).
      Nothing was sent. See whether its URL is that of a paymaster for this chain, and not a bundler's or a node's.
      (chain: none)"
    `)
  })

  test('fees out of proportion are no reason to send again', () => {
    const error = new FeeFloorError({ asked: parseGwei('5000'), limit: parseGwei('300') })
    expect(error).toBeInstanceOf(UserOperationRejectedError)
    expect(error).not.toBeInstanceOf(UserOperationUnderpricedError)
    expect(error.asked).toBe(parseGwei('5000'))
    expect(shown(error)).toMatchInlineSnapshot(`
      "FeeFloorError: The bundler asks for too high a fee: 5000 gwei
      The highest that is paid on this chain now is 300 gwei.
      Check the bundler's address and the chain it is for, or use another bundler.
      Nothing was sent to the chain.
      (chain: none)"
    `)
  })
})

describe('refused before the chain', () => {
  test('what an app can act on has a class of its own, and all are UserOperationRejectedError', () => {
    const fees = { maxFeePerGas: parseGwei('1.5'), maxPriorityFeePerGas: parseGwei('1') }
    const price = {
      meaning: 'the gas price of the chain, or what the bundler asks for, is higher',
      fix: 'Send it again: the gas price is asked for anew.',
    }
    const underpriced = new UserOperationUnderpricedError({
      ...price,
      offered: fees,
      required: { maxFeePerGas: parseGwei('3') },
    })
    const errors = [
      underpriced,
      new UserOperationUnderpricedError({
        ...price,
        required: { maxFeePerGas: parseGwei('3.3'), maxPriorityFeePerGas: parseGwei('1.1') },
      }),
      new UserOperationUnderpricedError(price),
      new UserOperationNonceError({
        code: 'AA25',
        meaning: 'the nonce was used already, or is not the next one',
        fix: 'Another operation took its place. See what became of that, and send again.',
      }),
      new PaymasterRefusedError({
        code: 'AA31',
        meaning: "the paymaster's deposit is too low",
        fix: "Refill the paymaster's deposit at the entry point, or leave it out.",
      }),
    ]
    for (const error of errors) expect(error).toBeInstanceOf(UserOperationRejectedError)
    expect(String(underpriced.afterSignature())).toContain('the wallet asks for a signature again')
    expect(underpriced.offered).toEqual(fees)
    expect(underpriced.required).toEqual({ maxFeePerGas: parseGwei('3') })
    expect(shown(...errors)).toMatchInlineSnapshot(`
      "UserOperationUnderpricedError: The user operation offers too little for its gas: the gas price of the chain, or what the bundler asks for, is higher
      It offers 1.5 gwei, 1 gwei as a tip.
      The bundler asks for at least 3 gwei.
      Send it again: the gas price is asked for anew.
      Nothing was sent to the chain.
      (chain: none)

      UserOperationUnderpricedError: The user operation offers too little for its gas: the gas price of the chain, or what the bundler asks for, is higher
      The bundler asks for at least 3.3 gwei, 1.1 gwei as a tip.
      Send it again: the gas price is asked for anew.
      Nothing was sent to the chain.
      (chain: none)

      UserOperationUnderpricedError: The user operation offers too little for its gas: the gas price of the chain, or what the bundler asks for, is higher
      Send it again: the gas price is asked for anew.
      Nothing was sent to the chain.
      (chain: none)

      UserOperationNonceError: The nonce of the user operation cannot be used (AA25): the nonce was used already, or is not the next one
      Another operation took its place. See what became of that, and send again.
      Nothing was sent to the chain.
      (chain: none)

      PaymasterRefusedError: The paymaster did not sponsor the user operation (AA31): the paymaster's deposit is too low
      Refill the paymaster's deposit at the entry point, or leave it out.
      Nothing was sent to the chain.
      (chain: none)"
    `)
  })
})

describe('taken and not mined', () => {
  test('where the base fee rose above what it pays, both are named', () => {
    const fees = { maxFeePerGas: parseGwei('1.5'), baseFeePerGas: parseGwei('40') }
    expect(
      shown(
        new UserOperationTimeoutError({ userOpHash, timeout: 120_000 }).withFees(fees),
        new UserOperationDroppedError({ userOpHash }).withFees(fees),
      ),
    ).toMatchInlineSnapshot(`
      "UserOperationTimeoutError: The user operation was not mined within 120 s.
      User operation: 0xabababababababababababababababababababababababababababababababab
      It pays 1.5 gwei at most, and the base fee is 40 gwei: nobody can mine it until that falls.
      It can still be mined. The session is settled with the chain on the next load, or by reconcileSessions().
      Whether the chain changed is not known yet.
      (chain: unknown)

      UserOperationDroppedError: The bundler gave the user operation up before it was mined.
      It changed nothing on the chain. What it stood on changed meanwhile: its session was revoked, its nonce used, or its fee too low.
      It pays 1.5 gwei at most, and the base fee is 40 gwei: nobody can mine it until that falls.
      Send it again; that takes its place, so that it cannot happen twice.
      User operation: 0xabababababababababababababababababababababababababababababababab
      (chain: none)"
    `)
  })
})

describe('mined and reverted', () => {
  const reverted = (reason?: string) =>
    new UserOperationRevertedError({ userOpHash, transactionHash, reason })

  test('every kind of revert is in words, or says where they are', () => {
    const abi = parseAbi([
      'error Panic(uint256 code)',
      'error ModuleAlreadyEnabled(address module)',
    ])
    const args = ['0x000000000000000000000000000000000000dEaD'] as const
    const custom = `0xdeadbeef${'00'.repeat(31)}2a` as const
    const errors = [
      reverted('ERC20: transfer amount exceeds balance'),
      reverted('Panic(17)'),
      reverted(encodeErrorResult({ abi, errorName: 'Panic', args: [18n] })),
      reverted(encodeErrorResult({ abi, errorName: 'ModuleAlreadyEnabled', args })),
      reverted(custom),
      reverted('0x'),
      reverted(),
    ]
    expect(errors.map(({ reason, data }) => ({ reason, data }))).toEqual([
      { reason: 'ERC20: transfer amount exceeds balance', data: undefined },
      { reason: 'Panic(0x11)', data: undefined },
      { reason: 'Panic(0x12)', data: undefined },
      { reason: 'ModuleAlreadyEnabled', data: undefined },
      { reason: undefined, data: custom },
      { reason: undefined, data: undefined },
      { reason: undefined, data: undefined },
    ])
    expect(
      shown(...errors).replaceAll(/User operation: .*\nTransaction: .*\n/g, ''),
    ).toMatchInlineSnapshot(`
      "UserOperationRevertedError: The call reverted on the chain: ERC20: transfer amount exceeds balance
      The account allowed it, but the contract that was called refused.
      Its gas was paid; apart from that the chain is as before.
      (chain: none)

      UserOperationRevertedError: The call reverted on the chain: a calculation went out of range (overflow or underflow) (Panic(0x11))
      The account allowed it, but the contract that was called refused.
      Its gas was paid; apart from that the chain is as before.
      (chain: none)

      UserOperationRevertedError: The call reverted on the chain: a division by zero (Panic(0x12))
      The account allowed it, but the contract that was called refused.
      Its gas was paid; apart from that the chain is as before.
      (chain: none)

      UserOperationRevertedError: The call reverted on the chain: the module is enabled on the account already (ModuleAlreadyEnabled)
      The account allowed it, but the contract that was called refused.
      Send it again: what is enabled is read anew.
      Its gas was paid; apart from that the chain is as before.
      (chain: none)

      UserOperationRevertedError: The call reverted on the chain: custom error 0xdeadbeef
      The account allowed it, but the contract that was called refused.
      Read it with the ABI of the contract: decodeErrorResult({ abi, data: error.data }).
      Its gas was paid; apart from that the chain is as before.
      (chain: none)

      UserOperationRevertedError: The call reverted on the chain.
      The account allowed it, but the contract that was called refused.
      It gave no reason; it may have run out of gas.
      Its gas was paid; apart from that the chain is as before.
      (chain: none)

      UserOperationRevertedError: The call reverted on the chain.
      The account allowed it, but the contract that was called refused.
      It gave no reason; it may have run out of gas.
      Its gas was paid; apart from that the chain is as before.
      (chain: none)"
    `)
  })

  test('an error of the called contract that only shares its name with one of the account is not explained by it', () => {
    const abi = parseAbi(['error InsufficientBalance(uint256 needed, uint256 held)'])
    const data = encodeErrorResult({ abi, errorName: 'InsufficientBalance', args: [2n, 1n] })
    expect(reverted(data)).toMatchObject({ reason: undefined, data })
    expect(reverted(data).message).not.toContain('gas tank')
    // bytes that begin as a text and are none
    expect(reverted('0x08c379a0').message).toContain('custom error 0x08c379a0')
  })
})

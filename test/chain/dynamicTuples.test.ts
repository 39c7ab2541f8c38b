import { concatHex, encodeFunctionData, type Hex, numberToHex, sliceHex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { CallNotAllowedError } from '../../src/errors/CallNotAllowedError.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import { createTestDapp } from '../harness/createTestDapp.ts'
import { buildByHand, simulateValidation } from '../harness/handBuilt.ts'
import { routerAbi } from '../harness/tupleCases.ts'

test('a swap whose recipient is pinned in a dynamic tuple goes to nobody else', async () => {
  const dapp = await createTestDapp()
  const { config, chainId, wallet, owner, account, client } = dapp
  const { swapRouter } = inject('devnet').contracts
  const policy = definePolicy({
    permissions: [
      contractCall({
        address: swapRouter,
        abi: routerAbi,
        functionName: 'exactInput',
        args: { params: { recipient: account.address } },
      }),
    ],
    expiresIn: { hours: 1 },
  })
  const session = await grantSession(config, { policy, chainId, wallet })
  const other = privateKeyToAddress(generatePrivateKey())
  const swap = (recipient: typeof other): Hex =>
    encodeFunctionData({
      abi: routerAbi,
      functionName: 'exactInput',
      args: [{ path: '0x1234', recipient, deadline: 1n, amountIn: 2n, amountOutMinimum: 3n }],
    })
  const toSelf = swap(account.address)
  // What the rule looks at is as it should be, and the contract reads what is behind it.
  const words = (toSelf.length - 10) / 64
  const elsewhere = concatHex([
    sliceHex(toSelf, 0, 4),
    numberToHex((words + 1) * 32, { size: 32 }),
    sliceHex(toSelf, 36),
    sliceHex(swap(other), 4),
  ])
  const lastRecipient = () =>
    client.readContract({
      address: swapRouter,
      abi: routerAbi,
      functionName: 'lastRecipient',
      args: [account.address],
    })

  await sendSessionTransaction(config, {
    sessionId: session.id,
    calls: [{ to: swapRouter, data: toSelf }],
  })
  expect(await lastRecipient()).toBe(account.address)

  // The contract would take both, and give to the other.
  const privateKey = await unwrapSessionKey(config, session)
  const { leaf } = session.permissions[0] as (typeof session.permissions)[0]
  for (const data of [swap(other), elsewhere]) {
    const { data: answer } = await client.call({ account: owner, to: swapRouter, data })
    expect(answer).toContain(other.slice(2).toLowerCase())
    const sent = sendSessionTransaction(config, {
      sessionId: session.id,
      calls: [{ to: swapRouter, data }],
    })
    await expect(sent).rejects.toThrow(CallNotAllowedError)
    // The chain itself, by an operation that the kit would not build.
    const call = { to: swapRouter, data, value: 0n }
    const operation = await buildByHand(dapp, { call, leaf, proof: [], privateKey })
    expect(await simulateValidation(client, operation)).toMatch(/Arg Rule Violated/)
  }
  const passes = { to: swapRouter, data: toSelf, value: 0n }
  const operation = await buildByHand(dapp, { call: passes, leaf, proof: [], privateKey })
  expect(await simulateValidation(client, operation)).toBe('valid')
  expect(await lastRecipient()).toBe(account.address)
})

import { encodeFunctionData, parseUnits, zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { CallNotAllowedError } from '../../src/errors/CallNotAllowedError.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import { createTestDapp, erc20Abi, nftAbi } from '../harness/createTestDapp.ts'

describe('the main job', () => {
  test('approve once, send without a prompt, revoke', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, account, nft, usdc, shop } = dapp
    const policy = definePolicy({
      permissions: [
        contractCall({
          address: nft,
          abi: nftAbi,
          functionName: 'safeMint',
          args: { to: account.address },
        }),
        erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) }),
      ],
      expiresIn: { hours: 2 },
      batch: true,
    })
    const session = await grantSession(config, { policy, chainId, wallet })
    expect(session.status).toBe('ACTIVE')
    expect(await dapp.root()).not.toBe(zeroHash)

    const mint = {
      to: nft,
      data: encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args: [account.address] }),
    }
    const pay = (amount: string) => ({
      to: usdc,
      data: encodeFunctionData({
        abi: erc20Abi,
        functionName: 'transfer',
        args: [shop, parseUnits(amount, 6)],
      }),
    })
    await sendSessionTransaction(config, { sessionId: session.id, calls: [mint] })
    await sendSessionTransaction(config, { sessionId: session.id, calls: [mint, pay('1')] })
    expect(await dapp.nftBalance()).toBe(2n)
    expect(await dapp.usdcBalance(shop)).toBe(parseUnits('1', 6))

    await expect(
      sendSessionTransaction(config, { sessionId: session.id, calls: [pay('1.000001')] }),
    ).rejects.toThrow(CallNotAllowedError)

    await revokeSessions(config, { sessionIds: [session.id], chainId, wallet })
    expect(await dapp.root()).toBe(zeroHash)
    const [revoked] = await getSessions(config, { chainId, account: account.address })
    expect(revoked?.status).toBe('REVOKED')
    await expect(
      sendSessionTransaction(config, { sessionId: session.id, calls: [mint] }),
    ).rejects.toThrow(SessionNotUsableError)
  })
})

import { encodeFunctionData, parseAbi, parseUnits } from 'viem'
import { describe, expect, test } from 'vitest'
import { findSession } from '../../src/actions/findSession.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { narrowGrant } from '../../src/actions/narrowGrant.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { CallNotAllowedError } from '../../src/errors/CallNotAllowedError.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20ModuleTransfer } from '../../src/policies/erc20ModuleTransfer.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import { narrowPolicy } from '../../src/policies/narrowPolicy.ts'
import { createTestDapp, erc20Abi, nftAbi, type TestDapp } from '../harness/createTestDapp.ts'
import { mintPolicy, payPolicy } from '../harness/policies.ts'

const tokenAbi = parseAbi([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function allowance(address owner, address spender) view returns (uint256)',
])

function transferTo(dapp: TestDapp, amount: string) {
  return {
    to: dapp.usdc,
    data: encodeFunctionData({
      abi: erc20Abi,
      functionName: 'transfer',
      args: [dapp.shop, parseUnits(amount, 6)],
    }),
  }
}

function approval(dapp: TestDapp, amount: string) {
  return {
    to: dapp.usdc,
    data: encodeFunctionData({
      abi: tokenAbi,
      functionName: 'approve',
      args: [dapp.shop, parseUnits(amount, 6)],
    }),
  }
}

describe('a session of a policy', () => {
  test('a transfer is all that a transfer permission allows; the SDK’s module lets an approval pass', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, usdc, shop, account } = dapp
    const limits = { token: usdc, to: shop, maxAmount: parseUnits('1', 6) }
    const grant = async (
      permission: ReturnType<typeof erc20Transfer | typeof erc20ModuleTransfer>,
    ) => {
      const policy = definePolicy({ permissions: [permission], expiresIn: { hours: 1 } })
      return (await grantSession(config, { policy, chainId, wallet })).id
    }
    const allowance = () =>
      dapp.client.readContract({
        address: usdc,
        abi: tokenAbi,
        functionName: 'allowance',
        args: [account.address, shop],
      })

    const pinned = await grant(erc20Transfer(limits))
    await sendSessionTransaction(config, { sessionId: pinned, calls: [transferTo(dapp, '1')] })
    expect(await dapp.usdcBalance(shop)).toBe(parseUnits('1', 6))
    await expect(
      sendSessionTransaction(config, { sessionId: pinned, calls: [approval(dapp, '1')] }),
    ).rejects.toThrow('transfer(address,uint256) may be called, not approve(address,uint256)')
    expect(await allowance()).toBe(0n)

    // What its name and its risk say: this is why `erc20Transfer` does not use it.
    const byModule = await grant(erc20ModuleTransfer(limits))
    await sendSessionTransaction(config, { sessionId: byModule, calls: [approval(dapp, '1')] })
    expect(await allowance()).toBe(parseUnits('1', 6))
  })

  test('a refusal speaks in the names of the function', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, nft, shop, account } = dapp
    const policy = definePolicy({
      permissions: [...mintPolicy(dapp).permissions, ...payPolicy(dapp).permissions],
      expiresIn: { hours: 1 },
    })
    const { id } = await grantSession(config, { policy, chainId, wallet })
    // From storage, as after a reload.
    const reloaded = dapp.reload()
    const refusalOf = async (calls: Parameters<typeof sendSessionTransaction>[1]['calls']) => {
      const sent = sendSessionTransaction(reloaded, {
        sessionId: id,
        chainId,
        account: account.address,
        calls,
      })
      const error: unknown = await sent.catch((reason: unknown) => reason)
      if (!(error instanceof CallNotAllowedError)) throw error
      return error.shortMessage
    }
    const mintTo = (to: typeof shop) => ({
      to: nft,
      data: encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args: [to] }),
    })
    expect(await refusalOf([transferTo(dapp, '2')])).toBe(
      "The call is outside the session's policy: `amount` must be at most 1000000, and is 2000000.",
    )
    expect(await refusalOf([transferTo(dapp, '1'), mintTo(shop)])).toBe(
      `Call 2 of 2 is outside the session's policy: \`to\` must equal ${account.address}, and is ${shop}.`,
    )
  })

  test('what the user narrowed answers its request, also after a reload', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, usdc, shop, account } = dapp
    const ask = () =>
      definePolicy({
        permissions: [erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('5', 6) })],
        expiresIn: { hours: 1 },
      })
    const policy = ask()
    const grant = await prepareGrant(config, { policy, chainId, owner: dapp.owner })
    const edit = { limits: { 0: { maxAmount: parseUnits('1', 6) } } }
    const { id } = await grantSession(config, {
      grant: narrowGrant(grant, narrowPolicy(policy, edit, { now: grant.chainTime })),
      wallet,
    })

    const scope = { chainId, account: account.address }
    const sessions = await getSessions(dapp.reload(), scope)
    const now = grant.chainTime
    expect(findSession(sessions, ask(), now)?.id).toBe(id)
    await expect(
      sendSessionTransaction(config, { sessionId: id, calls: [transferTo(dapp, '2')] }),
    ).rejects.toThrow('`amount` must be at most 1000000, and is 2000000.')
    const wider = definePolicy({
      permissions: [erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('6', 6) })],
      expiresIn: { hours: 1 },
    })
    expect(findSession(sessions, wider, now)).toBeUndefined()
  })
})

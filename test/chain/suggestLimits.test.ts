import { encodeFunctionData, type Hex, parseAbi, parseUnits } from 'viem'
import { describe, expect, test } from 'vitest'
import { getSession } from '../../src/actions/getSession.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { suggestSessionLimits } from '../../src/actions/suggestSessionLimits.ts'
import { SessionNotFoundError } from '../../src/errors/SessionNotFoundError.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { narrowPolicy } from '../../src/policies/narrowPolicy.ts'
import { selectorCall } from '../../src/policies/selectorCall.ts'
import { createTestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, pay, payPolicy } from '../harness/policies.ts'

describe('suggestSessionLimits', () => {
  test('you used 12 of 500: the next session is asked for less', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, usdc, shop } = dapp
    const policy = definePolicy({
      permissions: [
        ...payPolicy(dapp, '500').permissions,
        ...mintPolicy(dapp).permissions,
        selectorCall({ address: shop, selector: '0x12345678', valueLimit: 1000n }),
      ],
      expiresIn: { hours: 1 },
      batch: true,
    })
    const { id: sessionId } = await grantSession(config, { policy, chainId, wallet })
    const unused = await suggestSessionLimits(config, { sessionId })
    expect(unused.uses.map(({ calls }) => calls)).toEqual([0, 0, 0])
    expect(unused.edit).toEqual({ omit: [], limits: {} })

    const send = (calls: Parameters<typeof sendSessionTransaction>[1]['calls']) =>
      sendSessionTransaction(config, { sessionId, calls })
    await send([pay(dapp, '12')])
    await send([pay(dapp, '3'), { to: shop, data: '0x12345678', value: 7n }])

    // From storage, as after a reload.
    const { uses, edit, incomplete, ...found } = await suggestSessionLimits(dapp.reload(), {
      sessionId,
    })
    const limit = parseUnits('500', 6)
    expect(uses).toEqual([
      {
        permissionIndex: 0,
        calls: 2,
        amount: { used: parseUnits('12', 6), limit },
        value: undefined,
      },
      { permissionIndex: 1, calls: 0, amount: undefined, value: undefined },
      { permissionIndex: 2, calls: 1, amount: undefined, value: { used: 7n, limit: 1000n } },
    ])
    expect(incomplete).toBe(0)
    expect(edit).toEqual({
      omit: [1],
      limits: { 0: { maxAmount: parseUnits('12', 6) }, 2: { valueLimit: 7n } },
    })

    const tighter = narrowPolicy(found.policy, edit)
    const next = await grantSession(config, { policy: tighter, chainId, wallet })
    expect(next.permissions).toHaveLength(2)
    await sendSessionTransaction(config, { sessionId: next.id, calls: [pay(dapp, '12')] })
    await expect(
      sendSessionTransaction(config, { sessionId: next.id, calls: [pay(dapp, '12.000001')] }),
    ).rejects.toThrow('`amount` must be at most 12000000')
    expect(await dapp.usdcBalance(shop)).toBe(parseUnits('27', 6))
    expect(found.session.id).toBe((await getSession(config, { sessionId })).id)
    expect(found.policy.permissions[0]).toMatchObject({ address: usdc })
  })

  test('what failed was not used, and what the journal dropped stays as it is', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, shop } = dapp
    const abi = parseAbi(['function note(bytes text)'])
    const note = (text: Hex) => ({ to: shop, data: encodeFunctionData({ abi, args: [text] }) })
    const policy = definePolicy({
      permissions: [
        ...payPolicy(dapp, '5000').permissions,
        ...mintPolicy(dapp).permissions,
        selectorCall({ address: shop, selector: note('0x').data.slice(0, 10) as Hex }),
      ],
      expiresIn: { hours: 1 },
      batch: true,
    })
    const { id: sessionId } = await grantSession(config, { policy, chainId, wallet })
    // more than the account holds
    await expect(
      sendSessionTransaction(config, { sessionId, calls: [mint(dapp), pay(dapp, '4000')] }),
    ).rejects.toThrow()
    await sendSessionTransaction(config, {
      sessionId,
      calls: [pay(dapp, '1'), note(`0x${'ab'.repeat(2000)}`)],
    })
    const { uses, edit, incomplete } = await suggestSessionLimits(config, { sessionId })
    expect(uses.map(({ calls }) => calls)).toEqual([1, 0, 0])
    expect(incomplete).toBe(1)
    expect(edit).toEqual({ omit: [1], limits: { 0: { maxAmount: parseUnits('1', 6) } } })
  })

  test('a session that is not known', async () => {
    const { config } = await createTestDapp({ funded: false })
    await expect(suggestSessionLimits(config, { sessionId: 'nope' })).rejects.toThrow(
      SessionNotFoundError,
    )
  })
})

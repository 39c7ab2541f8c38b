import { parseEther, parseUnits } from 'viem'
import { describe, expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { BaseError } from '../../src/errors/BaseError.ts'
import { CallNotAllowedError } from '../../src/errors/CallNotAllowedError.ts'
import { InsufficientFundsError } from '../../src/errors/InsufficientFundsError.ts'
import { KeyUnavailableError } from '../../src/errors/KeyUnavailableError.ts'
import { NoLiveSessionError } from '../../src/errors/NoLiveSessionError.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { passwordVault } from '../../src/storage/vaults/passwordVault.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, pay, payPolicy } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'

/** A page of the same user whose bundler is watched. */
async function watched(dapp: TestDapp, changes: Parameters<TestDapp['reload']>[0] = {}) {
  const bundler = await startProxy(inject('devnet').bundlerUrl)
  const config = dapp.reload({ bundler: { [dapp.chainId]: bundler.url }, ...changes })
  const asked = () => {
    const { eth_sendUserOperation, eth_estimateUserOperationGas } = bundler.counts()
    return (eth_sendUserOperation ?? 0) + (eth_estimateUserOperationGas ?? 0)
  }
  return { config, bundler, asked }
}

async function failure(act: Promise<unknown>): Promise<BaseError> {
  const error = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof BaseError)) throw new Error('It did not fail with an error of ours.')
  expect(error.chainEffect).toBe('none')
  // what is logged must not fail in turn
  expect(() => JSON.stringify(error)).not.toThrow()
  return error
}

const grant = (dapp: TestDapp, policy = mintPolicy(dapp)) =>
  grantSession(dapp.config, { policy, chainId: dapp.chainId, wallet: dapp.wallet })

async function chainTime({ client }: TestDapp): Promise<number> {
  const { timestamp } = await client.getBlock({ blockTag: 'pending' })
  return Number(timestamp)
}

describe('a send that no session can make fails before anything is sent', () => {
  test('an expired session', async () => {
    const dapp = await createTestDapp()
    const validUntil = (await chainTime(dapp)) + 5
    const session = await grant(dapp, mintPolicy(dapp, { validUntil }))
    // the clock of the chain alone decides
    while ((await chainTime(dapp)) <= validUntil);
    const { config, asked } = await watched(dapp)
    const error = await failure(
      sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] }),
    )
    expect(error).toBeInstanceOf(SessionNotUsableError)
    expect(error).toMatchObject({ status: 'EXPIRED', sessionId: session.id })
    expect(asked()).toBe(0)
  })

  test('a session that is not valid yet', async () => {
    const dapp = await createTestDapp()
    const validAfter = (await chainTime(dapp)) + 3_600
    const { permissions } = mintPolicy(dapp)
    const policy = definePolicy({ permissions, validAfter, validUntil: validAfter + 60 })
    const session = await grant(dapp, policy)
    const { config, asked } = await watched(dapp)
    const error = await failure(
      sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] }),
    )
    expect(error).toMatchObject({ status: 'INACTIVE', reason: 'not-yet-valid' })
    expect(asked()).toBe(0)
  })

  test('a revoked session', async () => {
    const dapp = await createTestDapp()
    const { chainId, wallet } = dapp
    const session = await grant(dapp)
    await revokeSessions(dapp.config, { sessionIds: [session.id], chainId, wallet })
    const { config, asked } = await watched(dapp)
    const { account } = session
    for (const parameters of [{ sessionId: session.id }, { chainId, account }]) {
      const error = await failure(
        sendSessionTransaction(config, { ...parameters, calls: [mint(dapp)] }),
      )
      expect(error).toMatchObject({ status: 'REVOKED', sessionId: session.id })
    }
    expect(asked()).toBe(0)
  })

  test('a session that another device ended', async () => {
    const dapp = await createTestDapp()
    const { chainId, wallet } = dapp
    const session = await grant(dapp)
    const { config, asked } = await watched(dapp)
    await revokeAllSessions(dapp.reload({ storage: memory() }), { chainId, wallet })
    const error = await failure(
      sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] }),
    )
    expect(error).toMatchObject({ status: 'INACTIVE', reason: 'out-of-sync' })
    expect(asked()).toBe(0)
  })

  test('a session whose key is not here', async () => {
    const dapp = await createTestDapp()
    const { chainId, account, keyAddress, id: sessionId } = await grant(dapp)
    const id = keyAddress.toLowerCase()
    await dapp.config.storage.delete({ chainId, account, kind: 'key', id })
    const { config, asked } = await watched(dapp)
    const error = await failure(sendSessionTransaction(config, { sessionId, calls: [mint(dapp)] }))
    expect(error).toMatchObject({ status: 'INACTIVE', reason: 'key-unavailable', sessionId })
    expect(asked()).toBe(0)
  })

  test('a session whose vault is locked', async () => {
    const vault = passwordVault()
    await vault.unlock('correct horse')
    const dapp = await createTestDapp()
    const { config, asked } = await watched(dapp, { vault })
    const { chainId, wallet } = dapp
    const policy = mintPolicy(dapp)
    const { id: sessionId, account } = await grantSession(config, { policy, chainId, wallet })
    const before = asked()
    vault.lock()
    for (const which of [{ sessionId }, { chainId, account }]) {
      const error = await failure(sendSessionTransaction(config, { ...which, calls: [mint(dapp)] }))
      expect(error).toBeInstanceOf(KeyUnavailableError)
      expect(error.message).toContain('Unlock the vault')
    }
    // nor is the owner asked to approve a session whose key would have no place
    const unread = dapp.reload({ vault, clients: {} })
    const refused = await failure(grantSession(unread, { policy, chainId, wallet }))
    expect(refused).toBeInstanceOf(KeyUnavailableError)
    expect(asked()).toBe(before)
    await vault.unlock('correct horse')
    await sendSessionTransaction(config, { sessionId, calls: [mint(dapp)] })
  })

  test('no session at all', async () => {
    const dapp = await createTestDapp({ funded: false })
    const { config, asked } = await watched(dapp)
    const { chainId, account } = dapp
    const error = await failure(
      sendSessionTransaction(config, { chainId, account: account.address, calls: [mint(dapp)] }),
    )
    expect(error).toBeInstanceOf(NoLiveSessionError)
    expect(asked()).toBe(0)
  })

  test('a session that does not cover a call: which, by which rule, and what it takes', async () => {
    const dapp = await createTestDapp()
    const { usdc: token, shop: to } = dapp
    const permissions = [...mintPolicy(dapp).permissions, ...payPolicy(dapp).permissions]
    const session = await grant(dapp, definePolicy({ permissions, expiresIn: { hours: 1 } }))
    const { config, asked } = await watched(dapp)
    const calls = [mint(dapp), pay(dapp, '1.5')]
    const error = await failure(sendSessionTransaction(config, { sessionId: session.id, calls }))
    if (!(error instanceof CallNotAllowedError)) throw error
    expect(error.shortMessage).toBe(
      "Call 2 of 2 is outside the session's policy: `amount` must be at most 1000000, and is 1500000.",
    )
    expect(error.callIndex).toBe(1)
    expect(error.sessionId).toBe(session.id)
    expect(error.refused).toMatchObject({
      call: calls[1],
      rule: { type: 'argument', condition: 'atMost' },
      needed: { rules: erc20Transfer({ token, to, maxAmount: parseUnits('1.5', 6) }).rules },
    })
    expect(asked()).toBe(0)

    // what it takes is what makes it pass
    const needed = error.refused?.needed
    if (!needed) throw new Error('It does not say what it takes.')
    const wider = definePolicy({
      permissions: [...permissions, needed],
      expiresIn: { hours: 1 },
      batch: true,
    })
    const { id } = await grant(dapp, wider)
    expect(await sendSessionTransaction(config, { sessionId: id, calls })).toMatchObject({
      success: true,
    })
  })

  test('of several sessions that are over, the one that would have done is named', async () => {
    const dapp = await createTestDapp()
    const { chainId, wallet } = dapp
    const paying = await grant(dapp, payPolicy(dapp))
    const minting = await grant(dapp)
    const sessionIds = [paying.id, minting.id]
    await revokeSessions(dapp.config, { sessionIds, chainId, wallet })
    const { config } = await watched(dapp)
    const { account } = paying
    const nameOf = async (call: ReturnType<typeof mint>) =>
      failure(sendSessionTransaction(config, { chainId, account, calls: [call] }))
    expect(await nameOf(pay(dapp, '1'))).toMatchObject({ sessionId: paying.id })
    expect(await nameOf(mint(dapp))).toMatchObject({ sessionId: minting.id })
  })

  test('an account that cannot pay, and no paymaster: what it needs and what it has', async () => {
    const dapp = await createTestDapp({ funded: false })
    const session = await grant(dapp)
    const { config, bundler } = await watched(dapp, { paymaster: {} })
    const send = () =>
      sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
    const poor = await failure(send())
    if (!(poor instanceof InsufficientFundsError)) throw poor
    expect(poor.held).toBe(0n)
    expect(poor.needed).toBeGreaterThan(0n)
    expect(poor.message).toContain(`up to ${poor.needed} wei`)

    const setBalance = (value: bigint) =>
      dapp.client.request({
        method: 'anvil_setBalance',
        params: [dapp.account.address, `0x${value.toString(16)}`],
      } as never)
    await setBalance(1n)
    expect(await failure(send())).toMatchObject({ held: 1n })
    expect(bundler.counts().eth_sendUserOperation).toBeUndefined()

    await setBalance(parseEther('1'))
    expect(await send()).toMatchObject({ success: true })
  })
})

import { createTestClient, encodeFunctionData, http, numberToHex } from 'viem'
import { entryPoint06Abi, entryPoint06Address } from 'viem/account-abstraction'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { describe, expect, inject, test } from 'vitest'
import { readFunds } from '../../src/account/readFunds.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { renewSession } from '../../src/actions/renewSession.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { findRisks } from '../../src/policies/findRisks.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import type { Policy } from '../../src/types/Policy.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { emptyBatch, feesOfAll, handleOperation } from '../harness/feeAttacks.ts'
import { buildByHand, simulateValidation } from '../harness/handBuilt.ts'
import { enableModule, sessionModules } from '../harness/modules.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'

const stranger = () => privateKeyToAddress(generatePrivateKey())
const batchPolicy = (dapp: TestDapp) => ({ ...mintPolicy(dapp), batch: true as const })
const calls = (dapp: TestDapp) => [mint(dapp), mint(dapp)]

async function risksOf(dapp: TestDapp, policy: Policy) {
  const { config, chainId, owner } = dapp
  const grant = await prepareGrant(config, { policy, chainId, owner })
  return findRisks(
    grant.permissions.map(({ leaf }) => leaf),
    { now: grant.chainTime, funds: grant.balance + grant.deposit, batch: grant.policy.batch },
  )
}

/** What the entry point says to the empty batch of a stranger. */
async function tryEmptyBatch(dapp: TestDapp): Promise<string> {
  const funds = await readFunds(dapp.client, dapp.account.address)
  return simulateValidation(dapp.client, await emptyBatch(dapp, funds))
}

describe('a key and the coin of its account', () => {
  test('a key that may mint without value can spend all coin on fees, and the approval names the sum before', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, account, client } = dapp
    const funds = await readFunds(client, account.address)
    expect(funds).toBeGreaterThan(0n)
    expect(await risksOf(dapp, mintPolicy(dapp))).toContainEqual({
      id: 'fees-spend-balance',
      severity: 'danger',
      data: { amount: funds },
    })

    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const [permission] = session.permissions
    if (!permission) throw new Error('The session has no permission.')
    const left = await readFunds(client, account.address)
    const operation = await buildByHand(dapp, {
      call: mint(dapp),
      leaf: permission.leaf,
      proof: [],
      privateKey: await unwrapSessionKey(config, session),
      fields: feesOfAll(left),
    })
    const thief = stranger()
    await handleOperation(dapp, operation, thief)
    // V2 cannot refuse it: this is why it is announced
    expect(await client.getBalance({ address: thief })).toBeGreaterThan((left * 9n) / 10n)
  })

  test('a deposit at the entry point pays fees as well, and is in the sum', async () => {
    const dapp = await createTestDapp({ funded: false })
    const { config, chainId, owner, account, client } = dapp
    const policy = mintPolicy(dapp)
    const deposit = 3n * 10n ** 17n
    const from = stranger()
    const anvil = createTestClient({ mode: 'anvil', transport: http(inject('devnet').rpcUrl) })
    await anvil.setBalance({ address: from, value: 10n ** 18n })
    await anvil.impersonateAccount({ address: from })
    const data = encodeFunctionData({
      abi: entryPoint06Abi,
      functionName: 'depositTo',
      args: [account.address],
    })
    await client.waitForTransactionReceipt({
      hash: await anvil.request({
        method: 'eth_sendTransaction' as never,
        params: [{ from, to: entryPoint06Address, value: numberToHex(deposit), data }] as never,
      }),
    })
    const before = await prepareGrant(config, { policy, chainId, owner })
    expect(before).toMatchObject({ balance: 0n, deposit })
    const named = (amount: bigint) =>
      expect.objectContaining({ id: 'fees-spend-balance', data: { amount } })
    expect(await risksOf(dapp, policy)).toContainEqual(named(deposit))
    await anvil.setBalance({ address: account.address, value: 5n })
    expect(await risksOf(dapp, policy)).toContainEqual(named(deposit + 5n))
  })

  test('an account without coin has nothing to lose, and no such risk is told', async () => {
    const dapp = await createTestDapp({ funded: false })
    const { config, chainId, wallet } = dapp
    expect((await risksOf(dapp, mintPolicy(dapp))).map(({ id }) => id)).not.toContain(
      'fees-spend-balance',
    )
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const [permission] = session.permissions
    if (!permission) throw new Error('The session has no permission.')
    const operation = await buildByHand(dapp, {
      call: mint(dapp),
      leaf: permission.leaf,
      proof: [],
      privateKey: await unwrapSessionKey(config, session),
    })
    expect(await simulateValidation(dapp.client, operation)).toContain('AA21')
  })
})

describe('the batch router', () => {
  test('a session of single calls leaves it off, and the empty batch of a stranger is refused', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    expect(session.batch).toBe(false)
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: false })
    expect(await tryEmptyBatch(dapp)).toContain('AA23')
    await sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(1n)
  })

  test('several calls without it fail with an error that names the way, before anything is sent', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const send = (parameters: object) =>
      sendSessionTransaction(config, {
        sessionId: session.id,
        calls: [mint(dapp)],
        ...parameters,
      }).catch((error: Error) => error)
    for (const parameters of [{ calls: calls(dapp) }, { batch: true }]) {
      const error = await send(parameters)
      expect(error).toMatchObject({ name: 'BatchNotEnabledError', chainEffect: 'none' })
      expect(String(error)).toContain('batch: true')
    }
    expect(await dapp.nftBalance()).toBe(0n)
    // the way that it names
    const batches = await grantSession(config, { policy: batchPolicy(dapp), chainId, wallet })
    await sendSessionTransaction(config, { sessionId: batches.id, calls: calls(dapp) })
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test.each(['revokeSessions', 'revokeAllSessions'])(
    'an empty batch passes while a session needs the router, as the approval said, and not after %s',
    async (end) => {
      const dapp = await createTestDapp()
      const { config, chainId, wallet, account, client } = dapp
      expect(await risksOf(dapp, batchPolicy(dapp))).toContainEqual(
        expect.objectContaining({ id: 'batch-router', severity: 'danger' }),
      )
      const session = await grantSession(config, { policy: batchPolicy(dapp), chainId, wallet })
      expect(await sessionModules(dapp)).toEqual({ manager: true, router: true })
      const funds = await readFunds(client, account.address)
      const thief = stranger()
      // half of it now, and the rest once the session is revoked
      await handleOperation(dapp, await emptyBatch(dapp, funds / 2n), thief)
      expect(await client.getBalance({ address: thief })).toBeGreaterThan((funds * 4n) / 10n)

      if (end === 'revokeSessions')
        await revokeSessions(config, { sessionIds: [session.id], chainId, wallet })
      else await revokeAllSessions(config, { chainId, wallet })
      expect(await sessionModules(dapp)).toEqual({ manager: false, router: false })
      expect(await tryEmptyBatch(dapp)).toContain('AA23')
      expect((await getSessions(config, { chainId, account: account.address }))[0]?.status).toBe(
        'REVOKED',
      )
    },
  )

  test('goes with the last session that needs it, and stays while one does', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const batches = await grantSession(config, { policy: batchPolicy(dapp), chainId, wallet })
    const single = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: true })
    await revokeSessions(config, { sessionIds: [batches.id], chainId, wallet })
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: false })
    await revokeSessions(config, { sessionIds: [single.id], chainId, wallet })
    expect(await sessionModules(dapp)).toEqual({ manager: false, router: false })
    // and everything works again afterwards
    const again = await grantSession(config, { policy: batchPolicy(dapp), chainId, wallet })
    await sendSessionTransaction(config, { sessionId: again.id, calls: calls(dapp) })
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test('one that was enabled elsewhere is disabled by a grant that does not need it', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    await enableModule(dapp, moduleAddresses.batchedSessionRouter)
    expect(await sessionModules(dapp)).toEqual({ manager: false, router: true })
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: false })
  })

  test('a renewal keeps it', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const session = await grantSession(config, { policy: batchPolicy(dapp), chainId, wallet })
    const renewed = await renewSession(config, { sessionId: session.id, wallet })
    expect(renewed.batch).toBe(true)
    await sendSessionTransaction(config, { sessionId: renewed.id, calls: calls(dapp) })
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test('storage that says a session needs it does not enable it', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, account } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const address = { chainId, account: account.address, kind: 'session' as const, id: session.id }
    const stored = await config.storage.get(address)
    await config.storage.put(address, { ...(stored?.value as object), batch: true } as never)
    expect((await getSessions(config, address))[0]?.batch).toBe(false)
    await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    await renewSession(config, { sessionId: session.id, wallet })
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: false })
  })
})

describe('revokeAllSessions', () => {
  test('with no session and a module that is on, it disables the module, and is done then', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    await enableModule(dapp, moduleAddresses.batchedSessionRouter)
    expect(await tryEmptyBatch(dapp)).not.toContain('AA23')
    const receipt = await revokeAllSessions(config, { chainId, wallet })
    expect(receipt?.success).toBe(true)
    expect(await sessionModules(dapp)).toEqual({ manager: false, router: false })
    expect(await tryEmptyBatch(dapp)).toContain('AA23')
    expect(await revokeAllSessions(config, { chainId, wallet })).toBeUndefined()
  })
})

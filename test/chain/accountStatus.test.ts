import { describe, expect, inject, test } from 'vitest'
import { enableSessionModules } from '../../src/actions/enableSessionModules.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import {
  copyImplementation,
  disableModule,
  sessionModules,
  upgradeAccount,
} from '../harness/modules.ts'
import { mint, mintPolicy, payPolicy } from '../harness/policies.ts'

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })

async function stateOf(dapp: TestDapp) {
  await reconcileSessions(dapp.config, scopeOf(dapp))
  const [session] = await getSessions(dapp.config, scopeOf(dapp))
  return session && [session.status, session.reason]
}

const trySend = (dapp: TestDapp, sessionId: string, config = dapp.config) =>
  sendSessionTransaction(config, { ...scopeOf(dapp), sessionId, calls: [mint(dapp)] }).catch(
    (error: unknown) => error,
  )

describe('a session module that the owner disabled', () => {
  test('its sessions are INACTIVE and sends say why; enabled again, they are ACTIVE', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const refusal = {
      name: 'SessionNotUsableError',
      status: 'INACTIVE',
      reason: 'module-disabled',
      chainEffect: 'none',
    }
    await disableModule(dapp, moduleAddresses.sessionKeyManager)
    // noticed by the send itself, before anybody looked
    expect(await trySend(dapp, session.id)).toMatchObject(refusal)
    expect(await stateOf(dapp)).toEqual(['INACTIVE', 'module-disabled'])
    expect(await trySend(dapp, session.id)).toMatchObject(refusal)

    const receipt = await enableSessionModules(config, { chainId, wallet })
    expect(receipt?.success).toBe(true)
    expect((await getSessions(config, scopeOf(dapp)))[0]?.status).toBe('ACTIVE')
    expect(await trySend(dapp, session.id)).toMatchObject({ success: true })
    expect(await enableSessionModules(config, { chainId, wallet })).toBeUndefined()
  })

  test('a new grant enables it as well', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    await disableModule(dapp, moduleAddresses.sessionKeyManager)
    await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    expect(await stateOf(dapp)).toEqual(['ACTIVE', undefined])
  })

  test('the router is enabled again only where a session needs it and the owner asks', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    expect(await enableSessionModules(config, { chainId, wallet, batch: true })).toBeUndefined()
    const policy = { ...payPolicy(dapp), batch: true as const }
    const session = await grantSession(config, { policy, chainId, wallet })
    await disableModule(dapp, moduleAddresses.batchedSessionRouter)
    expect(await enableSessionModules(config, { chainId, wallet })).toBeUndefined()
    await enableSessionModules(config, { chainId, wallet, batch: true })
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: true })
    const sessions = await getSessions(config, scopeOf(dapp))
    expect(sessions.find(({ id }) => id === session.id)?.batch).toBe(true)
  })
})

describe('an account that was upgraded', () => {
  test('its sessions are INACTIVE, sends say why, and nothing is granted', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, owner, wallet } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const grant = await prepareGrant(config, { policy: payPolicy(dapp), chainId, owner })
    await upgradeAccount(dapp, await copyImplementation(dapp, inject('devnet').rpcUrl))

    const refusal = { name: 'SessionNotUsableError', reason: 'account-upgraded' }
    expect(await trySend(dapp, session.id)).toMatchObject(refusal)
    expect(await stateOf(dapp)).toEqual(['INACTIVE', 'account-upgraded'])
    expect(await trySend(dapp, session.id)).toMatchObject(refusal)
    const upgraded = { name: 'AccountUpgradedError', chainEffect: 'none' }
    await expect(
      prepareGrant(config, { policy: payPolicy(dapp), chainId, owner }),
    ).rejects.toMatchObject(upgraded)
    // prepared before it was upgraded
    await expect(grantSession(config, { grant, wallet })).rejects.toMatchObject(upgraded)
    await expect(enableSessionModules(config, { chainId, wallet })).rejects.toMatchObject(upgraded)
  })
})

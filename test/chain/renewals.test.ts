import { createWalletClient, custom } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { getSession } from '../../src/actions/getSession.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { renewSession } from '../../src/actions/renewSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { OwnerMismatchError } from '../../src/errors/OwnerMismatchError.ts'
import { SessionNotFoundError } from '../../src/errors/SessionNotFoundError.ts'
import { UserRejectedError } from '../../src/errors/UserRejectedError.ts'
import { policyOf } from '../../src/policies/policyOf.ts'
import { createTestDapp, rejectingWallet, type TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, pay, payPolicy } from '../harness/policies.ts'
import { walletThat } from '../harness/wallets.ts'

async function createDapp() {
  const dapp = await createTestDapp()
  let signatures = 0
  const wallet = walletThat(dapp, ({ signed }) => {
    signatures += 1
    return signed()
  })
  return { ...dapp, wallet, signatures: () => signatures }
}

const grant = (dapp: TestDapp, policy = mintPolicy(dapp)) =>
  grantSession(dapp.config, { policy, chainId: dapp.chainId, wallet: dapp.wallet })
const send = (dapp: TestDapp, sessionId: string, call = mint(dapp)) =>
  sendSessionTransaction(dapp.config, { sessionId, calls: [call] })

describe('renewSession', () => {
  test('puts the new leaves in and takes the old ones out with one signature', async () => {
    const dapp = await createDapp()
    const { config, wallet } = dapp
    const old = await grant(dapp)
    const bystander = await grant(dapp, payPolicy(dapp))
    const before = dapp.signatures()
    const renewed = await renewSession(config, { sessionId: old.id, wallet })
    expect(dapp.signatures()).toBe(before + 1)
    expect(renewed).toMatchObject({ status: 'ACTIVE', parentId: old.id, account: old.account })
    expect(renewed.keyAddress).not.toBe(old.keyAddress)
    // as long as before, from now on, which may be the same second
    expect(renewed.validUntil).toBeGreaterThanOrEqual(old.validUntil)

    const { chainId, account } = old
    const gone = await getSession(config, { sessionId: old.id })
    expect(gone.status).toBe('REVOKED')
    const id = old.keyAddress.toLowerCase()
    expect(await config.storage.get({ chainId, account, kind: 'key', id })).toBeUndefined()
    await expect(send(dapp, old.id)).rejects.toMatchObject({ status: 'REVOKED' })
    await send(dapp, renewed.id)
    await send(dapp, bystander.id, pay(dapp, '1'))
    expect(await dapp.nftBalance()).toBe(1n)
  })

  test('the prepared grant holds what it takes the place of, and whether that is still live', async () => {
    const dapp = await createDapp()
    const { config, wallet, chainId } = dapp
    const old = await grant(dapp)
    const owner = dapp.owner
    const renewal = { policy: payPolicy(dapp), chainId, owner, parentId: old.id }
    const { permissions, validAfter, validUntil } = old
    const replaced = { permissions, validAfter, validUntil, batch: false }
    const prepare = async (more: { parentId?: string; replacesParent?: boolean }) =>
      (await prepareGrant(config, { ...renewal, ...more })).replaced
    expect(await prepare({ replacesParent: true })).toEqual({ ...replaced, isLive: true })
    // made from it, beside it
    expect(await prepare({})).toBeUndefined()
    expect(await prepare({ replacesParent: true, parentId: 'unknown' })).toBeUndefined()

    await revokeSessions(config, { chainId, sessionIds: [old.id], wallet })
    expect(await prepare({ replacesParent: true })).toEqual({ ...replaced, isLive: false })
  })

  test('a rejected renewal leaves the old session as it was', async () => {
    const dapp = await createDapp()
    const old = await grant(dapp)
    const root = await dapp.root()
    await expect(
      renewSession(dapp.config, { sessionId: old.id, wallet: rejectingWallet(dapp) }),
    ).rejects.toThrow(UserRejectedError)
    expect(await dapp.root()).toBe(root)
    expect(await getSession(dapp.config, { sessionId: old.id })).toEqual(old)
    await send(dapp, old.id)
  })

  test('takes another policy, or another length', async () => {
    const dapp = await createDapp()
    const { config, wallet } = dapp
    const old = await grant(dapp)
    const permissions = [...mintPolicy(dapp).permissions, ...payPolicy(dapp).permissions]
    const policy = { ...mintPolicy(dapp), permissions }
    const wider = await renewSession(config, { sessionId: old.id, wallet, policy })
    await send(dapp, wider.id, pay(dapp, '1'))
    const longer = await renewSession(config, {
      sessionId: wider.id,
      wallet,
      expiresIn: { days: 3 },
    })
    expect(longer.validUntil).toBeGreaterThan(wider.validUntil + 2 * 86_400)
    expect(longer.permissions).toHaveLength(2)
  })

  test('renews a session that is over', async () => {
    const dapp = await createDapp()
    const { config, wallet, chainId } = dapp
    const old = await grant(dapp)
    await revokeSessions(config, { sessionIds: [old.id], chainId, wallet })
    // what it allowed is storage's word by now, and nobody may have approved that
    const unsaid = renewSession(config, { sessionId: old.id, wallet })
    await expect(unsaid).rejects.toThrow(InvalidParameterError)
    const policy = policyOf(old)
    const renewed = await renewSession(config, { sessionId: old.id, wallet, policy })
    expect(renewed).toMatchObject({ status: 'ACTIVE', parentId: old.id })
    await send(dapp, renewed.id)
  })

  test('names what cannot be renewed', async () => {
    const dapp = await createDapp()
    const { config, wallet } = dapp
    const old = await grant(dapp)
    const sessionId = old.id
    const stranger = createWalletClient({
      account: privateKeyToAccount(generatePrivateKey()),
      chain: dapp.client.chain,
      transport: custom({ request: () => Promise.reject(new Error('It must not be asked.')) }),
    })
    await expect(renewSession(config, { sessionId, wallet: stranger })).rejects.toThrow(
      OwnerMismatchError,
    )
    await expect(renewSession(config, { sessionId, wallet, index: 1 })).rejects.toThrow(
      InvalidParameterError,
    )
    await expect(renewSession(config, { sessionId: 'none', wallet })).rejects.toThrow(
      SessionNotFoundError,
    )
    expect((await getSession(config, { sessionId })).status).toBe('ACTIVE')
  })
})

import { describe, expect, onTestFinished, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { renewSession } from '../../src/actions/renewSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { UnknownRootError } from '../../src/errors/UnknownRootError.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import { createStorageServer } from '../conformance/createStorageServer.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent } from '../harness/dumpStorage.ts'
import { mint, mintPolicy, pay, payPolicy } from '../harness/policies.ts'
import { rootOf } from '../harness/rootOf.ts'

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })
const grantOf = ({ chainId, wallet }: TestDapp) => ({ chainId, wallet })
const statusesOn = async (dapp: TestDapp, config = dapp.config) =>
  (await getSessions(config, scopeOf(dapp))).map(({ status, reason }) => reason ?? status)

describe('devices that share nothing', () => {
  test('what another device ended is granted again, one approval each, and the others end', async () => {
    const dapp = await createTestDapp()
    const laptop = dapp.config
    const phone = dapp.reload({ storage: memory() })
    const minting = await grantSession(laptop, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    const paying = await grantSession(laptop, { ...grantOf(dapp), policy: payPolicy(dapp) })
    const theirs = await grantSession(phone, {
      ...grantOf(dapp),
      policy: mintPolicy(dapp),
      replaceUnknownRoot: true,
    })

    expect(await reconcileSessions(laptop, scopeOf(dapp))).toBe('out-of-sync')
    expect(await statusesOn(dapp)).toEqual(['out-of-sync', 'out-of-sync'])
    const send = { sessionId: minting.id, calls: [mint(dapp)] }
    await expect(sendSessionTransaction(laptop, send)).rejects.toMatchObject({
      name: 'SessionNotUsableError',
      reason: 'out-of-sync',
    })
    // the approval is told whose root it would replace
    const { owner, chainId } = dapp
    const prepared = await prepareGrant(laptop, { policy: mintPolicy(dapp), chainId, owner })
    expect(prepared.unknownRoot).toBe(rootOf(theirs))

    // nothing is replaced that nobody agreed to
    const before = await dumpContent(laptop.storage)
    const { wallet } = dapp
    // what it was is storage's word by now, so the dapp says it
    const unsaid = renewSession(laptop, { sessionId: minting.id, wallet })
    await expect(unsaid).rejects.toThrow(InvalidParameterError)
    const policy = mintPolicy(dapp)
    const renewing = renewSession(laptop, { sessionId: minting.id, wallet, policy })
    await expect(renewing).rejects.toThrow(UnknownRootError)
    expect(await dumpContent(laptop.storage)).toBe(before)
    expect(await dapp.root()).toBe(rootOf(theirs))

    const minted = await renewSession(laptop, {
      sessionId: minting.id,
      wallet,
      policy,
      replaceUnknownRoot: true,
    })
    expect(minted).toMatchObject({ status: 'ACTIVE', parentId: minting.id })
    // the other one is not in this grant, and enters no root by it
    expect(await dapp.root()).toBe(rootOf(minted))
    expect(await statusesOn(dapp)).toEqual(['REVOKED', 'REVOKED', 'ACTIVE'])

    const paid = await renewSession(laptop, {
      sessionId: paying.id,
      wallet,
      policy: payPolicy(dapp),
    })
    expect(await dapp.root()).toBe(rootOf(minted, paid))
    expect(await reconcileSessions(laptop, scopeOf(dapp))).toBe('in-sync')
    await sendSessionTransaction(laptop, { sessionId: minted.id, calls: [mint(dapp)] })
    await sendSessionTransaction(laptop, { sessionId: paid.id, calls: [pay(dapp, '1')] })
    expect(await dapp.nftBalance()).toBe(1n)
    expect(await dapp.usdcBalance(dapp.shop)).toBe(1_000_000n)

    expect(await reconcileSessions(phone, scopeOf(dapp))).toBe('out-of-sync')
    expect(await statusesOn(dapp, phone)).toEqual(['out-of-sync'])
    await expect(
      sendSessionTransaction(phone, { sessionId: theirs.id, calls: [mint(dapp)] }),
    ).rejects.toThrow(SessionNotUsableError)
  })
})

describe('devices that share a remote storage', () => {
  const secret = (byte: number) => secretVault({ secret: new Uint8Array(32).fill(byte) })

  /** Two devices of one user, each with its own connection to one server. */
  async function twoDevices(vaultOfPhone: number) {
    const server = await createStorageServer({ storage: memory() })
    onTestFinished(() => server.stop())
    const first = await createTestDapp()
    const token = await server.signIn([first.account.address])
    const connect = () => remote({ url: server.url, token, retries: 0 })
    const laptop = first.reload({ storage: connect(), vault: secret(1) })
    const phone = first.reload({ storage: connect(), vault: secret(vaultOfPhone) })
    return { dapp: first, laptop, phone }
  }

  test('one vault: what either grants, both use, and neither ends the other’s', async () => {
    const { dapp, laptop, phone } = await twoDevices(1)
    const first = await grantSession(laptop, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    expect(await statusesOn(dapp, phone)).toEqual(['ACTIVE'])
    await sendSessionTransaction(phone, { sessionId: first.id, calls: [mint(dapp)] })

    const second = await grantSession(phone, { ...grantOf(dapp), policy: payPolicy(dapp) })
    expect(await dapp.root()).toBe(rootOf(first, second))
    expect(await reconcileSessions(laptop, scopeOf(dapp))).toBe('in-sync')
    expect(await statusesOn(dapp, laptop)).toEqual(['ACTIVE', 'ACTIVE'])
    await sendSessionTransaction(laptop, { sessionId: second.id, calls: [pay(dapp, '1')] })
    await sendSessionTransaction(laptop, { sessionId: first.id, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(2n)
    expect(await dapp.usdcBalance(dapp.shop)).toBe(1_000_000n)
  })

  test('a vault each: both are shown and can be revoked; a key acts where it is', async () => {
    const { dapp, laptop, phone } = await twoDevices(2)
    const first = await grantSession(laptop, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    const second = await grantSession(phone, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    expect(await dapp.root()).toBe(rootOf(first, second))
    await sendSessionTransaction(laptop, { sessionId: first.id, calls: [mint(dapp)] })
    await sendSessionTransaction(phone, { sessionId: second.id, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(2n)
    // its record is shared, and no vault but the laptop's opens it
    expect(await statusesOn(dapp, phone)).toEqual(['key-unavailable', 'ACTIVE'])
    expect(await statusesOn(dapp, laptop)).toEqual(['ACTIVE', 'key-unavailable'])
    await expect(
      sendSessionTransaction(phone, { sessionId: first.id, calls: [mint(dapp)] }),
    ).rejects.toMatchObject({ name: 'SessionNotUsableError', reason: 'key-unavailable' })
    // one that it can use is chosen, where none is named
    const chosen = await sendSessionTransaction(laptop, { ...scopeOf(dapp), calls: [mint(dapp)] })
    expect(chosen.sessionId).toBe(first.id)
    // a key is not needed for that
    await revokeSessions(phone, { ...grantOf(dapp), sessionIds: [first.id] })
    expect(await reconcileSessions(laptop, scopeOf(dapp))).toBe('in-sync')
    expect(await statusesOn(dapp, laptop)).toEqual(['REVOKED', 'key-unavailable'])
  })
})

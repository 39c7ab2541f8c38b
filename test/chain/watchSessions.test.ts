import { describe, expect, onTestFinished, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { watchSessions } from '../../src/actions/watchSessions.ts'
import type { SessionConfig } from '../../src/config/createSessionConfig.ts'
import { ChainUnreachableError } from '../../src/errors/ChainUnreachableError.ts'
import { passwordVault } from '../../src/storage/vaults/passwordVault.ts'
import type { Session } from '../../src/types/Session.ts'
import { createTestDapp, rejectingWallet, type TestDapp } from '../harness/createTestDapp.ts'
import { mintPolicy, payPolicy } from '../harness/policies.ts'

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })
const grantOf = ({ chainId, wallet }: TestDapp) => ({ chainId, wallet })

/** What a watcher was told, as the statuses of the sessions. */
function watch(dapp: TestDapp, config: SessionConfig = dapp.config) {
  const calls: string[] = []
  const errors: Error[] = []
  const unwatch = watchSessions(config, {
    ...scopeOf(dapp),
    onChange: (sessions) => calls.push(wordsFor(sessions)),
    onError: (error) => errors.push(error),
  })
  onTestFinished(unwatch)
  const told = (words: string) => expect.poll(() => calls, { timeout: 10_000 }).toContain(words)
  return { calls, errors, unwatch, told }
}

const wordsFor = (sessions: readonly Session[]) => sessions.map(({ status }) => status).join(' ')

const statuses = async (dapp: TestDapp, config: SessionConfig) =>
  wordsFor(await getSessions(config, scopeOf(dapp)))

describe('watchSessions', () => {
  test('tells the state at the start, and each state of a grant and a revocation once', async () => {
    const dapp = await createTestDapp()
    const { calls, told } = watch(dapp)
    await told('')
    const session = await grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    await told('ACTIVE')
    await revokeSessions(dapp.config, { ...grantOf(dapp), sessionIds: [session.id] })
    await told('REVOKED')
    expect(calls).toEqual(['', 'PENDING', 'ACTIVE', 'REVOKED'])
  })

  test('tells when the vault is locked and unlocked, until it is ended', async () => {
    const dapp = await createTestDapp()
    const vault = passwordVault()
    await vault.unlock('correct horse')
    const config = dapp.reload({ vault })
    await grantSession(config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    const { calls, told, unwatch } = watch(dapp, config)
    await told('ACTIVE')
    vault.lock()
    await told('INACTIVE')
    await vault.unlock('correct horse')
    await expect.poll(() => calls).toEqual(['ACTIVE', 'INACTIVE', 'ACTIVE'])
    unwatch()
    vault.lock()
    expect(await statuses(dapp, config)).toBe('INACTIVE')
    expect(calls).toHaveLength(3)
  })

  test('a rejected grant is shown as pending and then gone', async () => {
    const dapp = await createTestDapp()
    const { calls, told } = watch(dapp)
    await told('')
    const wallet = rejectingWallet(dapp)
    await expect(
      grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp), wallet }),
    ).rejects.toThrow()
    await expect.poll(() => calls).toEqual(['', 'PENDING', ''])
  })

  test('tells of the end at the second in which it comes', async () => {
    const dapp = await createTestDapp()
    const { timestamp } = await dapp.client.getBlock({ blockTag: 'pending' })
    const policy = mintPolicy(dapp, { validUntil: Number(timestamp) + 3 })
    await grantSession(dapp.config, { ...grantOf(dapp), policy })
    const { calls, told } = watch(dapp)
    await told('EXPIRED')
    expect(calls).toEqual(['ACTIVE', 'EXPIRED'])
  })

  test('tells of what another page did', async () => {
    const dapp = await createTestDapp()
    const { calls, told } = watch(dapp, dapp.reload())
    await told('')
    await grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    await told('ACTIVE')
    await revokeAllSessions(dapp.config, grantOf(dapp))
    await told('REVOKED')
    expect(calls.at(-1)).toBe('REVOKED')
  })

  test('is silent once it is ended, and leaves no listener', async () => {
    const dapp = await createTestDapp()
    let listeners = 0
    const counted = <rest extends unknown[]>(watchIt: (...rest: rest) => () => void) =>
      ((...rest: rest) => {
        const stop = watchIt(...rest)
        listeners += 1
        return () => {
          listeners -= 1
          stop()
        }
      }) satisfies typeof watchIt
    const { storage, views } = dapp.config
    const config = {
      ...dapp.config,
      storage: { ...storage, watch: counted(storage.watch) },
      views: { ...views, subscribe: counted(views.subscribe) },
    }
    const { calls, told, unwatch } = watch(dapp, config)
    await told('')
    expect(listeners).toBe(2)
    unwatch()
    expect(listeners).toBe(0)
    await grantSession(dapp.config, { ...grantOf(dapp), policy: payPolicy(dapp) })
    expect(calls).toEqual([''])
  })

  test('says when nothing could be read, which is not the same as none', async () => {
    const dapp = await createTestDapp()
    const unreachable = dapp.clientOf('http://127.0.0.1:9')
    const config = dapp.reload({ clients: { [dapp.chainId]: unreachable } })
    const { calls, errors } = watch(dapp, config)
    await expect.poll(() => errors.length).toBe(1)
    expect(errors[0]).toBeInstanceOf(ChainUnreachableError)
    expect(calls).toEqual([])
  })
})

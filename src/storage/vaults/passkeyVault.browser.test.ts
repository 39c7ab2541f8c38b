import { deleteDB } from 'idb'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { testVault } from '../../../test/conformance/testVault.ts'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import { memory } from '../drivers/memory.ts'
import { passkeyVault } from './passkeyVault.ts'

/** The browser's debugging protocol, whose types the provider leaves out. */
function protocol() {
  return cdp() as unknown as {
    send<result>(method: string, parameters?: Record<string, unknown>): Promise<result>
  }
}

let authenticatorId = ''
let count = 0
const names: string[] = []

function newName(): string {
  const name = `grantkit-test-passkey-${Date.now()}-${count++}`
  names.push(name)
  return name
}

async function addAuthenticator(hasPrf: boolean): Promise<string> {
  const answer = await protocol().send<{ authenticatorId: string }>(
    'WebAuthn.addVirtualAuthenticator',
    {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        hasPrf,
      },
    },
  )
  return answer.authenticatorId
}

beforeAll(async () => {
  await protocol().send('WebAuthn.enable')
  authenticatorId = await addAuthenticator(true)
})

afterAll(async () => {
  await protocol().send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
  await protocol().send('WebAuthn.disable')
  for (const name of names) await deleteDB(name)
})

const suiteName = newName()
const suiteVault = passkeyVault({ name: suiteName })
testVault('passkeyVault', () => suiteVault)

describe('passkeyVault', () => {
  const privateKey = generatePrivateKey()
  const context = {
    chainId: 1,
    account: `0x${'1'.repeat(40)}`,
    keyAddress: privateKeyToAddress(privateKey),
  } as const

  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  test('the user is asked once to make the passkey, and once after each reload or lock', async () => {
    const name = newName()
    const create = vi.spyOn(navigator.credentials, 'create')
    const get = vi.spyOn(navigator.credentials, 'get')
    const vault = passkeyVault({ name })
    const [wrapped] = await Promise.all([
      vault.wrap(privateKey, context),
      vault.wrap(privateKey, context),
    ])
    await vault.unwrap(wrapped, context)
    expect(create).toHaveBeenCalledTimes(1)
    const asked = get.mock.calls.length
    const reloaded = passkeyVault({ name })
    expect(reloaded.isLocked()).toBe(true)
    expect(await reloaded.unwrap(wrapped, context)).toBe(privateKey)
    expect(reloaded.isLocked()).toBe(false)
    reloaded.lock()
    expect(reloaded.isLocked()).toBe(true)
    await reloaded.unlock()
    expect(await reloaded.unwrap(await reloaded.wrap(privateKey, context), context)).toBe(
      privateKey,
    )
    expect(create).toHaveBeenCalledTimes(1)
    expect(get.mock.calls.length - asked).toBe(2)
  })

  test('it says what it can open: nothing while it is locked, and the user is not asked', async () => {
    const name = newName()
    const wrapped = await passkeyVault({ name }).wrap(privateKey, context)
    const get = vi.spyOn(navigator.credentials, 'get')
    const vault = passkeyVault({ name })
    const states: boolean[] = []
    const unwatch = vault.watch(() => states.push(vault.isLocked()))
    expect(await vault.canUnwrap([wrapped])).toEqual([false])
    expect(get).not.toHaveBeenCalled()
    // it asks by itself
    expect(vault.canWrap()).toBe(true)
    await vault.unlock()
    const others = [
      { ...wrapped, keyId: '0x00' },
      { ...wrapped, credentialId: '0x00' },
    ]
    expect(await vault.canUnwrap([...others, wrapped])).toEqual([false, false, true])
    vault.lock()
    expect(await vault.canUnwrap([wrapped])).toEqual([false])
    expect(states).toEqual([false, true])
    expect(get).toHaveBeenCalledTimes(1)
    unwatch()
    await vault.unlock()
    expect(states).toHaveLength(2)
  })

  test('a new device that shares the storage asks for the passkey of its keys, and stays with it', async () => {
    const wrapped = await passkeyVault({ name: newName() }).wrap(privateKey, context)
    const storage = memory()
    const { chainId, account } = context
    const id = context.keyAddress.toLowerCase()
    await storage.put({ chainId, account, kind: 'key', id }, wrapped)
    const create = vi.spyOn(navigator.credentials, 'create')
    const name = newName()
    const vault = passkeyVault({ name })
    await vault.unlock({ storage })
    expect(await vault.canUnwrap([wrapped])).toEqual([true])
    expect((await vault.wrap(privateKey, context)).credentialId).toBe(wrapped.credentialId)
    const reloaded = passkeyVault({ name })
    await reloaded.unlock()
    expect(await reloaded.unwrap(wrapped, context)).toBe(privateKey)
    expect(create).not.toHaveBeenCalled()
    // where there is nothing yet, one is made
    await passkeyVault({ name: newName() }).unlock({ storage: memory() })
    expect(create).toHaveBeenCalledTimes(1)
  })

  test('another database, as on another device, still opens it with the same passkey', async () => {
    const wrapped = await passkeyVault({ name: newName() }).wrap(privateKey, context)
    expect(await passkeyVault({ name: newName() }).unwrap(wrapped, context)).toBe(privateKey)
  })

  test('a user who declines is a typed error, and can be asked again', async () => {
    const vault = passkeyVault({ name: newName() })
    const wrapped = await vault.wrap(privateKey, context)
    vault.lock()
    vi.spyOn(navigator.credentials, 'get').mockRejectedValueOnce(
      new DOMException('declined', 'NotAllowedError'),
    )
    await expect(vault.unwrap(wrapped, context)).rejects.toThrow(KeyUnavailableError)
    expect(vault.isLocked()).toBe(true)
    expect(await vault.unwrap(wrapped, context)).toBe(privateKey)
  })

  test('a passkey without prf, and a browser without passkeys, are typed errors', async () => {
    await protocol().send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    authenticatorId = await addAuthenticator(false)
    await expect(passkeyVault({ name: newName() }).unlock()).rejects.toThrow(/no `prf`/)
    vi.stubGlobal('PublicKeyCredential', undefined)
    await expect(passkeyVault({ name: newName() }).unlock()).rejects.toThrow(/no passkeys here/)
  })
})

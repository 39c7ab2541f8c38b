import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { someLeaf } from '../../../../test/harness/someLeaf.ts'
import { BackupError } from '../../../errors/BackupError.ts'
import { InvalidParameterError } from '../../../errors/InvalidParameterError.ts'
import { KeyUnavailableError } from '../../../errors/KeyUnavailableError.ts'
import type { RootRecord, SessionRecord } from '../../../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../../../types/Storage.ts'
import { appendJournal } from '../../appendJournal.ts'
import { memory } from '../../drivers/memory.ts'
import { externalKey } from '../../external/externalKey.ts'
import { readAccountRecords } from '../../readAccountRecords.ts'
import { unwrapSessionKey } from '../../unwrapSessionKey.ts'
import { writeAccountRecords } from '../../writeAccountRecords.ts'
import { dangerouslyPlaintextVault } from '../dangerouslyPlaintextVault.ts'
import { rotateKeys } from '../rotateKeys.ts'
import { secretVault } from '../secretVault.ts'
import { exportBackup } from './exportBackup.ts'
import { importBackup } from './importBackup.ts'
import type { SessionBackup } from './SessionBackup.ts'
import { sealBackup } from './sealBackup.ts'

const scope = { chainId: 137, account: `0x${'1'.repeat(40)}` } as const
const vault = secretVault({ secret: '11'.repeat(32) })
const otherVault = secretVault({ secret: '22'.repeat(32) })
const password = 'correct horse'
const keys = [generatePrivateKey(), generatePrivateKey()]

function session(index: number, status: SessionRecord['status']): SessionRecord {
  const validUntil = 2_000_000_000
  return {
    id: `s${index}`,
    keyAddress: privateKeyToAddress(keys[index] ?? '0x'),
    keyLocation: 'secret',
    permissions: [{ id: `s${index}`, leaf: someLeaf(`s${index}`, { validUntil }) }],
    validAfter: 0,
    validUntil,
    status,
    inRoot: status === 'ACTIVE',
    position: index,
    createdAt: 1,
  }
}

async function filled(): Promise<SessionStorageDriver> {
  const storage = memory()
  const root: RootRecord = { root: `0x${'ab'.repeat(32)}`, nextPosition: 2 }
  await writeAccountRecords(storage, await readAccountRecords(storage, scope), {
    root,
    sessions: [session(0, 'ACTIVE'), session(1, 'ACTIVE')],
    keys: await Promise.all(
      keys.map(async (key) => {
        const keyAddress = privateKeyToAddress(key)
        return [keyAddress, await vault.wrap(key, { ...scope, keyAddress })] as const
      }),
    ),
  })
  await appendJournal(storage, { ...scope, id: 's0' }, { type: 'granted' })
  return storage
}

/** The second key lies with somebody else, and is only referred to. */
async function withExternalKey(): Promise<SessionStorageDriver> {
  const storage = await filled()
  const records = await readAccountRecords(storage, scope)
  await writeAccountRecords(storage, records, {
    root: records.root,
    sessions: [{ ...session(1, 'ACTIVE'), keyLocation: 'plaintext' }],
    keys: [[privateKeyToAddress(keys[1] ?? '0x'), externalKey]],
  })
  return storage
}

describe('backup', () => {
  test('a lost device’s sessions, keys and journals come back on another', async () => {
    const text = await exportBackup({ ...scope, storage: await filled(), vault, password })
    for (const key of keys) expect(text).not.toContain(key.slice(2))
    expect(text).not.toContain('granted')
    const storage = memory()
    const restore = { ...scope, storage, vault: otherVault, backup: text, password }
    expect(await importBackup(restore)).toEqual({ sessions: 2, keys: 2 })
    const records = await readAccountRecords(storage, scope)
    expect(records.sessions).toEqual([session(0, 'ACTIVE'), session(1, 'ACTIVE')])
    expect(
      await unwrapSessionKey({ storage, vault: otherVault }, { ...scope, ...session(0, 'ACTIVE') }),
    ).toBe(keys[0])
    expect(await storage.get({ ...scope, kind: 'state', id: 's0' })).toBeDefined()
    expect(await importBackup(restore)).toEqual({ sessions: 0, keys: 0 })
  })

  test('a key in a store of somebody else’s stays there: its session comes without it', async () => {
    const storage = await withExternalKey()
    const text = await exportBackup({ ...scope, storage, vault, password })
    const target = memory()
    const restore = { ...scope, storage: target, vault: otherVault, backup: text, password }
    expect(await importBackup(restore)).toEqual({ sessions: 2, keys: 1 })
    const records = await readAccountRecords(target, scope)
    expect([...records.keys.keys()]).toEqual([privateKeyToAddress(keys[0] ?? '0x').toLowerCase()])
    // where it lies is told as it was
    expect(records.sessions.map(({ keyLocation }) => keyLocation)).toEqual(['secret', 'plaintext'])
  })

  test('what ended since stays so, and only keys that are missing come back', async () => {
    const storage = await filled()
    const text = await exportBackup({ ...scope, storage, vault, password })
    const records = await readAccountRecords(storage, scope)
    await writeAccountRecords(storage, records, {
      root: { ...records.root, root: `0x${'cd'.repeat(32)}` },
      sessions: [session(1, 'REVOKED')],
      deletedKeys: keys.map((key) => privateKeyToAddress(key)),
    })
    const restore = { ...scope, storage, vault, backup: text, password }
    expect(await importBackup(restore)).toEqual({ sessions: 0, keys: 1 })
    const after = await readAccountRecords(storage, scope)
    expect(after.root.root).toBe(`0x${'cd'.repeat(32)}`)
    expect(after.sessions.map(({ status }) => status)).toEqual(['ACTIVE', 'REVOKED'])
    expect([...after.keys.keys()]).toEqual([privateKeyToAddress(keys[0] ?? '0x').toLowerCase()])
  })

  test('with a leaf that hides another one it is refused, and nothing changes', async () => {
    const leaf = {
      validAfter: 0,
      validUntil: 2_000_000_000,
      sessionValidationModule: `0x${'aa'.repeat(20)}`,
      sessionKeyData: `0x${'ab'.repeat(32)}`,
    } as const
    const from = await filled()
    const records = await readAccountRecords(from, scope)
    await writeAccountRecords(from, records, {
      root: records.root,
      sessions: [{ ...session(1, 'ACTIVE'), permissions: [{ id: 'p', leaf }] }],
    })
    const text = await exportBackup({ ...scope, storage: from, vault, password })
    const storage = memory()
    const restore = { ...scope, storage, vault, backup: text, password }
    await expect(importBackup(restore)).rejects.toThrow(BackupError)
    expect(await storage.list({})).toEqual({ records: [] })
  })

  test('a wrong password, another account, a cut or changed file: an error, and nothing changes', async () => {
    const text = await exportBackup({ ...scope, storage: await filled(), vault, password })
    const storage = memory()
    const restore = { ...scope, storage, vault, password }
    const changed = text.replace(
      /"data":"0x../,
      (it) => `${it.slice(0, -2)}${it.endsWith('00') ? '01' : '00'}`,
    )
    for (const wrong of [
      { backup: text, password: 'wrong horse' },
      { backup: text, chainId: 1 },
      { backup: changed },
      { backup: text.replace('600000', '600001') },
      { backup: text.replace('"grantkitBackup":1', '"grantkitBackup":2') },
      ...[0, 1, 20, text.length - 1].map((length) => ({ backup: text.slice(0, length) })),
    ])
      await expect(importBackup({ ...restore, ...wrong })).rejects.toThrow(BackupError)
    expect(await storage.list({})).toEqual({ records: [] })
    await expect(exportBackup({ ...scope, storage, vault, password: 'short' })).rejects.toThrow(
      InvalidParameterError,
    )
  })
})

describe('a backup that somebody made up', () => {
  const whole = {
    ...scope,
    madeAt: 1,
    root: { root: `0x${'ab'.repeat(32)}`, nextPosition: 2 },
    sessions: [session(0, 'ACTIVE')],
    journals: [{ id: 's0', messages: [], usage: {}, metadata: {}, createdAt: 1, updatedAt: 1 }],
    keys: { [privateKeyToAddress(keys[0] ?? '0x').toLowerCase()]: keys[0] },
  }
  const leaf = {
    validAfter: 0,
    validUntil: 2_000_000_000,
    sessionValidationModule: `0x${'aa'.repeat(20)}`,
    sessionKeyData: '0xabcd',
  }
  const [key, journal] = [keys[0], whole.journals[0]]
  const withSession = (change: object) => ({
    ...whole,
    sessions: [{ ...session(0, 'ACTIVE'), ...change }],
  })
  const withLeaf = (change: object) =>
    withSession({ permissions: [{ id: 'p', leaf: { ...leaf, ...change } }] })

  async function restore(content: unknown, text?: string) {
    const storage = memory()
    const backup = text ?? (await sealBackup.seal(content as SessionBackup, password))
    const restored = importBackup({ ...scope, storage, vault, backup, password })
    return { storage, restored }
  }

  test('is restored when it is whole', async () => {
    const { restored } = await restore(withLeaf({}))
    expect(await restored).toEqual({ sessions: 1, keys: 1 })
  })

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'backup'],
    ['no account', { ...whole, account: undefined }],
    ['no root', { ...whole, root: undefined }],
    ['a root that is no hash', { ...whole, root: { root: '0x12', nextPosition: 0 } }],
    ['a place below zero', { ...whole, root: { ...whole.root, nextPosition: -1 } }],
    ['a staged change', { ...whole, root: { ...whole.root, staged: { kind: 'grant' } } }],
    ['changes that are none', { ...whole, root: { ...whole.root, unsettled: [{}] } }],
    ['no list of sessions', { ...whole, sessions: {} }],
    ['a session that is nothing', { ...whole, sessions: [null] }],
    ['a session without a key', withSession({ keyAddress: '0x' })],
    ['a status of its own', withSession({ status: 'TRUSTED' })],
    ['a session between two places', withSession({ position: 0.5 })],
    ['a text for inRoot', withSession({ inRoot: 'yes' })],
    ['an owner who is nobody', withSession({ owner: 7 })],
    ['an id of any length', withSession({ id: 'x'.repeat(10_000) })],
    ['permissions that are none', withSession({ permissions: [null] })],
    ['a leaf with half a byte', withLeaf({ sessionKeyData: '0xabc' })],
    ['a leaf without a module', withLeaf({ sessionValidationModule: '0xab' })],
    ['a leaf with a time that is none', withLeaf({ validUntil: -1 })],
    [
      'two sessions of one id',
      { ...whole, sessions: [session(0, 'ACTIVE'), session(0, 'ACTIVE')] },
    ],
    ['a journal that is nothing', { ...whole, journals: [null] }],
    ['a journal without messages', { ...whole, journals: [{ ...journal, messages: 'none' }] }],
    ['a message that is a number', { ...whole, journals: [{ ...journal, messages: [1] }] }],
    ['a key that is none', { ...whole, keys: { [`0x${'1'.repeat(40)}`]: '0x12' } }],
    ['a key of nobody', { ...whole, keys: { nobody: key } }],
    ['a key in a list', { ...whole, keys: [key] }],
  ])('with %s is refused, and nothing is written', async (_, content) => {
    const { storage, restored } = await restore(content)
    await expect(restored).rejects.toThrow(BackupError)
    expect(await storage.list({})).toEqual({ records: [] })
  })

  test.each<[string, object]>([
    ['a billion rounds', { iterations: 2 ** 31 }],
    ['one round', { iterations: 1 }],
    ['no salt', { salt: '0x' }],
    ['a salt without end', { salt: `0x${'ab'.repeat(100_000)}` }],
    ['no IV', { iv: '0x' }],
    ['no data', { data: '0x' }],
  ])('with %s is refused before anything is derived', async (_, change) => {
    const text = await sealBackup.seal(whole as unknown as SessionBackup, password)
    const derive = vi.spyOn(crypto.subtle, 'deriveBits')
    onTestFinished(() => derive.mockRestore())
    const { restored } = await restore(
      undefined,
      JSON.stringify({ ...JSON.parse(text), ...change }),
    )
    await expect(restored).rejects.toThrow(/no backup, or only a part of one/)
    expect(derive).not.toHaveBeenCalled()
  })
})

test('what is no key in the place of one is a typed error', async () => {
  const storage = await filled()
  const keyAddress = privateKeyToAddress(keys[0] ?? '0x')
  const place = { ...scope, kind: 'key', id: keyAddress.toLowerCase() } as const
  for (const value of [null, 1, 'key', [], {}]) {
    await storage.put(place, value)
    await expect(exportBackup({ ...scope, storage, vault, password })).rejects.toThrow(
      KeyUnavailableError,
    )
    await expect(rotateKeys({ ...scope, storage, from: vault, to: otherVault })).rejects.toThrow(
      KeyUnavailableError,
    )
  }
})

describe('rotateKeys', () => {
  test('all keys open with the new vault, and none with the old', async () => {
    const storage = await filled()
    expect(await rotateKeys({ ...scope, storage, from: vault, to: otherVault })).toBe(2)
    const where = { ...scope, ...session(1, 'ACTIVE') }
    expect(await unwrapSessionKey({ storage, vault: otherVault }, where)).toBe(keys[1])
    await expect(unwrapSessionKey({ storage, vault }, where)).rejects.toThrow(KeyUnavailableError)
    await rotateKeys({ ...scope, storage, from: otherVault, to: dangerouslyPlaintextVault() })
    const { sessions } = await readAccountRecords(storage, scope)
    expect(sessions.map(({ keyLocation }) => keyLocation)).toEqual(['plaintext', 'plaintext'])
  })

  test('a key in a store of somebody else’s is left alone', async () => {
    const storage = await withExternalKey()
    expect(await rotateKeys({ ...scope, storage, from: vault, to: otherVault })).toBe(1)
    const { sessions, keys: wrapped } = await readAccountRecords(storage, scope)
    expect([...wrapped.values()]).toContainEqual(externalKey)
    expect(sessions.map(({ keyLocation }) => keyLocation)).toEqual(['secret', 'plaintext'])
  })

  test('when one does not open, nothing is changed', async () => {
    const storage = await filled()
    const before = await storage.list({})
    await expect(rotateKeys({ ...scope, storage, from: otherVault, to: vault })).rejects.toThrow(
      KeyUnavailableError,
    )
    expect(await storage.list({})).toEqual(before)
  })
})

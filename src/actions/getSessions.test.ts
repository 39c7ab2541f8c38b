import { type Address, type Hex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { isFull } from '../../test/harness/counts.ts'
import { enabledModules } from '../../test/harness/enabledModules.ts'
import { someLeaf } from '../../test/harness/someLeaf.ts'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { memory } from '../storage/drivers/memory.ts'
import { leafHashesOf } from '../storage/leafHashesOf.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { secretVault } from '../storage/vaults/secretVault.ts'
import { writeAccountRecords } from '../storage/writeAccountRecords.ts'
import type { SessionRecord } from '../types/AccountRecords.ts'
import type { KeyVault, WrappedKey } from '../types/KeyVault.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { chooseSession } from './chooseSession.ts'
import { getSessions } from './getSessions.ts'

const scope = { chainId: 1, account: `0x${'ab'.repeat(20)}` } as const
const now = 1_800_000_000

/** A device of the account, which has seen the chain already. */
function device(storage: SessionStorageDriver, vault: KeyVault, root: Hex) {
  const config = createSessionConfig({ storage, vault, bundler: {} })
  config.views.set(scope, {
    root,
    blockNumber: 1n,
    blockTime: now,
    chainTime: now,
    ...enabledModules,
  })
  return config
}

/** The root of what is in it by its own word. */
const rootOf = (sessions: readonly SessionRecord[]): Hex =>
  createMerkleTree(sessions.filter(({ inRoot }) => inRoot).flatMap(leafHashesOf)).root

const secret = (byte: number) => secretVault({ secret: new Uint8Array(32).fill(byte) })

function session(position: number, change: Partial<SessionRecord> = {}): SessionRecord {
  const { validAfter = 0, validUntil = 0 } = change
  const leaf = someLeaf(`s${position}`, { validAfter, validUntil })
  return {
    id: `s${position}`,
    keyAddress: `0x${position.toString(16).padStart(40, '0')}`,
    keyLocation: 'secret',
    permissions: [{ id: `s${position}`, leaf }],
    validAfter,
    validUntil,
    status: 'ACTIVE',
    inRoot: true,
    position,
    createdAt: 1,
    ...change,
  }
}

async function store(
  storage: SessionStorageDriver,
  sessions: readonly SessionRecord[],
  keys: readonly (readonly [Address, WrappedKey])[],
) {
  await writeAccountRecords(storage, await readAccountRecords(storage, scope), {
    root: { root: zeroHash, nextPosition: sessions.length },
    sessions,
    keys,
  })
}

async function wrapped(vault: KeyVault): Promise<readonly [Address, WrappedKey]> {
  const privateKey: Hex = generatePrivateKey()
  const keyAddress = privateKeyToAddress(privateKey)
  return [keyAddress, await vault.wrap(privateKey, { ...scope, keyAddress })]
}

const wordsOf = async (config: ReturnType<typeof device>) =>
  (await getSessions(config, scope)).map(({ status, reason }) => reason ?? status)

/** A vault that opens what the test says, and counts what it was asked. */
function askedVault(opens: (key: WrappedKey) => boolean) {
  const asked: (readonly WrappedKey[])[] = []
  const vault: KeyVault = {
    ...secret(1),
    async canUnwrap(keys) {
      asked.push(keys)
      return keys.map(opens)
    },
  }
  return { vault, asked }
}

describe('getSessions', () => {
  test('of two devices that share a storage, each has the sessions whose keys it can open', async () => {
    const storage = memory()
    const keys = [await wrapped(secret(1)), await wrapped(secret(2))] as const
    const sessions = keys.map(([keyAddress], position) => session(position, { keyAddress }))
    const laptop = device(storage, secret(1), rootOf(sessions))
    const phone = device(storage, secret(2), rootOf(sessions))
    await store(storage, sessions, keys)
    expect(await wordsOf(laptop)).toEqual(['ACTIVE', 'key-unavailable'])
    expect(await wordsOf(phone)).toEqual(['key-unavailable', 'ACTIVE'])
    await expect(chooseSession(phone, { sessionId: 's0', calls: [] })).rejects.toMatchObject({
      name: 'SessionNotUsableError',
      reason: 'key-unavailable',
    })
  })

  test('a vault that does not say counts as able', async () => {
    const storage = memory()
    const { wrap, unwrap, name, location } = secret(1)
    const key = await wrapped(secret(2))
    const sessions = [session(0, { keyAddress: key[0] })]
    await store(storage, sessions, [key])
    const config = device(storage, { wrap, unwrap, name, location }, rootOf(sessions))
    expect(await wordsOf(config)).toEqual(['ACTIVE'])
  })

  test('sessions that are over cost the vault nothing', async () => {
    const storage = memory()
    const over = Array.from({ length: isFull ? 10_000 : 1_000 }, (_, position) =>
      session(
        position,
        position % 2
          ? { status: 'REVOKED', inRoot: false }
          : { validUntil: now - 1, keyAddress: `0x${'ee'.repeat(20)}` },
      ),
    )
    const key = { vault: 'secret', version: 1 }
    await store(storage, over, [[`0x${'ee'.repeat(20)}`, key]])
    const { vault, asked } = askedVault(() => true)
    const config = device(storage, vault, rootOf(over))
    expect(new Set(await wordsOf(config))).toEqual(new Set(['EXPIRED', 'REVOKED']))
    expect(asked).toEqual([])

    // and one call does for all that are live
    const live = ['aa', 'bb', 'aa'].map((digits, i) =>
      session(20_000 + i, { keyAddress: `0x${digits.repeat(20)}` }),
    )
    await store(storage, live, [
      [`0x${'aa'.repeat(20)}`, { ...key, of: 'a' }],
      [`0x${'bb'.repeat(20)}`, { ...key, of: 'b' }],
    ])
    const all = rootOf([...over, ...live])
    config.views.set(scope, {
      root: all,
      blockNumber: 2n,
      blockTime: now,
      chainTime: now,
      ...enabledModules,
    })
    expect((await wordsOf(config)).slice(-3)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE'])
    expect(asked.map((keys) => keys.map(({ of }) => of))).toEqual([['a', 'b']])
  })

  test('a key that does not open comes behind what is wrong on the chain, and before its interval', async () => {
    const storage = memory()
    const { vault, asked } = askedVault(() => false)
    const key = await wrapped(vault)
    const [keyAddress] = key
    const sessions = [
      session(0, { keyAddress }),
      session(1, { keyAddress, validAfter: now + 9 }),
      session(2, { keyAddress, status: 'PENDING', inRoot: false }),
    ]
    await store(storage, sessions, [key])
    const config = device(storage, vault, rootOf(sessions))
    expect(await wordsOf(config)).toEqual(['key-unavailable', 'key-unavailable', 'PENDING'])
    expect(asked).toHaveLength(1)
    config.views.set(scope, {
      root: `0x${'cd'.repeat(32)}`,
      blockNumber: 2n,
      blockTime: now,
      chainTime: now,
      ...enabledModules,
    })
    expect(await wordsOf(config)).toEqual(['out-of-sync', 'out-of-sync', 'PENDING'])
    expect(asked).toHaveLength(1)
  })
})

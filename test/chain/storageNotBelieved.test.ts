import { encodeFunctionData, type Hex, parseAbi, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { encodeRootCalls } from '../../src/account/encodeRootCalls.ts'
import { readAccountState } from '../../src/account/readAccountState.ts'
import { createSessionStorageClient } from '../../src/actions/createSessionStorageClient.ts'
import { getSession } from '../../src/actions/getSession.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { renewSession } from '../../src/actions/renewSession.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendOwnerTransaction } from '../../src/actions/sendOwnerTransaction.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { EscalationError } from '../../src/errors/EscalationError.ts'
import { ForeignTreeError } from '../../src/errors/ForeignTreeError.ts'
import { PolicyWidenedError } from '../../src/errors/PolicyWidenedError.ts'
import { UnknownRootError } from '../../src/errors/UnknownRootError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import { encrypted } from '../../src/storage/drivers/encrypted.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import { importBackup } from '../../src/storage/vaults/backup/importBackup.ts'
import { sealBackup } from '../../src/storage/vaults/backup/sealBackup.ts'
import { writeAccountRecords } from '../../src/storage/writeAccountRecords.ts'
import type { SessionRecord } from '../../src/types/AccountRecords.ts'
import type { Json } from '../../src/types/Json.ts'
import type { Call } from '../../src/types/Policy.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { buildByHand, simulateValidation } from '../harness/handBuilt.ts'
import { mint, mintPolicy, pay, payPolicy } from '../harness/policies.ts'
import { rootOf } from '../harness/rootOf.ts'

const ownershipAbi = parseAbi(['function transferOwnership(address owner)'])
const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })
const grantOf = ({ chainId, wallet }: TestDapp) => ({ chainId, wallet })

const evilKey = generatePrivateKey()
const evil = privateKeyToAddress(evilKey)
/** Would make its writer the owner of the account. */
const evilLeaf: SessionLeaf = {
  validAfter: 0,
  validUntil: 0,
  ...encodePermission(
    contractCall({
      address: moduleAddresses.ecdsaOwnership,
      abi: ownershipAbi,
      functionName: 'transferOwnership',
    }),
    evil,
  ),
}
const evilSession: SessionRecord = {
  id: 'evil',
  keyAddress: evil,
  keyLocation: 'device',
  permissions: [{ id: 'evil-0', leaf: evilLeaf }],
  validAfter: 0,
  validUntil: 0,
  status: 'ACTIVE',
  inRoot: true,
  position: 1000,
  createdAt: 1,
}

const toJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json
const inject = (storage: SessionStorageDriver, dapp: TestDapp, session = evilSession) =>
  storage.put({ ...scopeOf(dapp), kind: 'session', id: session.id }, toJson(session))

const statusesOf = async (dapp: TestDapp, config = dapp.config) =>
  (await getSessions(config, scopeOf(dapp))).map(({ status, reason }) => reason ?? status)

/** What the chain says to a leaf, with a proof from all that storage says is in the root. */
async function verdictOn(
  dapp: TestDapp,
  leaf: SessionLeaf,
  privateKey: Hex,
  call: Call = takeOver,
) {
  const { sessions } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
  const stored = sessions.filter(({ inRoot }) => inRoot).flatMap(({ permissions }) => permissions)
  const hashes = stored.map((it) => hashLeaf(it.leaf))
  const hash = hashLeaf(leaf)
  const tree = createMerkleTree(hashes.includes(hash) ? hashes : [...hashes, hash])
  const proof = tree.getProof(hash)
  return simulateValidation(dapp.client, await buildByHand(dapp, { call, leaf, proof, privateKey }))
}
const takeOver = {
  to: moduleAddresses.ecdsaOwnership,
  data: encodeFunctionData({
    abi: ownershipAbi,
    functionName: 'transferOwnership',
    args: [evil],
  }),
}

describe('a session that somebody wrote into storage', () => {
  async function twoSessions() {
    const storage = memory()
    const dapp = await createTestDapp({ storage })
    const { config } = dapp
    const first = await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const second = await grantSession(config, { policy: payPolicy(dapp), ...grantOf(dapp) })
    return { storage, dapp, config, first, second }
  }

  test.each(['grant', 'renew', 'revoke'] as const)(
    'enters no root with the next %s, and the others go on',
    async (verb) => {
      const { storage, dapp, config, first, second } = await twoSessions()
      await inject(storage, dapp)
      expect(await reconcileSessions(config, scopeOf(dapp))).toBe('out-of-sync')
      expect(await statusesOf(dapp)).toEqual(['ACTIVE', 'ACTIVE', 'out-of-sync'])

      if (verb === 'grant') {
        const { owner, chainId, wallet } = dapp
        const grant = await prepareGrant(config, { policy: payPolicy(dapp, '2'), owner, chainId })
        expect(grant.unknownRoot).toBeUndefined()
        expect(grant.kept.map(({ sessionId }) => sessionId)).toEqual([first.id, second.id])
        const third = await grantSession(config, { grant, wallet })
        expect(await dapp.root()).toBe(rootOf(first, second, third))
      } else if (verb === 'renew') {
        const renewed = await renewSession(config, { sessionId: first.id, wallet: dapp.wallet })
        expect(await dapp.root()).toBe(rootOf(second, renewed))
      } else {
        await revokeSessions(config, { sessionIds: [first.id], ...grantOf(dapp) })
        expect(await dapp.root()).toBe(rootOf(second))
      }
      expect(await verdictOn(dapp, evilLeaf, evilKey)).toContain('SessionNotApproved')
      await sendSessionTransaction(config, { sessionId: second.id, calls: [pay(dapp, '1')] })
      // the change ended it here, too
      expect(await reconcileSessions(config, scopeOf(dapp))).toBe('in-sync')
      expect((await getSession(config, { sessionId: 'evil', ...scopeOf(dapp) })).status).toBe(
        'REVOKED',
      )
    },
  )

  test('is not covered by a root record that says that the chain has it', async () => {
    const { storage, dapp, first, second } = await twoSessions()
    const records = await readAccountRecords(storage, scopeOf(dapp))
    // the tree with the leaf of theirs, confirmed in a block that no node has seen yet
    const root = rootOf(first, second, evilSession)
    await inject(storage, dapp)
    await writeAccountRecords(storage, await readAccountRecords(storage, scopeOf(dapp)), {
      root: { ...records.root, root, blockNumber: '0xffffffff', blockTime: 9_999_999_999 },
    })
    const config = dapp.reload({ timeout: 1_000 })
    expect(await statusesOf(dapp, config)).toEqual(['ACTIVE', 'ACTIVE', 'out-of-sync'])
    await revokeSessions(config, { sessionIds: [first.id], ...grantOf(dapp) })
    expect(await dapp.root()).toBe(rootOf(second))
  })

  test('which is a copy of another one does not keep that one alive', async () => {
    const { storage, dapp, config, first, second } = await twoSessions()
    const { sessions } = await readAccountRecords(storage, scopeOf(dapp))
    const [stored] = sessions
    if (!stored) throw new Error('There is a session.')
    await inject(storage, dapp, { ...stored, id: 'copy', position: 0.5 })
    await revokeSessions(config, { sessionIds: [first.id], ...grantOf(dapp) })
    expect(await dapp.root()).toBe(rootOf(second))
    expect(await statusesOf(dapp)).toEqual(['REVOKED', 'REVOKED', 'ACTIVE'])
  })

  test('comes in with a backup that somebody else made, and enters no root', async () => {
    const { dapp, config } = await twoSessions()
    const content = {
      ...scopeOf(dapp),
      root: { root: await dapp.root(), nextPosition: 5 },
      sessions: [evilSession],
      keys: {},
      journals: [],
      madeAt: 1,
    }
    const backup = await sealBackup.seal(content, 'from support')
    const storage = memory()
    const { vault } = config
    const fresh = dapp.reload({ storage })
    await importBackup({ storage, vault, ...scopeOf(dapp), backup, password: 'from support' })
    expect(await reconcileSessions(fresh, scopeOf(dapp))).toBe('out-of-sync')
    expect(await statusesOf(dapp, fresh)).toEqual(['out-of-sync'])
    const granting = grantSession(fresh, { policy: payPolicy(dapp), ...grantOf(dapp) })
    await expect(granting).rejects.toThrow(UnknownRootError)
    const accepted = await grantSession(fresh, {
      policy: payPolicy(dapp),
      ...grantOf(dapp),
      replaceUnknownRoot: true,
    })
    expect(await dapp.root()).toBe(rootOf(accepted))
  })
})

describe('the storage client for the SDK', () => {
  test('gives the SDK no leaf to sign that the chain does not have', async () => {
    const storage = memory()
    const dapp = await createTestDapp({ storage })
    const { config } = dapp
    const first = await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    await inject(storage, dapp)
    const client = createSessionStorageClient(config, scopeOf(dapp))
    const given = await client.getAllSessionData()
    expect(given.map(({ sessionID }) => sessionID)).toEqual(first.permissions.map(({ id }) => id))
    await expect(client.setMerkleRoot(rootOf(first, evilSession))).rejects.toThrow(ForeignTreeError)
  })

  test('takes no leaf with which the key could take over the account', async () => {
    const dapp = await createTestDapp()
    const client = createSessionStorageClient(dapp.config, scopeOf(dapp))
    const node = { ...evilLeaf, sessionPublicKey: evil, status: 'PENDING' } as const
    await expect(client.addSessionData(node)).rejects.toThrow(EscalationError)
    expect(await client.getAllSessionData({ sessionPublicKey: evil })).toEqual([])
  })
})

describe('a record that was put back as it was', () => {
  test('brings no revoked session back, also under encrypted()', async () => {
    const raw = memory()
    const storage = encrypted({ storage: raw, secret: new Uint8Array(32).fill(9) })
    const dapp = await createTestDapp({ storage })
    const { config } = dapp
    const scope = scopeOf(dapp)
    const first = await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const key = await unwrapSessionKey(config, first)
    const address = { ...scope, kind: 'session', id: first.id } as const
    const old = await raw.get(address)
    await revokeSessions(config, { sessionIds: [first.id], ...grantOf(dapp) })
    await raw.put(address, old?.value ?? null)

    expect(await reconcileSessions(config, scope)).toBe('out-of-sync')
    expect(await statusesOf(dapp)).toEqual(['out-of-sync'])
    const second = await grantSession(config, { policy: payPolicy(dapp), ...grantOf(dapp) })
    expect(await dapp.root()).toBe(rootOf(second))
    expect(await statusesOf(dapp)).toEqual(['REVOKED', 'ACTIVE'])
    const [permission] = first.permissions
    if (!permission) throw new Error('A session has a permission.')
    const verdict = await verdictOn(dapp, permission.leaf, key, mint(dapp))
    expect(verdict).toContain('SessionNotApproved')
  })

  test('does not show a session as revoked that the chain accepts', async () => {
    const storage = memory()
    const dapp = await createTestDapp({ storage })
    const { config } = dapp
    const first = await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const { sessions } = await readAccountRecords(storage, scopeOf(dapp))
    const [stored] = sessions
    if (!stored) throw new Error('There is a session.')
    await inject(storage, dapp, { ...stored, status: 'REVOKED', inRoot: false })
    expect(await statusesOf(dapp)).toEqual(['out-of-sync'])
    await revokeSessions(config, { sessionIds: [first.id], ...grantOf(dapp) })
    expect(await dapp.root()).toBe(zeroHash)
    expect(await statusesOf(dapp)).toEqual(['REVOKED'])
  })
})

describe('what is on the chain and must not be signed again', () => {
  /** An account whose owner once signed a leaf past this kit. */
  async function withLeafOnChain(leaf: SessionLeaf) {
    const storage = memory()
    const dapp = await createTestDapp({ storage })
    const { config } = dapp
    const first = await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const session = { ...evilSession, permissions: [{ id: 'evil-0', leaf }] }
    const state = await readAccountState(dapp.client, dapp.account.address)
    const calls = encodeRootCalls(dapp.account.address, state, {
      root: rootOf(first, session),
    })
    await sendOwnerTransaction(config, { ...grantOf(dapp), calls })
    await inject(storage, dapp, session)
    await reconcileSessions(config, scopeOf(dapp))
    return { dapp, config, first }
  }
  const unreadable: SessionLeaf = {
    validAfter: 0,
    validUntil: 0,
    sessionValidationModule: `0x${'ab'.repeat(20)}`,
    sessionKeyData: `0x${'cd'.repeat(40)}`,
  }

  test.each([
    ['escalates', evilLeaf],
    ['cannot be decoded', unreadable],
  ])('a leaf that %s ends with a grant, which says so before', async (_, leaf) => {
    const { dapp, config, first } = await withLeafOnChain(leaf)
    expect(await statusesOf(dapp)).toEqual(['ACTIVE', 'key-unavailable'])
    const { owner, chainId, wallet } = dapp
    const grant = await prepareGrant(config, { policy: payPolicy(dapp), owner, chainId })
    expect(grant.kept.map(({ sessionId }) => sessionId)).toEqual([first.id])
    expect(grant.ends.map(({ sessionId }) => sessionId)).toEqual(['evil'])
    const second = await grantSession(config, { grant, wallet })
    expect(await dapp.root()).toBe(rootOf(first, second))
    // by their places
    expect(await statusesOf(dapp)).toEqual(['ACTIVE', 'ACTIVE', 'REVOKED'])
  })

  test.each([
    ['escalates', evilLeaf],
    ['cannot be decoded', unreadable],
  ])('a leaf that %s never stops a revocation', async (_, leaf) => {
    const { dapp, config, first } = await withLeafOnChain(leaf)
    await revokeSessions(config, { sessionIds: ['evil'], ...grantOf(dapp) })
    expect(await dapp.root()).toBe(rootOf(first))
    expect(await statusesOf(dapp)).toEqual(['ACTIVE', 'REVOKED'])
  })
})

describe('revokeAllSessions ends everything', () => {
  const future = 9_999_999_999
  const staged = {
    kind: 'grant',
    root: `0x${'77'.repeat(32)}`,
    grants: [],
    revokes: [],
    drops: [],
    holder: 'somebody',
    stagedAt: future * 1000,
    aliveAt: future * 1000,
  }
  test.each<[string, (storage: SessionStorageDriver, dapp: TestDapp) => Promise<unknown>]>([
    [
      'a change that storage says is on its way',
      async (storage, dapp) => {
        const at = { ...scopeOf(dapp), kind: 'root', id: 'root' } as const
        const { value } = (await storage.get(at)) ?? {}
        await storage.put(at, toJson({ ...(value as object), staged }))
      },
    ],
    [
      'records that are none',
      async (storage, dapp) => {
        await storage.put({ ...scopeOf(dapp), kind: 'root', id: 'root' }, ['junk'])
        await storage.put({ ...scopeOf(dapp), kind: 'session', id: 'junk' }, null)
      },
    ],
    [
      'a storage that does not answer any more',
      async (storage) => {
        for (const name of ['get', 'list', 'batch', 'put'] as const)
          storage[name] = async () => {
            throw new Error('The disk is gone.')
          }
      },
    ],
  ])('whatever storage holds: %s', async (_, spoil) => {
    const storage = memory()
    const dapp = await createTestDapp({ storage })
    const { config } = dapp
    await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    await spoil(storage, dapp)
    await revokeAllSessions(config, grantOf(dapp)).catch((error: Error) => {
      // the root is what counts; that it cannot be written down is said
      if (!/disk/.test(String(error.message) + String(error.cause))) throw error
    })
    expect(await dapp.root()).toBe(zeroHash)
  })
})

describe('a prepared grant that came back changed', () => {
  test('is granted on the account that it was prepared for, and ends what was shown', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, owner, wallet } = dapp
    const other = await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const grant = await prepareGrant(config, { policy: payPolicy(dapp), chainId, owner })
    const account = { ...grant.account, address: dapp.shop }
    const session = await grantSession(config, {
      grant: { ...grant, account, parentId: other.id, replacesParent: true, origin: 'https://x.y' },
      wallet,
    })
    expect(session.account).toBe(dapp.account.address)
    expect(session.parentId).toBeUndefined()
    expect(session.origin).toBe(grant.origin)
    expect(await statusesOf(dapp)).toEqual(['ACTIVE', 'ACTIVE'])
  })

  test('may not bring batches that nobody asked for', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, owner, wallet } = dapp
    await grantSession(config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const root = await dapp.root()
    const grant = await prepareGrant(config, { policy: payPolicy(dapp), chainId, owner })
    const widened = { ...grant, policy: { ...grant.policy, batch: true as const } }
    await expect(grantSession(config, { grant: widened, wallet })).rejects.toThrow(
      PolicyWidenedError,
    )
    expect(await dapp.root()).toBe(root)
    const { modules } = await readAccountState(dapp.client, dapp.account.address)
    expect(modules).not.toContain(moduleAddresses.batchedSessionRouter)
    // as it was asked for, it is granted all the same
    await grantSession(config, { grant, wallet })
    expect(await statusesOf(dapp)).toEqual(['ACTIVE', 'ACTIVE'])
  })

  test('grants what was asked for, whatever became of the object that asked', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, owner, wallet } = dapp
    const [permission] = payPolicy(dapp).permissions
    if (!permission) throw new Error('The policy has a permission.')
    const mine = { ...permission }
    const policy = { permissions: [mine], validAfter: 0, expiry: { expiresIn: 600 } }
    const grant = await prepareGrant(config, { policy, chainId, owner })
    Object.assign(mine, { address: moduleAddresses.ecdsaOwnership, token: dapp.nft })
    const session = await grantSession(config, { grant, wallet })
    expect(session.permissions.map(({ leaf }) => leaf)).toEqual(
      grant.permissions.map(({ leaf }) => leaf),
    )
  })
})

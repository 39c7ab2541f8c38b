import { SessionMemoryStorage } from '@biconomy/account'
import { encodeFunctionData, type Hex, parseAbi, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { describe, expect, test, vi } from 'vitest'
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
import type { SessionConfig } from '../../src/config/createSessionConfig.ts'
import { ChangeInFlightError } from '../../src/errors/ChangeInFlightError.ts'
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
import { fromSessionStorageClient } from '../../src/storage/external/fromSessionStorageClient.ts'
import { importLegacySessions } from '../../src/storage/legacy/importLegacySessions.ts'
import type { LegacySource } from '../../src/storage/legacy/LegacySource.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import { importBackup } from '../../src/storage/vaults/backup/importBackup.ts'
import { sealBackup } from '../../src/storage/vaults/backup/sealBackup.ts'
import { writeAccountRecords } from '../../src/storage/writeAccountRecords.ts'
import type { SessionRecord } from '../../src/types/AccountRecords.ts'
import type { Json } from '../../src/types/Json.ts'
import type { Call } from '../../src/types/Policy.ts'
import type { Session } from '../../src/types/Session.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import type { SessionLeafNode } from '../../src/types/SessionStorageClient.ts'
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
const hashesOf = (...sessions: readonly Pick<Session, 'permissions'>[]) =>
  sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf)))
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
    const root = rootOf(first, session)
    const data = encodeFunctionData({
      abi: parseAbi(['function setMerkleRoot(bytes32 root)']),
      args: [root],
    })
    const calls = [{ to: moduleAddresses.sessionKeyManager, data }]
    await sendOwnerTransaction(config, { ...grantOf(dapp), calls })
    // stored as if it had been granted here, with its root
    await inject(storage, dapp, session)
    const records = await readAccountRecords(storage, scopeOf(dapp))
    await writeAccountRecords(storage, records, { root: { ...records.root, root } })
    await reconcileSessions(config, scopeOf(dapp))
    return { dapp, config, first }
  }
  const unreadable: SessionLeaf = {
    validAfter: 0,
    validUntil: 0,
    sessionValidationModule: `0x${'ab'.repeat(20)}`,
    sessionKeyData: `0x${'cd'.repeat(40)}`,
  }

  /** How leaves that were granted past this kit come to a device that knows nothing yet. */
  type Bring = (dapp: TestDapp, nodes: readonly SessionLeafNode[]) => Promise<SessionConfig>
  const waysIn: Record<'import' | 'adopt', Bring> = {
    async import(dapp, leafNodes) {
      const storage = memory()
      const config = dapp.reload({ storage })
      const parts = new Map<string, string>()
      parts.set(
        'sessions',
        JSON.stringify({ merkleRoot: createMerkleTree(leafNodes.map(hashLeaf)).root, leafNodes }),
      )
      const source: LegacySource = {
        read: async (part) => parts.get(part),
        remove: async (part) => void parts.delete(part),
      }
      await importLegacySessions({ storage, vault: config.vault, ...scopeOf(dapp), source })
      return config
    },
    async adopt(dapp, leafNodes) {
      const client = new SessionMemoryStorage(dapp.account.address)
      for (const node of leafNodes) await client.addSessionData(node)
      await client.setMerkleRoot(createMerkleTree(leafNodes.map(hashLeaf)).root)
      const storage = fromSessionStorageClient({
        clients: [{ chain: polygonAmoy, open: () => client }],
        storage: memory(),
        // leaves that are in no tree are told of, and stay where they are
        onError: (error) => expect(String(error)).toMatch('not in the tree on the chain'),
      })
      return dapp.reload({ storage })
    },
  }
  const nodesOf = (session: Pick<Session, 'keyAddress' | 'permissions'>): SessionLeafNode[] =>
    session.permissions.map(({ id, leaf }) => ({
      ...leaf,
      sessionID: id,
      sessionPublicKey: session.keyAddress,
      status: 'ACTIVE',
    }))
  const ways = Object.entries(waysIn).flatMap(([way, bring]) =>
    [['escalates', evilLeaf] as const, ['cannot be decoded', unreadable] as const].map(
      ([what, leaf]) => [way, what, bring, leaf] as const,
    ),
  )

  test.each(ways)('by %s, a leaf that %s ends with a grant', async (_, __, bring, leaf) => {
    const { dapp, first } = await withLeafOnChain(leaf)
    const bad = { keyAddress: evil, permissions: [{ id: 'evil-0', leaf }] }
    const config = await bring(dapp, [...nodesOf(first), ...nodesOf(bad)])
    expect(await reconcileSessions(config, scopeOf(dapp))).toBe('in-sync')
    const known = await getSessions(config, scopeOf(dapp))
    expect(known.map(({ status }) => status)).not.toContain('REVOKED')
    const { owner, chainId, wallet } = dapp
    const grant = await prepareGrant(config, { policy: payPolicy(dapp), owner, chainId })
    expect(hashesOf(...grant.kept)).toEqual(hashesOf(first))
    expect(hashesOf(...grant.ends)).toEqual(hashesOf(bad))
    const second = await grantSession(config, { grant, wallet })
    expect(await dapp.root()).toBe(rootOf(first, second))
    const call = leaf === evilLeaf ? takeOver : mint(dapp)
    expect(await verdictOn(dapp, leaf, evilKey, call)).toContain('SessionNotApproved')
  })

  test('by import, a leaf that the chain does not have enters no root', async () => {
    const dapp = await createTestDapp()
    const first = await grantSession(dapp.config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const config = await waysIn.import(dapp, [...nodesOf(first), ...nodesOf(evilSession)])
    const granting = { policy: payPolicy(dapp), ...grantOf(dapp) }
    await expect(grantSession(config, granting)).rejects.toThrow(ChangeInFlightError)
    // the SDK might have been at it, and is not any more
    const now = Date.now() + 61_000
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now)
    try {
      await expect(grantSession(config, granting)).rejects.toThrow(UnknownRootError)
      const second = await grantSession(config, { ...granting, replaceUnknownRoot: true })
      expect(await dapp.root()).toBe(rootOf(second))
    } finally {
      clock.mockRestore()
    }
    expect(await verdictOn(dapp, evilLeaf, evilKey)).toContain('SessionNotApproved')
  })

  test('by adopt, a leaf that the chain does not have enters no root', async () => {
    const dapp = await createTestDapp()
    const first = await grantSession(dapp.config, { policy: mintPolicy(dapp), ...grantOf(dapp) })
    const config = await waysIn.adopt(dapp, [...nodesOf(first), ...nodesOf(evilSession)])
    await reconcileSessions(config, scopeOf(dapp))
    const second = await grantSession(config, { policy: payPolicy(dapp), ...grantOf(dapp) })
    expect(await dapp.root()).toBe(rootOf(first, second))
    expect(await verdictOn(dapp, evilLeaf, evilKey)).toContain('SessionNotApproved')
  })

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

  test.each([
    ['escalates', evilLeaf],
    ['cannot be decoded', unreadable],
  ])('a leaf that %s goes with the revocation of another session', async (_, leaf) => {
    const { dapp, config, first } = await withLeafOnChain(leaf)
    const policy = payPolicy(dapp)
    await revokeSessions(config, { sessionIds: [first.id], ...grantOf(dapp) })
    expect(await dapp.root()).toBe(zeroHash)
    expect(await statusesOf(dapp)).toEqual(['REVOKED', 'REVOKED'])
    // and none of it comes back with the next one
    const second = await grantSession(config, { policy, ...grantOf(dapp) })
    expect(await dapp.root()).toBe(rootOf(second))
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

import {
  createBundler,
  createSessionKeyManagerModule,
  createSmartAccountClient,
  StorageType,
} from '@biconomy/account'
import { type Hex, keccak256, toHex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, inject, test } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { UserOperationRejectedError } from '../../src/errors/UserOperationRejectedError.ts'
import { UserRejectedError } from '../../src/errors/UserRejectedError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { hashPair } from '../../src/merkle/hashPair.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import type { Session } from '../../src/types/Session.ts'
import type { SessionLeafNode } from '../../src/types/SessionStorageClient.ts'
import { createTestDapp, rejectingWallet, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent } from '../harness/dumpStorage.ts'
import { faucet } from '../harness/faucet.ts'
import { acceptedProofs, buildByHand, simulateValidation } from '../harness/handBuilt.ts'
import { mint, mintPolicy, pay, payPolicy } from '../harness/policies.ts'
import { rpcReply, startProxy } from '../harness/startProxy.ts'

// The numbers are those of the list of what @biconomy/account 4.6.3 gets wrong. A test that begins
// with "SDK:" shows that the defect is real; it fails when the SDK is mended.

const scopeOf = ({ chainId, account }: TestDapp) => ({ chainId, account: account.address })
const leafOf = (session: Session) => {
  const [permission] = session.permissions
  if (!permission) throw new Error('The session has no permission.')
  return permission.leaf
}
const rootOf = (...sessions: Session[]) =>
  createMerkleTree(
    sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf))),
  ).root

/** Every sequence of these hashes, up to a length. */
function sequences(hashes: readonly Hex[], longest: number): Hex[][] {
  let last: Hex[][] = [[]]
  const all: Hex[][] = [[]]
  for (let length = 1; length <= longest; length++) {
    last = last.flatMap((proof) => hashes.map((hash) => [...proof, hash]))
    all.push(...last)
  }
  return all
}

describe('1: revoking revokes', () => {
  test('the revoked leaf is dead with any proof; the others live on after a reload', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, client, account } = dapp
    const sessions: Session[] = []
    for (const amount of ['1', '2', '3'])
      sessions.push(
        await grantSession(config, {
          policy: { ...payPolicy(dapp, amount), batch: true },
          chainId,
          wallet,
        }),
      )
    const [first, revoked, third] = sessions as [Session, Session, Session]
    const hashes = sessions.map((session) => hashLeaf(leafOf(session))) as [Hex, Hex, Hex]
    const before = createMerkleTree(hashes)
    const privateKey = await unwrapSessionKey(config, revoked)
    const attack = { call: pay(dapp, '2'), leaf: leafOf(revoked), privateKey }
    const oldProof = before.getProof(hashes[1])
    const build = (proof: readonly Hex[], batch = false) =>
      buildByHand(dapp, { ...attack, proof, batch })

    expect(await dapp.root()).toBe(before.root)
    expect(await simulateValidation(client, await build(oldProof))).toBe('valid')
    expect(await simulateValidation(client, await build(oldProof, true))).toBe('valid')

    await revokeSessions(config, { sessionIds: [revoked.id], chainId, wallet })
    expect(await dapp.root()).toBe(rootOf(first, third))

    const known = [...hashes, before.root, await dapp.root()]
    const inner = [hashPair(hashes[0], hashes[1]), hashPair(hashes[1], hashes[2])]
    const random = [keccak256(toHex('any')), zeroHash]
    const proofs = sequences([...known, ...inner, ...random], 3)
    const accepted = (leaf: Parameters<typeof acceptedProofs>[2]) =>
      acceptedProofs(client, account.address, leaf, proofs)
    expect(proofs).toHaveLength(1 + 9 + 81 + 729)
    expect(await accepted(leafOf(revoked))).toEqual([])
    // the same search finds the proofs of the living
    expect(await accepted(leafOf(first))).toEqual([[hashes[2]]])

    for (const proof of [oldProof, [hashes[0]], [hashes[2]], []])
      for (const batch of [false, true]) {
        const operation = await build(proof, batch)
        expect(await simulateValidation(client, operation)).toContain('AA23')
        const sending = config.getBundler(chainId).send(operation)
        await expect(sending).rejects.toThrow(UserOperationRejectedError)
        await expect(sending).rejects.toMatchObject({ code: 'AA23', reason: 'SessionNotApproved' })
      }
    expect(await dapp.usdcBalance(dapp.shop)).toBe(0n)

    const reloaded = dapp.reload()
    for (const session of [first, third])
      await sendSessionTransaction(reloaded, { sessionId: session.id, calls: [pay(dapp, '1')] })
    expect(await dapp.usdcBalance(dapp.shop)).toBe(2_000_000n)
    await expect(
      sendSessionTransaction(reloaded, { sessionId: revoked.id, calls: [pay(dapp, '1')] }),
    ).rejects.toThrow(SessionNotUsableError)
  })

  test('revoking destroys the key, and only that one', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const kept = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    const revoked = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    await revokeSessions(config, { sessionIds: [revoked.id], chainId, wallet })
    const { keys } = await readAccountRecords(config.storage, scopeOf(dapp))
    expect([...keys.keys()]).toEqual([kept.keyAddress.toLowerCase()])
  })

  test('SDK: the revoked leaf still proves against the root that it computes', async () => {
    // any account has a root of its own, also one that is a plain wallet
    const dapp = await createTestDapp({ funded: false })
    await faucet(dapp.owner)
    const module = await createSessionKeyManagerModule({
      smartAccountAddress: dapp.owner,
      storageType: StorageType.MEMORY_STORAGE,
    })
    const nodes = [1, 2, 3].map(
      (byte): SessionLeafNode => ({
        validUntil: 0,
        validAfter: 0,
        sessionValidationModule: dapp.nft,
        sessionKeyData: toHex(byte, { size: 20 }),
        sessionPublicKey: dapp.shop,
        status: 'ACTIVE',
      }),
    )
    const { sessionIDInfo } = await module.createSessionData(nodes.map((node) => ({ ...node })))
    const root = (await module.revokeSessions([sessionIDInfo[1] ?? ''])) as Hex
    const hash = await dapp.wallet.writeContract({
      address: '0x000002FbFfedd9B33F4E7156F2DE8D48945E7489',
      abi: [
        {
          type: 'function',
          name: 'setMerkleRoot',
          stateMutability: 'nonpayable',
          inputs: [{ name: 'root', type: 'bytes32' }],
          outputs: [],
        },
      ],
      functionName: 'setMerkleRoot',
      args: [root],
      account: privateKeyToAccount(dapp.ownerKey),
      chain: dapp.client.chain,
    })
    await dapp.client.waitForTransactionReceipt({ hash, pollingInterval: 50 })
    const leaf = nodes[1] as SessionLeafNode
    const proof = module.merkleTree.getHexProof(hashLeaf(leaf)) as Hex[]
    expect(await acceptedProofs(dapp.client, dapp.owner, leaf, [proof])).toEqual([proof])
  })
})

describe('2: several sessions are revoked at once', () => {
  test('two of three in one signature', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const sessions: Session[] = []
    for (const amount of ['1', '2', '3'])
      sessions.push(
        await grantSession(config, { policy: payPolicy(dapp, amount), chainId, wallet }),
      )
    const [first, second, third] = sessions as [Session, Session, Session]
    await revokeSessions(config, { sessionIds: [first.id, third.id], chainId, wallet })
    expect(await dapp.root()).toBe(rootOf(second))
    const statuses = (await getSessions(dapp.reload(), scopeOf(dapp))).map(({ status }) => status)
    expect(statuses).toEqual(['REVOKED', 'ACTIVE', 'REVOKED'])
  })
})

describe('3: a rejected grant changes nothing', () => {
  test('no leaf, no root, no key; the next grant does not contain it', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const before = await dumpContent(config.storage)
    const refused = mintPolicy(dapp)
    await expect(
      grantSession(config, { policy: refused, chainId, wallet: rejectingWallet(dapp) }),
    ).rejects.toThrow(UserRejectedError)
    expect(await dapp.root()).toBe(zeroHash)
    expect(await getSessions(config, scopeOf(dapp))).toEqual([])
    expect((await readAccountRecords(config.storage, scopeOf(dapp))).keys.size).toBe(0)
    expect(before).toBe('[]')

    const granted = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    expect(await dapp.root()).toBe(rootOf(granted))
    expect(await getSessions(dapp.reload(), scopeOf(dapp))).toEqual([granted])
  })

  test('earlier sessions keep working, also after a reload', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const before = await dumpContent(config.storage)
    await expect(
      grantSession(config, {
        policy: payPolicy(dapp),
        chainId,
        wallet: rejectingWallet(dapp),
      }),
    ).rejects.toThrow(UserRejectedError)
    expect(await dumpContent(config.storage)).toBe(before)
    expect(await dapp.root()).toBe(rootOf(session))
    await sendSessionTransaction(dapp.reload(), { sessionId: session.id, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(1n)
  })

  test('SDK: what was never sent is in the next tree', async () => {
    const dapp = await createTestDapp({ funded: false })
    const create = () =>
      createSessionKeyManagerModule({
        smartAccountAddress: dapp.account.address,
        storageType: StorageType.MEMORY_STORAGE,
      })
    const leaf = (byte: number) => ({
      validUntil: 0,
      validAfter: 0,
      sessionValidationModule: dapp.nft,
      sessionKeyData: toHex(byte, { size: 20 }),
      sessionPublicKey: dapp.shop,
    })
    await (await create()).createSessionData([leaf(1)]) // and then the user says no
    const next = await create()
    await next.createSessionData([leaf(2)])
    expect(next.merkleTree.getHexLeaves()).toContain(hashLeaf(leaf(1)))
  })
})

describe('4: what was revoked stays out', () => {
  test('the next grant has the living and the new, and nothing else', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const kept = await grantSession(config, { policy: payPolicy(dapp, '1'), chainId, wallet })
    const revoked = await grantSession(config, { policy: payPolicy(dapp, '2'), chainId, wallet })
    await revokeSessions(config, { sessionIds: [revoked.id], chainId, wallet })
    const next = await grantSession(dapp.reload(), {
      policy: payPolicy(dapp, '3'),
      chainId,
      wallet,
    })
    expect(await dapp.root()).toBe(rootOf(kept, next))
  })

  test('SDK: it is signed in again', async () => {
    const dapp = await createTestDapp({ funded: false })
    const create = () =>
      createSessionKeyManagerModule({
        smartAccountAddress: dapp.account.address,
        storageType: StorageType.MEMORY_STORAGE,
      })
    const leaf = {
      validUntil: 0,
      validAfter: 0,
      sessionValidationModule: dapp.nft,
      sessionKeyData: toHex(1, { size: 20 }),
      sessionPublicKey: dapp.shop,
    }
    const module = await create()
    const { sessionIDInfo } = await module.createSessionData([{ ...leaf }])
    const storage = module.sessionStorageClient
    await storage.updateSessionStatus({ sessionID: sessionIDInfo[0] ?? '' }, 'REVOKED')
    expect((await create()).merkleTree.getHexLeaves()).toContain(hashLeaf(leaf))
  })
})

describe('5: a status is what the chain and its clock say', () => {
  test('ACTIVE, then EXPIRED; out of the tree and its key destroyed with the next change', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const { timestamp } = await dapp.client.getBlock({ blockTag: 'pending' })
    // long enough for a grant on a machine that does much else
    const policy = mintPolicy(dapp, { validUntil: Number(timestamp) + 12 })
    const short = await grantSession(config, { policy, chainId, wallet })
    expect(short.status).toBe('ACTIVE')
    const long = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    expect(await dapp.root()).toBe(rootOf(short, long))

    await expect
      .poll(async () => (await getSessions(config, scopeOf(dapp)))[0]?.status, { timeout: 30_000 })
      .toBe('EXPIRED')
    await expect(
      sendSessionTransaction(config, { sessionId: short.id, calls: [mint(dapp)] }),
    ).rejects.toThrow('it has expired')

    const next = await grantSession(config, { policy: payPolicy(dapp, '2'), chainId, wallet })
    expect(await dapp.root()).toBe(rootOf(long, next))
    const records = await readAccountRecords(config.storage, scopeOf(dapp))
    expect(records.keys.has(short.keyAddress.toLowerCase())).toBe(false)
    expect((await getSessions(config, scopeOf(dapp))).map(({ status }) => status)).toEqual([
      'EXPIRED',
      'ACTIVE',
      'ACTIVE',
    ])
  })
})

describe('6: everything is scoped by chain and account', () => {
  test('two accounts in one storage do not see each other', async () => {
    const one = await createTestDapp()
    const other = await createTestDapp({ storage: one.config.storage })
    const mine = await grantSession(one.config, { ...grantOf(one), policy: mintPolicy(one) })
    const theirs = await grantSession(other.config, {
      ...grantOf(other),
      policy: mintPolicy(other),
    })
    expect(await getSessions(one.config, scopeOf(one))).toEqual([mine])
    expect(await getSessions(one.config, scopeOf(other))).toEqual([theirs])
    await revokeSessions(one.config, { ...grantOf(one), sessionIds: [mine.id] })
    expect(await one.root()).toBe(zeroHash)
    expect(await other.root()).toBe(rootOf(theirs))
    await sendSessionTransaction(other.reload(), { sessionId: theirs.id, calls: [mint(other)] })
  })

  test('a session of another chain is neither in the tree nor touched', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const elsewhere = { chainId: 137, account: dapp.account.address }
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    // the same account with sessions on another chain, as its records lie in the same storage
    const { records } = await config.storage.list(scopeOf(dapp))
    for (const { address, value } of records)
      await config.storage.put({ ...address, chainId: 137 }, value)
    const before = await config.storage.list(elsewhere)

    const next = await grantSession(config, { policy: payPolicy(dapp), chainId, wallet })
    expect(await dapp.root()).toBe(rootOf(session, next))
    await revokeSessions(config, { sessionIds: [session.id], chainId, wallet })
    expect(await config.storage.list(elsewhere)).toEqual(before)
  })

  test('an account is found however its address is written', async () => {
    const dapp = await createTestDapp()
    const session = await grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    const account = dapp.account.address.toLowerCase() as Hex
    expect(await getSessions(dapp.config, { chainId: dapp.chainId, account })).toEqual([session])
  })
})

describe('7: a session has one key, wrapped', () => {
  test('the storage holds one key for a grant, and no byte of it in the clear', async () => {
    const dapp = await createTestDapp()
    const session = await grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    const { keys } = await readAccountRecords(dapp.config.storage, scopeOf(dapp))
    expect([...keys.keys()]).toEqual([session.keyAddress.toLowerCase()])
    const privateKey = await unwrapSessionKey(dapp.config, session)
    expect(privateKeyToAccount(privateKey).address).toBe(session.keyAddress)
    const dump = (await dumpContent(dapp.config.storage)).toLowerCase()
    expect(dump).not.toContain(privateKey.slice(2))
    expect(dump).not.toContain(Buffer.from(privateKey.slice(2), 'hex').toString('base64'))
  })
})

describe('8: errors that come with HTTP 200 are seen', () => {
  const refusal = rpcReply({
    error: { code: -32500, message: 'UserOperation reverted: AA23 reverted: SessionNotApproved' },
  })

  test('a refused send is a typed error at once', async () => {
    const proxy = await startProxy(inject('devnet').bundlerUrl)
    const dapp = await createTestDapp({ bundler: { [inject('devnet').chainId]: proxy.url } })
    const session = await grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    proxy.fault = ({ method }) => (method === 'eth_sendUserOperation' ? refusal : undefined)
    const sending = sendSessionTransaction(dapp.config, {
      sessionId: session.id,
      calls: [mint(dapp)],
    })
    await expect(sending).rejects.toThrow(UserOperationRejectedError)
    await expect(sending).rejects.toMatchObject({ code: 'AA23', chainEffect: 'none' })
  })

  test('SDK: the hash of a refused operation is undefined, and it waits', async () => {
    const { chainId, bundlerUrl, rpcUrl } = inject('devnet')
    const proxy = await startProxy(bundlerUrl, ({ method }) =>
      method === 'eth_sendUserOperation' ? refusal : undefined,
    )
    const bundler = await createBundler({ bundlerUrl: proxy.url })
    const response = await bundler.sendUserOp({ sender: zeroHash.slice(0, 42) as Hex } as never)
    expect(response.userOpHash).toBeUndefined()

    proxy.fault = ({ method }) => (method === 'eth_estimateUserOperationGas' ? refusal : undefined)
    const account = await createSmartAccountClient({
      signer: privateKeyToAccount(generatePrivateKey()) as never,
      chainId,
      bundlerUrl: proxy.url,
      rpcUrl,
    })
    await expect(
      account.sendTransaction({ to: zeroHash.slice(0, 42), data: '0x' }),
    ).rejects.toThrow('Cannot destructure')
  })
})

describe('9: a mined operation is known with its block', () => {
  test('the first look at the chain that can know of it does', async () => {
    const heads: bigint[] = []
    const rpc = await startProxy(inject('devnet').rpcUrl, async ({ method, forward }) => {
      const reply = await forward()
      if (method === 'eth_blockNumber')
        heads.push(BigInt((JSON.parse(reply.body) as { result: Hex }).result))
      return reply
    })
    const dapp = await createTestDapp()
    const session = await grantSession(dapp.config, { ...grantOf(dapp), policy: mintPolicy(dapp) })
    const config = dapp.reload({ clients: { [dapp.chainId]: dapp.clientOf(rpc.url) } })
    const { blockNumber } = await sendSessionTransaction(config, {
      sessionId: session.id,
      calls: [mint(dapp)],
    })
    // one for the look itself, and one that may have begun before its answer was read
    expect(heads.filter((head) => head >= blockNumber).length).toBeLessThanOrEqual(2)
    // every quarter of a second, where the SDK looks every five
    expect(config.pollingInterval).toBe(250)
  })
})

function grantOf({ chainId, wallet }: TestDapp) {
  return { chainId, wallet }
}

import {
  type CreateSessionDataParams,
  createABISessionDatum,
  createBatchSession,
  createERC20SessionDatum,
  createSessionKeyEOA,
  createSessionSmartAccountClient,
  createSmartAccountClient,
  getBatchSessionTxParams,
  PaymasterMode,
} from '@biconomy/account'
import { encodeAbiParameters, encodeFunctionData, parseUnits, zeroHash } from 'viem'
import { describe, expect, inject, test } from 'vitest'
import { sessionKeyManagerAbi } from '../../src/account/sessionKeyManagerAbi.ts'
import { createSessionStorageClient } from '../../src/actions/createSessionStorageClient.ts'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { ForeignTreeError } from '../../src/errors/ForeignTreeError.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import {
  createTestDapp,
  erc20Abi,
  nftAbi,
  rejectingWallet,
  type TestDapp,
} from '../harness/createTestDapp.ts'
import { sessionModules } from '../harness/modules.ts'
import { mintPolicy } from '../harness/policies.ts'

const withSponsorship = { paymasterServiceData: { mode: PaymasterMode.SPONSORED } }

function storageClientOf(dapp: TestDapp) {
  return createSessionStorageClient(dapp.config, {
    chainId: dapp.chainId,
    account: dapp.account.address,
  })
}

function sdkAccountOf(dapp: TestDapp, wallet = dapp.wallet) {
  const { bundlerUrl, paymasterUrl, rpcUrl } = inject('devnet')
  return createSmartAccountClient({ signer: wallet as never, bundlerUrl, paymasterUrl, rpcUrl })
}

function mintAndPay({ nft, usdc, account, shop }: TestDapp) {
  return [
    {
      to: usdc,
      data: encodeFunctionData({
        abi: erc20Abi,
        functionName: 'transfer',
        args: [shop, parseUnits('.0001', 6)],
      }),
    },
    {
      to: nft,
      data: encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args: [account.address] }),
    },
  ]
}

/** The tutorial "Create a batch session", steps 2 to 4, as it stands. */
async function tutorial(dapp: TestDapp, wallet = dapp.wallet) {
  const { nft: nftAddress, usdc: token, shop: recipient } = dapp
  const amount = parseUnits('.0001', 6)
  const usersSmartAccount = await sdkAccountOf(dapp, wallet)

  const { sessionKeyAddress, sessionStorageClient } = await createSessionKeyEOA(
    usersSmartAccount,
    dapp.client.chain as never,
    storageClientOf(dapp),
  )

  const erc20SessionLeaf: CreateSessionDataParams = createERC20SessionDatum({
    interval: { validUntil: 0, validAfter: 0 },
    sessionKeyAddress,
    sessionKeyData: encodeAbiParameters(
      [{ type: 'address' }, { type: 'address' }, { type: 'address' }, { type: 'uint256' }],
      [sessionKeyAddress, token, recipient, amount],
    ),
  })
  const abiSessionLeaf: CreateSessionDataParams = createABISessionDatum({
    interval: { validUntil: 0, validAfter: 0 },
    sessionKeyAddress,
    contractAddress: nftAddress,
    functionSelector: 'safeMint(address)',
    rules: [
      { offset: 0, condition: 0, referenceValue: await usersSmartAccount.getAccountAddress() },
    ],
    valueLimit: 0n,
  })
  const policyLeaves: CreateSessionDataParams[] = [erc20SessionLeaf, abiSessionLeaf]

  const { wait, session } = await createBatchSession(
    usersSmartAccount,
    sessionStorageClient,
    policyLeaves,
    withSponsorship,
  )
  const {
    receipt: { transactionHash },
    success,
  } = await wait()
  return { transactionHash, success, session }
}

describe('the SDK over our storage', () => {
  test('its session keeps the batch router, and sends two calls, until it is revoked', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet } = dapp
    const { session } = await tutorial(dapp)
    const sessionId = session.sessionIDInfo[0] ?? ''
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: true })
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: true })
    await sendSessionTransaction(config, { sessionId, calls: mintAndPay(dapp) })
    expect(await dapp.usdcBalance(dapp.shop)).toBe(100n)

    const scope = { chainId, account: dapp.account.address }
    const [ofSdk] = await getSessions(config, scope)
    await revokeSessions(config, { sessionIds: [ofSdk?.id ?? ''], chainId, wallet })
    expect(await sessionModules(dapp)).toEqual({ manager: true, router: false })
  })

  test("the tutorial runs as written, and its session is used by the kit's send", async () => {
    const dapp = await createTestDapp()
    const { transactionHash, success, session } = await tutorial(dapp)
    expect(String(success)).toBe('true')
    expect(transactionHash).toMatch(/^0x[0-9a-f]{64}$/)

    const scope = { chainId: dapp.chainId, account: dapp.account.address }
    const [granted, ...others] = await getSessions(dapp.config, scope)
    expect(others).toEqual([])

    const calls = mintAndPay(dapp)
    const sessionId = session.sessionIDInfo[0] ?? ''
    await sendSessionTransaction(dapp.config, { sessionId, calls })
    const [mint] = calls.slice(1)
    await sendSessionTransaction(dapp.config, { ...scope, calls: mint ? [mint] : [] })
    expect(await dapp.nftBalance()).toBe(2n)
    expect(await dapp.usdcBalance(dapp.shop)).toBe(100n)

    const [used] = await getSessions(dapp.config, scope)
    expect(used?.status).toBe('ACTIVE')
    expect(used?.id).toBe(granted?.id)
    expect(used?.permissions).toHaveLength(2)
  })

  test("a session of the kit is used by the SDK's session client", async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, account, nft, usdc, shop } = dapp
    const policy = definePolicy({
      permissions: [
        erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('.0001', 6) }),
        contractCall({
          address: nft,
          abi: nftAbi,
          functionName: 'safeMint',
          args: { to: account.address },
        }),
      ],
      expiresIn: { hours: 1 },
    })
    await grantSession(config, { policy: { ...policy, batch: true }, chainId, wallet })

    const { bundlerUrl, paymasterUrl, rpcUrl } = inject('devnet')
    const sessionStorageClient = storageClientOf(dapp)
    const client = await createSessionSmartAccountClient(
      {
        accountAddress: account.address,
        bundlerUrl,
        paymasterUrl,
        rpcUrl,
        chainId,
      },
      sessionStorageClient,
      'BATCHED',
    )
    const calls = mintAndPay(dapp)
    const params = await getBatchSessionTxParams(
      calls,
      [0, 1],
      sessionStorageClient,
      dapp.client.chain as never,
    )
    const { wait } = await client.sendTransaction(calls, { ...params, ...withSponsorship })
    const { success } = await wait()
    expect(String(success)).toBe('true')
    expect(await dapp.nftBalance()).toBe(1n)
    expect(await dapp.usdcBalance(shop)).toBe(100n)
  })

  test('what the user refused in the SDK is not granted by its next grant', async () => {
    const dapp = await createTestDapp()
    await expect(tutorial(dapp, rejectingWallet(dapp))).rejects.toThrow()
    expect(await dapp.root()).toBe(zeroHash)
    await tutorial(dapp)
    const sessions = await getSessions(dapp.config, {
      chainId: dapp.chainId,
      account: dapp.account.address,
    })
    expect(sessions).toHaveLength(1)
    expect(sessions[0]?.permissions).toHaveLength(2)
    await sendSessionTransaction(dapp.config, {
      sessionId: sessions[0]?.id ?? '',
      calls: mintAndPay(dapp),
    })
  })

  test("the SDK's revocation, which revokes nothing, is refused before it is sent", async () => {
    const dapp = await createTestDapp()
    const { session } = await tutorial(dapp)
    const { createSessionKeyManagerModule } = await import('@biconomy/account')
    const module = await createSessionKeyManagerModule({
      smartAccountAddress: dapp.account.address,
      sessionStorageClient: storageClientOf(dapp),
    })
    const before = await dapp.root()
    await expect(module.revokeSessions(session.sessionIDInfo)).rejects.toThrow(ForeignTreeError)
    expect(await dapp.root()).toBe(before)
  })

  test('the storage revokes all that is named, and says REVOKED once the chain does', async () => {
    const dapp = await createTestDapp()
    const { config, chainId, wallet, account, nft } = dapp
    const permission = contractCall({
      address: nft,
      abi: nftAbi,
      functionName: 'safeMint',
      args: { to: account.address },
    })
    for (const hours of [1, 2, 3]) {
      const policy = definePolicy({ permissions: [permission], expiresIn: { hours } })
      await grantSession(config, { policy, chainId, wallet })
    }
    const storage = storageClientOf(dapp)
    const [first, second, third] = await storage.getAllSessionData()
    const ids = [first?.sessionID ?? '', second?.sessionID ?? '']
    const survivors = await storage.revokeSessions(ids)
    expect(survivors).toEqual([third])
    expect(await storage.getAllSessionData()).toHaveLength(3)

    const root = survivors[0] ? hashLeaf(survivors[0]) : zeroHash
    await storage.setMerkleRoot(root)
    const sdkAccount = await sdkAccountOf(dapp)
    const { wait } = await sdkAccount.sendTransaction(
      {
        to: moduleAddresses.sessionKeyManager,
        data: encodeFunctionData({
          abi: sessionKeyManagerAbi,
          functionName: 'setMerkleRoot',
          args: [root],
        }),
      },
      withSponsorship,
    )
    await wait()
    expect(await dapp.root()).toBe(root)
    expect(await storage.getAllSessionData()).toEqual([third])
    const statuses = await Promise.all(
      ids.map(async (sessionID) => (await storage.getSessionData({ sessionID })).status),
    )
    expect(statuses).toEqual(['REVOKED', 'REVOKED'])
  })
})

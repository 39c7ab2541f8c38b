import { encodeFunctionData, hexToBigInt, zeroHash } from 'viem'
import { describe, expect, inject, test } from 'vitest'
import { readNonce } from '../../src/account/readNonce.ts'
import { sessionKeyManagerAbi } from '../../src/account/sessionKeyManagerAbi.ts'
import { getSession } from '../../src/actions/getSession.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import {
  type OwnerSendProgress,
  sendOwnerTransaction,
} from '../../src/actions/sendOwnerTransaction.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { ChainMismatchError } from '../../src/errors/ChainMismatchError.ts'
import { InsufficientFundsError } from '../../src/errors/InsufficientFundsError.ts'
import { InvalidAddressError } from '../../src/errors/InvalidAddressError.ts'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { UserOperationRejectedError } from '../../src/errors/UserOperationRejectedError.ts'
import { UserRejectedError } from '../../src/errors/UserRejectedError.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { createTestDapp, rejectingWallet } from '../harness/createTestDapp.ts'
import { mint, mintPolicy, pay } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'
import { walletThat } from '../harness/wallets.ts'

describe('sendOwnerTransaction', () => {
  test('deploys the account with its first send, and tells how it goes', async () => {
    const dapp = await createTestDapp()
    const { config, wallet, chainId, account, client, shop } = dapp
    expect(await client.getCode({ address: account.address })).toBeUndefined()
    const seen: OwnerSendProgress[] = []
    const receipt = await sendOwnerTransaction(config, {
      wallet,
      chainId,
      calls: [mint(dapp), pay(dapp, '2')],
      onProgress: (progress) => seen.push(progress),
    })
    const { userOpHash, transactionHash } = receipt
    expect(receipt.success).toBe(true)
    expect(await dapp.nftBalance()).toBe(1n)
    expect(await dapp.usdcBalance(shop)).toBe(2_000_000n)
    expect(seen).toEqual([
      { phase: 'preparing' },
      { phase: 'awaiting-wallet', userOpHash },
      { phase: 'submitted', userOpHash },
      { phase: 'mined', userOpHash, transactionHash },
    ])
    await sendOwnerTransaction(config, { wallet, chainId, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test('leaves lane 0 to changes of the root: a grant that waits for its wallet goes through', async () => {
    const dapp = await createTestDapp()
    const { config, wallet, chainId, client, account } = dapp
    await sendOwnerTransaction(config, { wallet, chainId, calls: [mint(dapp)] })
    const meanwhile = walletThat(dapp, async ({ signed }) => {
      await Promise.all([
        sendOwnerTransaction(config, { wallet, chainId, calls: [mint(dapp)] }),
        sendOwnerTransaction(config, { wallet, chainId, calls: [mint(dapp)] }),
      ])
      return signed()
    })
    const session = await grantSession(config, {
      policy: mintPolicy(dapp),
      chainId,
      wallet: meanwhile,
    })
    expect(session.status).toBe('ACTIVE')
    await sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(4n)
    expect(await readNonce(client, account.address, 0n)).toBe(1n)
  })

  test('waits for a grant that deploys the account', async () => {
    const dapp = await createTestDapp()
    const { config, wallet, chainId } = dapp
    const seen: string[] = []
    let sending: Promise<unknown> | undefined
    const meanwhile = walletThat(dapp, async ({ signed }) => {
      await new Promise<void>((resolve) => {
        sending = sendOwnerTransaction(config, {
          wallet,
          chainId,
          calls: [mint(dapp)],
          onProgress: ({ phase }) => {
            seen.push(phase)
            if (phase === 'queued') resolve()
          },
        })
        sending.catch(resolve)
      })
      return signed()
    })
    await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet: meanwhile })
    expect(await sending).toMatchObject({ success: true })
    expect(seen).toEqual(['queued', 'preparing', 'awaiting-wallet', 'submitted', 'mined'])
  })

  test('may do what no session may: the sessions then are not those that are known', async () => {
    const dapp = await createTestDapp()
    const { config, wallet, chainId, account } = dapp
    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    const data = encodeFunctionData({
      abi: sessionKeyManagerAbi,
      functionName: 'setMerkleRoot',
      args: [zeroHash],
    })
    const calls = [{ to: moduleAddresses.sessionKeyManager, data }]
    await sendOwnerTransaction(config, { wallet, chainId, calls })
    await reconcileSessions(config, { chainId, account: account.address })
    expect((await getSession(config, { sessionId: session.id })).status).toBe('REVOKED')
  })

  test('what is refused was not sent', async () => {
    const dapp = await createTestDapp()
    const { wallet, chainId, client, account } = dapp
    const bundler = await startProxy(inject('devnet').bundlerUrl)
    const config = dapp.reload({ bundler: { [chainId]: bundler.url } })
    const calls = [mint(dapp)]
    const send = (changes: Partial<Parameters<typeof sendOwnerTransaction>[1]> = {}) =>
      sendOwnerTransaction(config, { wallet, chainId, calls, ...changes })
    await expect(send({ wallet: rejectingWallet(dapp) })).rejects.toThrow(UserRejectedError)
    await expect(
      send({ wallet: walletThat(dapp, ({ signed }) => signed(), { chainId: 1 }) }),
    ).rejects.toThrow(ChainMismatchError)
    await expect(send({ calls: [] })).rejects.toThrow(InvalidParameterError)
    await expect(send({ calls: [{ to: '0x12' }] })).rejects.toThrow(InvalidAddressError)
    await expect(send({ index: -1 })).rejects.toThrow(InvalidParameterError)
    // more than it has
    await expect(send({ calls: [pay(dapp, '1000000')] })).rejects.toThrow(
      UserOperationRejectedError,
    )
    expect(bundler.counts().eth_sendUserOperation).toBeUndefined()
    expect(await client.getCode({ address: account.address })).toBeUndefined()

    const poor = await createTestDapp({ funded: false, sponsored: false })
    await expect(
      sendOwnerTransaction(poor.config, { wallet: poor.wallet, chainId, calls: [mint(poor)] }),
    ).rejects.toThrow(InsufficientFundsError)
  })

  test('what was refused leaves its lane to the next', async () => {
    const dapp = await createTestDapp()
    const { wallet, chainId } = dapp
    const bundler = await startProxy(inject('devnet').bundlerUrl)
    const config = dapp.reload({ bundler: { [chainId]: bundler.url } })
    const calls = [mint(dapp)]
    await sendOwnerTransaction(config, { wallet, chainId, calls })
    await expect(
      sendOwnerTransaction(config, { wallet: rejectingWallet(dapp), chainId, calls }),
    ).rejects.toThrow(UserRejectedError)
    await sendOwnerTransaction(config, { wallet, chainId, calls })
    const lanes = bundler.requests
      .filter(({ method }) => method === 'eth_sendUserOperation')
      .map(({ params }) => hexToBigInt((params[0] as { nonce: `0x${string}` }).nonce) >> 64n)
    expect(new Set(lanes).size).toBe(1)
    expect(lanes).not.toContain(0n)
  })
})

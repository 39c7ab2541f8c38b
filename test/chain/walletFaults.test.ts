import {
  type Address,
  createWalletClient,
  type Hex,
  hexToBigInt,
  http,
  numberToHex,
  parseEther,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
  slice,
  toHex,
  type WalletClient,
  zeroHash,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount, toAccount } from 'viem/accounts'
import { beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { getSession } from '../../src/actions/getSession.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendOwnerTransaction } from '../../src/actions/sendOwnerTransaction.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { SessionConfig } from '../../src/config/createSessionConfig.ts'
import { AbortedError } from '../../src/errors/AbortedError.ts'
import { BaseError } from '../../src/errors/BaseError.ts'
import { ChainMismatchError } from '../../src/errors/ChainMismatchError.ts'
import { ContractOwnerError } from '../../src/errors/ContractOwnerError.ts'
import { OwnerMismatchError } from '../../src/errors/OwnerMismatchError.ts'
import { UserRejectedError } from '../../src/errors/UserRejectedError.ts'
import { WalletError, type WalletFailure } from '../../src/errors/WalletError.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import type { Session } from '../../src/types/Session.ts'
import { runSolc } from '../devnet/runSolc.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent } from '../harness/dumpStorage.ts'
import { ownedWalletSource } from '../harness/ownedWalletSource.ts'
import { mint, mintPolicy } from '../harness/policies.ts'
import { startProxy, type TestProxy } from '../harness/startProxy.ts'
import { walletThat } from '../harness/wallets.ts'

type Verb = 'grant' | 'revoke'
const verbs: readonly Verb[] = ['grant', 'revoke']

interface Act {
  dapp: TestDapp
  config: SessionConfig
  session: Session
  wallet: WalletClient
  signal?: AbortSignal
}

/** A grant, or the revocation of a session: what the owner is asked for. */
const acts: Record<Verb, (act: Act) => Promise<unknown>> = {
  grant: ({ dapp, config, wallet, signal }) =>
    grantSession(config, { policy: mintPolicy(dapp), chainId: dapp.chainId, wallet, signal }),
  revoke: ({ dapp, config, session, wallet, signal }) =>
    revokeSessions(config, { sessionIds: [session.id], chainId: dapp.chainId, wallet, signal }),
}

/** A user with one live session, and a bundler that counts. */
async function createUser() {
  const dapp = await createTestDapp()
  const { config, chainId, wallet } = dapp
  const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  return { dapp, session }
}

const sentTo = (bundler: TestProxy) => bundler.counts().eth_sendUserOperation ?? 0
const proxied = async (dapp: TestDapp) => {
  const bundler = await startProxy(inject('devnet').bundlerUrl)
  return { bundler, config: dapp.reload({ bundler: { [dapp.chainId]: bundler.url } }) }
}
const never = () => new Promise(() => undefined)
const throwing = (error: unknown) => () => {
  throw error
}

let shared: Awaited<ReturnType<typeof createUser>>
const said = vi.spyOn(console, 'error')

beforeAll(async () => {
  shared = await createUser()
})

beforeEach(() => {
  said.mockClear()
})

/** What a verb fails with, once it is checked that it changed nothing, sent nothing and logged nothing. */
async function failure(
  verb: Verb,
  wallet: WalletClient,
  options: { signal?: AbortSignal } = {},
): Promise<BaseError> {
  const { dapp, session } = shared
  const { bundler, config } = await proxied(dapp)
  const before = await dumpContent(dapp.config.storage)
  const root = await dapp.root()
  const error = await acts[verb]({ dapp, config, session, wallet, ...options }).then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof BaseError)) throw error
  expect(error.chainEffect).toBe('none')
  expect(await dumpContent(dapp.config.storage)).toBe(before)
  expect(await dapp.root()).toBe(root)
  expect(sentTo(bundler)).toBe(0)
  expect((await getSession(config, { sessionId: session.id })).status).toBe('ACTIVE')
  expect(said).not.toHaveBeenCalled()
  return error
}

const coded = (code: number | string, message = 'x') => Object.assign(new Error(message), { code })

describe.each(verbs)('%s, and a wallet that', (verb) => {
  test.each([
    ['4001', coded(4001)],
    ['4001 in a plain object', { code: 4001, message: 'x' }],
    ['4001 deep in an internal error', { code: -32603, data: { originalError: { code: 4001 } } }],
    ['ACTION_REJECTED', coded('ACTION_REJECTED')],
    ['5000', coded(5000)],
  ])('rejects: %s', async (_, error) => {
    const wallet = walletThat(shared.dapp, throwing(error))
    expect(await failure(verb, wallet)).toBeInstanceOf(UserRejectedError)
  })

  test.each<[string, unknown, WalletFailure]>([
    ['4100', coded(4100), 'unauthorized'],
    ['4100 deep in an internal error', { code: -32603, data: { code: 4100 } }, 'unauthorized'],
    ['4200', coded(4200), 'unsupported'],
    ['-32601', coded(-32601), 'unsupported'],
    ['4900', coded(4900), 'disconnected'],
    ['4901', coded(4901), 'disconnected'],
    ['-32002', coded(-32002), 'busy'],
    ['-32603', coded(-32603), 'failed'],
    ['a string', 'no', 'failed'],
    ['undefined', undefined, 'failed'],
    ['null', null, 'failed'],
  ])('fails: %s', async (_, error, reason) => {
    const failed = await failure(verb, walletThat(shared.dapp, throwing(error)))
    expect(failed).toBeInstanceOf(WalletError)
    expect(failed).toMatchObject({ reason })
  })

  test.each([
    ['nothing', undefined],
    ['a word', 'hello'],
    ['an object', {}],
    ['too few bytes', `0x${'11'.repeat(32)}`],
    ['the signature of a contract', `0x${'00'.repeat(256)}${'6492'.repeat(16)}`],
    ['numbers that are none', `0x${'ff'.repeat(64)}1b`],
  ])('answers with %s', async (_, answer) => {
    const failed = await failure(
      verb,
      walletThat(shared.dapp, () => answer),
    )
    expect(failed).toBeInstanceOf(WalletError)
    expect(failed).toMatchObject({ reason: 'no-signature' })
  })

  test.each<[string, () => Promise<Hex>]>([
    [
      'signs with another account',
      () => privateKeyToAccount(generatePrivateKey()).signMessage({ message: 'x' }),
    ],
    [
      'signs another message',
      () => privateKeyToAccount(shared.dapp.ownerKey).signMessage({ message: 'x' }),
    ],
    [
      'signs something without its prefix',
      () => privateKeyToAccount(shared.dapp.ownerKey).sign({ hash: zeroHash }),
    ],
  ])('%s', async (_, sign) => {
    const failed = await failure(verb, walletThat(shared.dapp, sign))
    expect(failed).toBeInstanceOf(OwnerMismatchError)
    expect(failed.shortMessage).toContain("The signature is not the owner's")
  })

  test('goes to another chain before it is asked', async () => {
    const chains = [shared.dapp.chainId, 1]
    const sign = vi.fn()
    const wallet = walletThat(shared.dapp, sign, { chainId: () => chains.shift() })
    expect(await failure(verb, wallet)).toBeInstanceOf(ChainMismatchError)
    expect(sign).not.toHaveBeenCalled()
  })

  test('is cut off before it is asked', async () => {
    const sign = vi.fn()
    const wallet = walletThat(shared.dapp, sign, { chainId: throwing(coded(4900)) })
    expect(await failure(verb, wallet)).toMatchObject({ reason: 'disconnected' })
    expect(sign).not.toHaveBeenCalled()
  })

  test('does not answer is given up on, whatever it was asked', async () => {
    const signing = new AbortController()
    const silent = walletThat(shared.dapp, () => {
      signing.abort()
      return never()
    })
    expect(await failure(verb, silent, { signal: signing.signal })).toBeInstanceOf(AbortedError)

    const looking = new AbortController()
    const dead = walletThat(shared.dapp, never, {
      chainId: () => {
        looking.abort()
        return never()
      },
    })
    expect(await failure(verb, dead, { signal: looking.signal })).toBeInstanceOf(AbortedError)
  })

  test('answers after it was given up on: the signature is thrown away', async () => {
    const { dapp, session } = await createUser()
    const { bundler, config } = await proxied(dapp)
    const before = await dumpContent(dapp.config.storage)
    const root = await dapp.root()
    const giveUp = new AbortController()
    const { signal } = giveUp
    let answer = () => {}
    let signed: Promise<string> | undefined
    const late = walletThat(dapp, async (request) => {
      const told = new Promise<void>((resolve) => {
        answer = resolve
      })
      giveUp.abort()
      await told
      signed = request.signed()
      return signed
    })
    const act = { dapp, config, session }
    await expect(acts[verb]({ ...act, wallet: late, signal })).rejects.toThrow(AbortedError)
    expect(await dumpContent(dapp.config.storage)).toBe(before)
    answer()
    // the account is free at once: what is asked next is all that is sent
    const next = await grantSession(config, {
      policy: mintPolicy(dapp),
      chainId: dapp.chainId,
      wallet: dapp.wallet,
    })
    expect(await signed).toMatch(/^0x[0-9a-f]{130}$/)
    expect(sentTo(bundler)).toBe(1)
    expect(await dapp.root()).not.toBe(root)
    expect(next.status).toBe('ACTIVE')
    expect((await getSession(config, { sessionId: session.id })).status).toBe('ACTIVE')
    expect(said).not.toHaveBeenCalled()
  })
})

/** The order of secp256k1's group. */
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const forms: Record<string, (signature: Hex) => Hex> = {
  'with 0 or 1 at its end': (it) => `${slice(it, 0, 64)}0${parseSignature(it).yParity}`,
  'of 64 bytes (ERC-2098)': (it) =>
    serializeCompactSignature(signatureToCompactSignature(parseSignature(it))),
  'with a high s': (it) => {
    const { r, s, yParity } = parseSignature(it)
    const high = numberToHex(order - hexToBigInt(s), { size: 32 })
    return serializeSignature({ r, s: high, yParity: 1 - yParity })
  },
}

test.each(Object.entries(forms))('a signature %s counts', async (_, form) => {
  const { dapp, session } = await createUser()
  const wallet = walletThat(dapp, async ({ signed }) => form((await signed()) as Hex))
  const { config } = dapp
  const granted = (await acts.grant({ dapp, config, session, wallet })) as Session
  expect(granted.status).toBe('ACTIVE')
  await acts.revoke({ dapp, config, session, wallet })
  expect((await getSession(config, { sessionId: session.id })).status).toBe('REVOKED')
})

describe('an owner with code', () => {
  const source = `
    // SPDX-License-Identifier: MIT
    pragma solidity 0.8.17;
    ${ownedWalletSource}
  `
  let contract: Address

  const funded = async ({ client }: TestDapp, address: Address) => {
    const params = [address, toHex(parseEther('10'))]
    await client.request({ method: 'anvil_setBalance', params } as never)
  }

  beforeAll(async () => {
    const { client, owner, wallet } = shared.dapp
    await funded(shared.dapp, owner)
    const compiled = await runSolc({
      language: 'Solidity',
      sources: { 'wallet.sol': { content: source } },
      settings: { outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
    })
    const { account, chain } = wallet
    if (!compiled.OwnedWallet || !account) throw new Error('It was not compiled.')
    const hash = await wallet.deployContract({
      ...compiled.OwnedWallet,
      args: [owner],
      account,
      chain,
    })
    const receipt = await client.waitForTransactionReceipt({ hash })
    contract = receipt.contractAddress as Address
  })

  test('a contract wallet is told before anything is asked', async () => {
    const { dapp } = shared
    const { chainId } = dapp
    const storage = memory()
    const bundler = await startProxy(inject('devnet').bundlerUrl)
    const config = dapp.reload({ storage, bundler: { [chainId]: bundler.url } })
    const sign = vi.fn(({ signed }: { signed: () => Promise<string> }) => signed())
    const as = toAccount({
      address: contract,
      signMessage: ({ message }) => privateKeyToAccount(dapp.ownerKey).signMessage({ message }),
      signTransaction: () => Promise.reject(new Error('It signs messages alone.')),
      signTypedData: () => Promise.reject(new Error('It signs messages alone.')),
    })
    const wallet = walletThat(dapp, sign, { as: as as never })
    const policy = mintPolicy(dapp)
    const sessionIds = [shared.session.id]
    const attempts = [
      () => prepareGrant(config, { policy, chainId, owner: contract }),
      () => grantSession(config, { policy, chainId, wallet }),
      () => revokeSessions(config, { sessionIds, chainId, wallet }),
      () => sendOwnerTransaction(config, { calls: [mint(dapp)], chainId, wallet }),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(ContractOwnerError)
    expect(sign).not.toHaveBeenCalled()
    expect(bundler.requests).toEqual([])
    expect(await dumpContent(storage)).toBe('[]')
  })

  test('a key that delegates to a contract (EIP-7702) grants and revokes as ever', async () => {
    const dapp = await createTestDapp()
    const { client, config, chainId, ownerKey, owner } = dapp
    await funded(dapp, owner)
    const wallet = createWalletClient({
      account: privateKeyToAccount(ownerKey),
      chain: client.chain,
      transport: http(inject('devnet').rpcUrl),
    })
    const authorization = await wallet.signAuthorization({
      contractAddress: contract,
      executor: 'self',
    })
    const hash = await wallet.sendTransaction({
      to: owner,
      authorizationList: [authorization],
      chain: null,
    })
    await client.waitForTransactionReceipt({ hash })
    expect(await client.getCode({ address: owner })).toBe(
      `0xef0100${contract.slice(2).toLowerCase()}`,
    )

    const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
    await sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
    expect(await dapp.nftBalance()).toBe(1n)
    await revokeSessions(config, { sessionIds: [session.id], chainId, wallet })
    expect(await dapp.root()).toBe(zeroHash)
    const scope = { chainId, account: dapp.account.address }
    expect(await reconcileSessions(config, scope)).toBe('in-sync')
  })
})

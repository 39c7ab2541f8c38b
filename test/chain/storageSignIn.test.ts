import { createSmartAccountClient } from '@biconomy/account'
import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeAbiParameters,
  type Hex,
  hashMessage,
  http,
  type PublicClient,
  parseAbiParameters,
  parseEther,
  toHex,
  zeroHash,
} from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { createSiweMessage } from 'viem/siwe'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { encodeOwnerSignature } from '../../src/account/encodeOwnerSignature.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { ChainUnreachableError } from '../../src/errors/ChainUnreachableError.ts'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { signInToRemote } from '../../src/storage/remote/signInToRemote.ts'
import { createStorageHandler } from '../../src/storage/server/createStorageHandler.ts'
import type { StorageServerParameters } from '../../src/storage/server/StorageServerParameters.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import type { RecordAddress } from '../../src/types/Storage.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import {
  createStorageServer,
  serverSecret,
  type TestServer,
} from '../conformance/createStorageServer.ts'
import { runSolc } from '../devnet/runSolc.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { ownedWalletSource } from '../harness/ownedWalletSource.ts'
import { mintPolicy } from '../harness/policies.ts'
import { type Fault, rpcReply, startProxy } from '../harness/startProxy.ts'

const notSigned = /The signature is not of this account/
const chainId = polygonAmoy.id

/** Contract accounts: one as it should be, and several that are not. */
const wallets = `
  // SPDX-License-Identifier: MIT
  pragma solidity 0.8.17;

  ${ownedWalletSource}
  contract RevertingWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) { revert("not today"); }
  }
  contract BreakingWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
      assembly { invalid() }
    }
  }
  contract EndlessWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
      for (uint256 n; ; n++) {}
    }
  }
  contract SilentWallet { fallback() external {} }
  contract TrueWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bool) { return true; }
  }
  contract GarbageWallet {
    function isValidSignature(bytes32 hash, bytes calldata) external pure returns (bytes32) { return keccak256(abi.encode(hash)); }
  }
  contract ShortWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
      assembly { mstore(0, shl(224, 0x1626ba7e)) return(0, 3) }
    }
  }
  contract RightAlignedWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (uint256) { return 0x1626ba7e; }
  }
`
type WalletName =
  | 'OwnedWallet'
  | 'RevertingWallet'
  | 'BreakingWallet'
  | 'EndlessWallet'
  | 'SilentWallet'
  | 'TrueWallet'
  | 'GarbageWallet'
  | 'ShortWallet'
  | 'RightAlignedWallet'

let client: PublicClient
let server: TestServer
let deploy: (name: WalletName, args?: readonly unknown[]) => Promise<Address>
let send: (call: { to: Address; data: Hex }) => Promise<void>

beforeAll(async () => {
  const { rpcUrl } = inject('devnet')
  client = clientOf(rpcUrl)
  const payer = privateKeyToAccount(generatePrivateKey())
  const value = toHex(parseEther('10'))
  await client.request({ method: 'anvil_setBalance', params: [payer.address, value] } as never)
  const wallet = createWalletClient({ account: payer, chain: polygonAmoy, transport: http(rpcUrl) })
  const contracts = await runSolc({
    language: 'Solidity',
    sources: { 'wallets.sol': { content: wallets } },
    settings: { outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  })
  deploy = async (name, args = []) => {
    const contract = contracts[name]
    if (!contract) throw new Error(`There is no ${name}.`)
    const hash = await wallet.deployContract({ ...contract, args })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    if (!contractAddress) throw new Error(`${name} was not deployed.`)
    return contractAddress
  }
  send = async (call) => {
    const hash = await wallet.sendTransaction(call)
    expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success')
  }
  server = await createStorageServer({ storage: memory(), clients: { [chainId]: client } })
})

afterAll(() => server.stop())

function clientOf(rpcUrl: string) {
  return createPublicClient({
    chain: { ...polygonAmoy, rpcUrls: { default: { http: [rpcUrl] } } },
    transport: http(rpcUrl, { retryCount: 0 }),
  })
}

async function serverWith(parameters: Partial<StorageServerParameters>): Promise<TestServer> {
  const other = await createStorageServer({ storage: memory(), ...parameters })
  onTestFinished(() => other.stop())
  return other
}

type Sign = (message: string) => Promise<Hex>

function signIn(
  address: Address,
  signMessage: Sign,
  options: { on?: TestServer; as?: number } = {},
) {
  const { on = server, as = chainId } = options
  return signInToRemote({
    url: on.url,
    address,
    chainId: as,
    domain: 'app.example.com',
    signMessage,
  })
}

const byKey =
  (key: PrivateKeyAccount): Sign =>
  (message) =>
    key.signMessage({ message })
const newKey = () => privateKeyToAccount(generatePrivateKey())

describe('a contract account that answers (ERC-1271)', () => {
  test('signs in with its owner’s signature, and reaches its own records', async () => {
    const owner = newKey()
    const account = await deploy('OwnedWallet', [owner.address])
    const { token, accounts } = await signIn(account, byKey(owner))
    expect(accounts).toEqual([account.toLowerCase()])
    const own: RecordAddress = { chainId, account, kind: 'session', id: 'a' }
    const driver = remote({ url: server.url, token, retries: 0 })
    await driver.put(own, 1)
    expect((await driver.get(own))?.value).toBe(1)
    const theirs = { ...own, account: owner.address }
    await expect(driver.get(theirs)).rejects.toThrow(/another account/)
  })

  test('is not signed in by another’s signature, or by one of something else', async () => {
    const owner = newKey()
    const account = await deploy('OwnedWallet', [owner.address])
    await expect(signIn(account, byKey(newKey()))).rejects.toThrow(notSigned)
    const ofOther: Sign = (message) => owner.signMessage({ message: `${message} ` })
    await expect(signIn(account, ofOther)).rejects.toThrow(notSigned)
    for (const signature of ['0x', '0x00', `0x${'ff'.repeat(65)}`] as const)
      await expect(signIn(account, async () => signature)).rejects.toThrow(notSigned)
  })
})

describe('a contract account that does not', () => {
  test.each<WalletName>([
    'RevertingWallet',
    'BreakingWallet',
    'EndlessWallet',
    'SilentWallet',
    'TrueWallet',
    'GarbageWallet',
    'ShortWallet',
    'RightAlignedWallet',
  ])('%s is refused, and not taken for a node that is down', async (name) => {
    await expect(signIn(await deploy(name), byKey(newKey()))).rejects.toThrow(notSigned)
  })

  test('an address without code is refused what no key of its own signed', async () => {
    const nobody = newKey().address
    await expect(signIn(nobody, byKey(newKey()))).rejects.toThrow(notSigned)
    const ofContract: Sign = async (message) =>
      encodeOwnerSignature(await newKey().signMessage({ message }))
    await expect(signIn(nobody, ofContract)).rejects.toThrow(notSigned)
  })
})

describe('a Biconomy smart account', () => {
  let dapp: TestDapp
  let owner: PrivateKeyAccount

  beforeAll(async () => {
    dapp = await createTestDapp()
    owner = privateKeyToAccount(dapp.ownerKey)
  })

  const ownerSigns =
    (key: PrivateKeyAccount): Sign =>
    async (message) =>
      encodeOwnerSignature(await key.signMessage({ message }))

  /** As the SDK signs for an account that is not deployed. */
  function counterfactually(of: TestDapp, sign: Sign): Sign {
    const { initCode } = of.account
    const factory: Address = `0x${initCode.slice(2, 42)}`
    return async (message) =>
      `${encodeAbiParameters(parseAbiParameters('address, bytes, bytes'), [
        factory,
        `0x${initCode.slice(42)}`,
        await sign(message),
      ])}${'6492'.repeat(16)}`
  }

  async function deployAccount({ account: { initCode, address } }: TestDapp) {
    await send({ to: `0x${initCode.slice(2, 42)}`, data: `0x${initCode.slice(42)}` })
    expect(await client.getCode({ address })).not.toBe(undefined)
  }

  test('signs in before it is deployed (ERC-6492), and by the SDK', async () => {
    const fresh = await createTestDapp({ funded: false })
    const key = privateKeyToAccount(fresh.ownerKey)
    const { address } = fresh.account
    expect(await client.getCode({ address })).toBeUndefined()
    const signedIn = await signIn(address, counterfactually(fresh, ownerSigns(key)))
    expect(signedIn.accounts).toEqual([address.toLowerCase()])
    // Asking deploys nothing.
    expect(await client.getCode({ address })).toBeUndefined()

    const { bundlerUrl, rpcUrl } = inject('devnet')
    const sdk = await createSmartAccountClient({
      signer: fresh.wallet as never,
      bundlerUrl,
      rpcUrl,
    })
    const bySdk = await signIn(address, (message) => sdk.signMessage(message))
    expect(bySdk.accounts).toEqual([address.toLowerCase()])
  })

  test('is not signed in before it is deployed by another owner, or through another’s factory call', async () => {
    const fresh = await createTestDapp({ funded: false })
    const { address } = fresh.account
    const byOther = counterfactually(fresh, ownerSigns(newKey()))
    await expect(signIn(address, byOther)).rejects.toThrow(notSigned)
    // Deploys the attacker's account, and claims the signature to be of this one.
    const attacker = await createTestDapp({ funded: false })
    const key = privateKeyToAccount(attacker.ownerKey)
    const theirs = counterfactually(attacker, ownerSigns(key))
    await expect(signIn(address, theirs)).rejects.toThrow(notSigned)
    await expect(signIn(address, ownerSigns(key))).rejects.toThrow(notSigned)
  })

  test('signs in when it is deployed, with a plain signature and a wrapped one', async () => {
    const fresh = await createTestDapp({ funded: false })
    const key = privateKeyToAccount(fresh.ownerKey)
    await deployAccount(fresh)
    const { address } = fresh.account
    expect((await signIn(address, ownerSigns(key))).accounts).toEqual([address.toLowerCase()])
    const wrapped = await signIn(address, counterfactually(fresh, ownerSigns(key)))
    expect(wrapped.accounts).toEqual([address.toLowerCase()])
    await expect(signIn(address, ownerSigns(newKey()))).rejects.toThrow(notSigned)
    const byOther = counterfactually(fresh, ownerSigns(newKey()))
    await expect(signIn(address, byOther)).rejects.toThrow(notSigned)
  })

  test('a session key does not sign in for it', async () => {
    const { config, wallet, account } = dapp
    const session = await grantSession(config, { chainId, wallet, policy: mintPolicy(dapp) })
    const sessionKey = privateKeyToAccount(await unwrapSessionKey(config, session))
    const through =
      (module: Address): Sign =>
      async (message) =>
        encodeAbiParameters(parseAbiParameters('bytes, address'), [
          await sessionKey.signMessage({ message }),
          module,
        ])
    for (const module of [
      moduleAddresses.sessionKeyManager,
      moduleAddresses.batchedSessionRouter,
      moduleAddresses.ecdsaOwnership,
    ])
      await expect(signIn(account.address, through(module))).rejects.toThrow(notSigned)
    await expect(signIn(account.address, byKey(sessionKey))).rejects.toThrow(notSigned)
    // Else the refusals would prove nothing.
    expect((await signIn(account.address, ownerSigns(owner))).accounts).toHaveLength(1)
  })
})

describe('chains', () => {
  test('a chain vouches for a contract account on that chain alone', async () => {
    const owner = newKey()
    const account = await deploy('OwnedWallet', [owner.address])
    // No client for the chain of the message, and a chain that is not served.
    for (const as of [137, 5])
      await expect(signIn(account, byKey(owner), { as })).rejects.toThrow(
        as === 137 ? notSigned : /The chain is not served/,
      )
    const { token } = await signIn(account, byKey(owner))
    const driver = remote({ url: server.url, token, retries: 0 })
    const elsewhere: RecordAddress = { chainId: 137, account, kind: 'session', id: 'a' }
    await expect(driver.get(elsewhere)).rejects.toThrow(/another account or chain/)
    await expect(driver.put(elsewhere, 1)).rejects.toThrow(/another account or chain/)
    await expect(driver.list({ chainId: 137 })).rejects.toThrow(/another account or chain/)
    const stream = await fetch(`${server.url}/watch?chainId=137`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(stream.status).toBe(403)
    // What everything comes to is what lies on its chain.
    const own = { ...elsewhere, chainId }
    await driver.put(own, 1)
    expect((await driver.list({})).records).toMatchObject([{ address: { chainId } }])
  })

  test('a wallet’s accounts are asked for on each chain', async () => {
    const owner = newKey()
    const [here, there] = [newKey().address, newKey().address]
    const on = await serverWith({
      chainIds: [137, chainId],
      accountsOf: (_, of) => (of === chainId ? [here] : [there]),
    })
    const { token, accounts } = await signIn(owner.address, byKey(owner), { on })
    expect(accounts).toEqual([there.toLowerCase(), here.toLowerCase()])
    const driver = remote({ url: on.url, token, retries: 0 })
    const at = (of: number, account: Address): RecordAddress => ({
      chainId: of,
      account,
      kind: 'session',
      id: 'a',
    })
    await driver.put(at(chainId, here), 1)
    await driver.put(at(137, there), 2)
    await expect(driver.get(at(137, here))).rejects.toThrow(/another account or chain/)
    await expect(driver.get(at(chainId, there))).rejects.toThrow(/another account or chain/)
    expect((await driver.list({})).records.map(({ value }) => value)).toEqual([2, 1])
  })

  test('a client of another chain is refused when the server starts', () => {
    expect(() =>
      createStorageHandler({
        storage: memory(),
        secret: serverSecret,
        domains: [],
        chainIds: [137],
        clients: { 137: client },
      }),
    ).toThrow(InvalidParameterError)
  })
})

describe('a node that does not answer', () => {
  const faults: Record<string, Fault> = {
    'cuts the line': () => 'cut',
    'answers 502': () => ({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
    'limits the rate': () =>
      rpcReply({ error: { code: -32_005, message: 'daily request count exceeded' } }, 429),
    'has an error of its own': () =>
      rpcReply({ error: { code: -32_603, message: 'Internal error' } }),
    'knows no such call': () =>
      rpcReply({ error: { code: -32_601, message: 'the method eth_call does not exist' } }),
    'is behind': () => rpcReply({ error: { code: -32_000, message: 'header not found' } }),
  }

  test.each(Object.keys(faults))('%s: nobody is signed in, and nobody is refused', async (name) => {
    const owner = newKey()
    const account = await deploy('OwnedWallet', [owner.address])
    const proxy = await startProxy(inject('devnet').rpcUrl, faults[name])
    const onError = vi.fn()
    const on = await serverWith({ clients: { [chainId]: clientOf(proxy.url) }, onError })
    const post = (path: string, body: object) =>
      fetch(on.url + path, { method: 'POST', body: JSON.stringify(body) })
    const { nonce } = (await (await post('/nonce', {})).json()) as { nonce: string }
    const message = createSiweMessage({
      address: account,
      chainId,
      nonce,
      domain: 'app.example.com',
      uri: 'https://app.example.com',
      version: '1',
      expirationTime: new Date(Date.now() + 60_000),
    })
    const body = { message, signature: await owner.signMessage({ message }) }
    const down = await post('/sign-in', body)
    expect(down.status).toBe(503)
    expect(await down.json()).toEqual({
      error: 'Refused',
      message: 'The chain could not be asked about the signature.',
    })
    expect(onError.mock.calls).toEqual([[expect.any(ChainUnreachableError)]])
    await expect(signIn(account, byKey(owner), { on })).rejects.toThrow(/HTTP 503/)

    // A key's own signature needs no chain.
    expect((await signIn(owner.address, byKey(owner), { on })).accounts).toHaveLength(1)

    // The nonce was not used up.
    proxy.fault = undefined
    expect((await post('/sign-in', body)).status).toBe(200)
    expect((await post('/sign-in', body)).status).toBe(401)
  })

  test('a contract that asks to be looked up elsewhere (ERC-3668) is not followed', async () => {
    const fetched = vi.fn()
    const elsewhere = await startProxy(inject('devnet').rpcUrl, () => {
      fetched()
      return rpcReply({ result: zeroHash })
    })
    // Calls of a contract are those that viem would follow.
    const verifier = newKey().address
    const offchain = encodeAbiParameters(
      parseAbiParameters('address, string[], bytes, bytes4, bytes'),
      [verifier, [elsewhere.url], '0x', '0x00000000', '0x'],
    )
    const error = { code: 3, message: 'execution reverted', data: `0x556f1830${offchain.slice(2)}` }
    const proxy = await startProxy(inject('devnet').rpcUrl, ({ method }) =>
      method === 'eth_call' ? rpcReply({ error }) : undefined,
    )
    const node = clientOf(proxy.url)
    const chain = { ...node.chain, contracts: { erc6492Verifier: { address: verifier } } }
    const on = await serverWith({ clients: { [chainId]: { ...node, chain } } })
    await expect(signIn(newKey().address, byKey(newKey()), { on })).rejects.toThrow(notSigned)
    expect(fetched).not.toHaveBeenCalled()
  })
})

test('what is signed is the message’s EIP-191 hash', async () => {
  const owner = newKey()
  const account = await deploy('OwnedWallet', [owner.address])
  const { accounts } = await signIn(account, (message) =>
    owner.sign({ hash: hashMessage(message) }),
  )
  expect(accounts).toEqual([account.toLowerCase()])
})

import { encodeFunctionData, type Hex, http, isHex, parseAbi, parseEther, parseUnits } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { readNonce } from '../../src/account/readNonce.ts'
import { getSmartAccount } from '../../src/actions/getSmartAccount.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { narrowGrant } from '../../src/actions/narrowGrant.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type {
  CreateSessionConfigParameters,
  SessionConfig,
} from '../../src/config/createSessionConfig.ts'
import { AbortedError } from '../../src/errors/AbortedError.ts'
import { BaseError } from '../../src/errors/BaseError.ts'
import { BundlerAnswerError } from '../../src/errors/BundlerAnswerError.ts'
import { BundlerNotConfiguredError } from '../../src/errors/BundlerNotConfiguredError.ts'
import { BundlerUnreachableError } from '../../src/errors/BundlerUnreachableError.ts'
import { CallNotAllowedError } from '../../src/errors/CallNotAllowedError.ts'
import { ChainMismatchError } from '../../src/errors/ChainMismatchError.ts'
import { ChainUnreachableError } from '../../src/errors/ChainUnreachableError.ts'
import { ClientNotConfiguredError } from '../../src/errors/ClientNotConfiguredError.ts'
import { EscalationError } from '../../src/errors/EscalationError.ts'
import { InsufficientFundsError } from '../../src/errors/InsufficientFundsError.ts'
import { InvalidAddressError } from '../../src/errors/InvalidAddressError.ts'
import { InvalidIntervalError } from '../../src/errors/InvalidIntervalError.ts'
import { InvalidLimitError } from '../../src/errors/InvalidLimitError.ts'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { OwnerMismatchError } from '../../src/errors/OwnerMismatchError.ts'
import { PaymasterRefusedError } from '../../src/errors/PaymasterRefusedError.ts'
import { PolicyWidenedError } from '../../src/errors/PolicyWidenedError.ts'
import { SessionNotFoundError } from '../../src/errors/SessionNotFoundError.ts'
import { UnknownFunctionError } from '../../src/errors/UnknownFunctionError.ts'
import { UserOperationRejectedError } from '../../src/errors/UserOperationRejectedError.ts'
import { UserRejectedError } from '../../src/errors/UserRejectedError.ts'
import { WalletError } from '../../src/errors/WalletError.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import type { Session } from '../../src/types/Session.ts'
import { createTestDapp, erc20Abi, nftAbi, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpContent } from '../harness/dumpStorage.ts'
import { mint, mintPolicy, pay } from '../harness/policies.ts'
import { type Fault, rpcReply, startProxy } from '../harness/startProxy.ts'
import { walletThat } from '../harness/wallets.ts'

let dapp: TestDapp
/** Allows to mint, and any transfer of USDC. */
let session: Session
let sessionKey: Hex

beforeAll(async () => {
  dapp = await createTestDapp()
  const { config, chainId, wallet, nft, usdc } = dapp
  const policy = definePolicy({
    permissions: [
      contractCall({ address: nft, abi: nftAbi, functionName: 'safeMint' }),
      contractCall({ address: usdc, abi: erc20Abi, functionName: 'transfer' }),
    ],
    expiresIn: { hours: 1 },
  })
  session = await grantSession(config, { policy, chainId, wallet })
  sessionKey = await unwrapSessionKey(config, session)
})

async function stateOf({ config, client, account, root, nftBalance }: TestDapp) {
  return {
    storage: await dumpContent(config.storage),
    root: await root(),
    ownerNonce: await readNonce(client, account.address, 0n),
    minted: await nftBalance(),
  }
}

/**
 * What something that must fail says, without what differs from run to run. Checks that it is
 * typed, changed nothing anywhere, and gives no key away.
 */
async function failure(
  act: () => unknown,
  type: new (...parameters: never[]) => BaseError,
  of: TestDapp = dapp,
): Promise<string> {
  const before = await stateOf(of)
  const error = await new Promise<unknown>((resolve) => {
    const settled = async () => act()
    settled().then(() => resolve('It did not fail.'), resolve)
  })
  expect(error).toBeInstanceOf(type)
  if (!(error instanceof BaseError)) throw error
  expect(error.chainEffect).toBe('none')
  expect(await stateOf(of)).toEqual(before)
  for (let it: unknown = error; it instanceof Error; it = it.cause)
    for (const key of [sessionKey, of.ownerKey])
      expect(`${it.message} ${it.stack} ${JSON.stringify(it)}`.toLowerCase()).not.toContain(
        key.slice(2),
      )
  return error.message
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Details:'))
    .join('\n')
    .replace(/0x[0-9a-fA-F]{64}/g, '<hash>')
    .replace(/0x[0-9a-fA-F]{40}/g, '<address>')
    .replace(/\b[0-9a-f]{32}\b/g, '<id>')
}

const grant = (config: SessionConfig = dapp.config, wallet = dapp.wallet) =>
  grantSession(config, { policy: mintPolicy(dapp), chainId: dapp.chainId, wallet })
const send = (config: SessionConfig = dapp.config, calls = [mint(dapp)]) =>
  sendSessionTransaction(config, { sessionId: session.id, calls })

describe('a policy that cannot be', () => {
  test('a function that the ABI lacks', async () => {
    const { nft: address } = dapp
    const act = () => contractCall({ address, abi: nftAbi, functionName: 'burn' as 'safeMint' })
    expect(await failure(act, UnknownFunctionError)).toMatchInlineSnapshot(`
      "The ABI has no function \`burn\`.
      It has: safeMint(address), balanceOf(address).
      Fix: check the spelling, and that this is the ABI of that contract."
    `)
  })

  test('an address that is none', async () => {
    const act = () => erc20Transfer({ token: '0x1234', to: dapp.shop, maxAmount: 1n })
    expect(await failure(act, InvalidAddressError)).toMatchInlineSnapshot(`
      "\`token\` is not an address: "0x1234".
      Fix: an address is \`0x\` and 40 hexadecimal digits (20 bytes)."
    `)
  })

  test('a private key in place of an address is not repeated', async () => {
    const key = dapp.ownerKey as Hex
    const act = () => erc20Transfer({ token: dapp.usdc, to: key, maxAmount: 1n })
    expect(await failure(act, InvalidAddressError)).toMatchInlineSnapshot(`
      "\`to\` is not an address: a text of 66 characters.
      Fix: an address is \`0x\` and 40 hexadecimal digits (20 bytes)."
    `)
  })

  test('an interval that is over', async () => {
    const act = () =>
      grantSession(dapp.config, {
        policy: mintPolicy(dapp, { validUntil: 1_600_000_000 }),
        chainId: dapp.chainId,
        wallet: dapp.wallet,
      })
    expect(await failure(act, InvalidIntervalError)).toMatchInlineSnapshot(`
      "\`validUntil\` (1600000000) is in the past.
      Fix: give a later time, or \`expiresIn\`. For no end write \`expiresIn: 'never'\`, not 0."
    `)
  })

  test('an interval that is over by the time that the user approves', async () => {
    const { config, chainId, wallet, owner } = dapp
    const { timestamp } = await dapp.client.getBlock({ blockTag: 'pending' })
    const policy = mintPolicy(dapp, { validUntil: Number(timestamp) + 1 })
    const prepared = await prepareGrant(config, { policy, chainId, owner })
    await expect
      .poll(async () => (await dapp.client.getBlock({ blockTag: 'pending' })).timestamp, {
        timeout: 5_000,
      })
      .toBeGreaterThan(timestamp + 1n)
    const act = () => grantSession(config, { grant: prepared, wallet })
    expect(
      (await failure(act, InvalidIntervalError)).replace(/\d{10}/, '<time>'),
    ).toMatchInlineSnapshot(`
      "\`validUntil\` (<time>) has passed.
      Fix: ask for a policy that ends later, or use \`expiresIn\`, which counts from the approval."
    `)
  })

  test('a negative limit', async () => {
    // a literal does not compile, so a computed one
    const maxAmount = 1n - BigInt(2)
    const act = () => erc20Transfer({ token: dapp.usdc, to: dapp.shop, maxAmount })
    expect(await failure(act, InvalidLimitError)).toMatchInlineSnapshot(`
      "\`maxAmount\` must be a bigint from 0 to 2^256 − 1.
      Given: -1n.
      Fix: give base units, such as \`parseUnits("1", 6)\` or \`parseEther("0.1")\`."
    `)
  })

  test('a permission to call the account itself', async () => {
    const { config, chainId, wallet, account } = dapp
    const abi = parseAbi(['function enableModule(address module)'])
    const policy = definePolicy({
      permissions: [contractCall({ address: account.address, abi, functionName: 'enableModule' })],
      expiresIn: { hours: 1 },
    })
    const act = () => grantSession(config, { policy, chainId, wallet })
    expect(await failure(act, EscalationError)).toMatchInlineSnapshot(`
      "\`permissions[0]\` would let the session key call the smart account itself.
      Target: <address>.
      A key that may call the account or its modules can lift every other limit, so this is never offered for approval.
      Fix: remove the permission. What the account itself must do, the owner signs."
    `)
  })
})

describe('a grant that was changed behind the back of the core', () => {
  const prepare = () => {
    const { config, chainId, owner } = dapp
    return prepareGrant(config, { policy: mintPolicy(dapp), chainId, owner })
  }

  test('a wider policy, also when the request is widened with it', async () => {
    const prepared = await prepare()
    const wider = mintPolicy(dapp, { expiresIn: { hours: 24 } })
    const forged = narrowGrant({ ...prepared, requested: wider }, wider)
    const act = () => grantSession(dapp.config, { grant: forged, wallet: dapp.wallet })
    const message = await failure(act, PolicyWidenedError)
    expect(message.replace(/\d{10}/g, '<time>')).toMatchInlineSnapshot(`
      "The change would widen the policy: it would be valid from 0 to <time>, and was asked for from 0 to <time>.
      An approval can only grant what was asked for, or less.
      Fix: lower the limit or the expiry, or ask for a new policy."
    `)
  })

  test('leaves that are not those of the policy that was shown', async () => {
    const [prepared, other] = [await prepare(), await prepare()]
    const forged = { ...prepared, permissions: other.permissions }
    const act = () => grantSession(dapp.config, { grant: forged, wallet: dapp.wallet })
    expect(await failure(act, PolicyWidenedError)).toMatchInlineSnapshot(`
      "The change would widen the policy: its leaves are not those of its policy.
      An approval can only grant what was asked for, or less.
      Fix: lower the limit or the expiry, or ask for a new policy."
    `)
  })

  test('a grant of another config', async () => {
    const prepared = await prepare()
    const act = () => grantSession(dapp.reload(), { grant: prepared, wallet: dapp.wallet })
    expect(await failure(act, InvalidParameterError)).toMatchInlineSnapshot(`
      "\`grant\` was not prepared here, or was granted already.
      Pass what prepareGrant() or narrowGrant() returned, with the same config and once.
      Nothing was stored or sent."
    `)
  })
})

describe('a config that lacks something', () => {
  test('no bundler for the chain', async () => {
    const act = () => grant(dapp.reload({ bundler: {} }))
    expect(await failure(act, BundlerNotConfiguredError)).toMatchInlineSnapshot(`
      "No bundler is configured for chain 80002.
      Add one: createSessionConfig({ bundler: { [80002]: 'https://…' } }).
      Any ERC-4337 bundler for EntryPoint v0.6 will do. Nothing was sent."
    `)
  })

  test('no client for the chain', async () => {
    const act = () => grant(dapp.reload({ clients: {} }))
    expect(await failure(act, ClientNotConfiguredError)).toMatchInlineSnapshot(`
      "Chain 80002 cannot be read: no client is configured for it.
      In React, add the chain to the wagmi config around <SessionProvider>.
      Elsewhere: createSessionConfig({ clients: { [80002]: createPublicClient({ chain, transport }) } }).
      Nothing was sent."
    `)
  })

  test('an owner or an index that is none', async () => {
    const { config, chainId, owner } = dapp
    const noOwner = () => getSmartAccount(config, { chainId, owner: '0xme' })
    expect(await failure(noOwner, InvalidAddressError)).toMatchInlineSnapshot(`
      "\`owner\` is not an address: "0xme".
      Fix: an address is \`0x\` and 40 hexadecimal digits (20 bytes)."
    `)
    const noIndex = () => getSmartAccount(config, { chainId, owner, index: -1 })
    expect(await failure(noIndex, InvalidParameterError)).toMatchInlineSnapshot(`
      "\`index\` is no index: -1.
      Give a whole number of zero or more, or leave it out.
      Nothing was stored or sent."
    `)
  })
})

describe('a wallet', () => {
  const reject = (error: unknown) => () => {
    throw error
  }

  test.each([
    ['as an error', Object.assign(new Error('User rejected.'), { code: 4001 })],
    ['as a plain object', { code: 4001, message: 'User rejected.' }],
    ['deep in the cause', new Error('x', { cause: { cause: { code: 4001 } } })],
    ['as MetaMask wraps it', { code: -32603, data: { originalError: { code: 4001 } } }],
    ['as WalletConnect says it', { code: 5000, message: 'User rejected.' }],
    ['as ethers says it', Object.assign(new Error('rejected'), { code: 'ACTION_REJECTED' })],
  ])('that says no, %s', async (_, error) => {
    const act = () => grant(dapp.config, walletThat(dapp, reject(error)))
    expect(await failure(act, UserRejectedError)).toBe(
      'The request was rejected in the wallet.\nNothing was granted, sent or stored. It can be asked again.',
    )
  })

  test('that says no to a revocation: every session is as before', async () => {
    const wallet = walletThat(dapp, reject({ code: 4001, message: 'User rejected.' }))
    const { config, chainId } = dapp
    const act = () => revokeSessions(config, { sessionIds: [session.id], chainId, wallet })
    await failure(act, UserRejectedError)
  })

  test.each([
    ['nothing', undefined],
    ['a word', 'hello'],
    ['a short signature', '0x1234'],
    ['an object', {}],
  ])('that answers with %s', async (_, answer) => {
    const act = () =>
      grant(
        dapp.config,
        walletThat(dapp, () => answer),
      )
    expect(await failure(act, WalletError)).toBe(
      [
        'The wallet answered with something that is not a signature of a key.',
        'A smart contract wallet answers so: it cannot own the account. Otherwise try again, or use another wallet for this account.',
        'Nothing was sent.',
      ].join('\n'),
    )
  })

  test.each([
    ['nothing', undefined],
    ['a string', 'no'],
    ['an error', new Error('locked')],
  ])('that throws %s', async (_, error) => {
    await failure(() => grant(dapp.config, walletThat(dapp, reject(error))), WalletError)
  })

  test('on another chain', async () => {
    const wallet = walletThat(dapp, ({ signed }) => signed(), { chainId: 1 })
    expect(
      await failure(() => grant(dapp.config, wallet), ChainMismatchError),
    ).toMatchInlineSnapshot(`
      "The wallet is on chain 1, but this is for chain 80002.
      Switch the wallet to chain 80002 and try again. Nothing was signed."
    `)
  })

  test('of another owner', async () => {
    const as = privateKeyToAccount(generatePrivateKey())
    const wallet = walletThat(dapp, ({ signed }) => signed(), { as })
    const { config, chainId, owner } = dapp
    const policy = mintPolicy(dapp)
    const prepared = await prepareGrant(config, { policy, chainId, owner })
    const act = () => grantSession(config, { grant: prepared, wallet })
    expect(await failure(act, OwnerMismatchError)).toMatchInlineSnapshot(`
      "The wallet acts as <address>, but the smart account belongs to <address>.
      Switch the wallet to the owner and try again. Nothing was sent."
    `)
  })

  test('that signs with another key than it says', async () => {
    const other = privateKeyToAccount(generatePrivateKey())
    const wallet = walletThat(dapp, () => other.signMessage({ message: 'anything' }))
    await failure(() => grant(dapp.config, wallet), OwnerMismatchError)
  })

  test('is not asked by who has given up already', async () => {
    let asked = 0
    const wallet = walletThat(dapp, ({ signed }) => {
      asked += 1
      return signed()
    })
    const { config, chainId } = dapp
    const signal = AbortSignal.abort()
    const act = () => grantSession(config, { policy: mintPolicy(dapp), chainId, wallet, signal })
    expect(await failure(act, AbortedError)).toMatchInlineSnapshot(`
      "The wait was aborted.
      Nothing was sent. It can be started again."
    `)
    expect(asked).toBe(0)
  })

  test('that does not answer can be given up on', async () => {
    const giveUp = new AbortController()
    const wallet = walletThat(dapp, () => {
      giveUp.abort()
      return new Promise(() => undefined)
    })
    const { config, chainId } = dapp
    const { signal } = giveUp
    await failure(
      () => grantSession(config, { policy: mintPolicy(dapp), chainId, wallet, signal }),
      AbortedError,
    )
  })
})

describe('money', () => {
  test('an account without funds, and no paymaster: found out before the wallet is asked', async () => {
    const poor = await createTestDapp({ funded: false, sponsored: false })
    let asked = 0
    const wallet = walletThat(poor, ({ signed }) => {
      asked += 1
      return signed()
    })
    const act = () =>
      grantSession(poor.config, { policy: mintPolicy(poor), chainId: poor.chainId, wallet })
    const said = await failure(act, InsufficientFundsError, poor)
    expect(said.replace(/up to [1-9]\d+ wei/, 'up to <amount> wei')).toMatchInlineSnapshot(`
      "The smart account <address> cannot pay for the gas (AA21).
      The gas may cost up to <amount> wei.
      The account holds 0 wei.
      Send it some of the native token,
      or configure a paymaster for its chain: createSessionConfig({ paymaster: { [chainId]: { url: '…' } } }).
      Nothing was sent to the chain."
    `)
    expect(asked).toBe(0)
  })

  test('a paymaster that refuses, with HTTP 200 or 400', async () => {
    const { chainId } = dapp
    for (const status of [200, 400]) {
      const error = { code: -32001, message: 'This dapp has no gas left.' }
      const proxy = await startProxy(inject('devnet').paymasterUrl, () =>
        rpcReply({ error }, status),
      )
      const act = () =>
        grant(dapp.reload({ paymaster: { [chainId]: { url: proxy.url, type: 'biconomy' } } }))
      expect(await failure(act, PaymasterRefusedError)).toBe(
        'The paymaster did not sponsor the user operation.\nCheck its policies and balance, or fund the account and leave the paymaster out.\nNothing was sent to the chain.',
      )
    }
  })

  test('a paymaster that cannot be reached', async () => {
    const url = 'http://127.0.0.1:9/api/v1/80002/none'
    const act = () =>
      grant(dapp.reload({ paymaster: { [dapp.chainId]: { url, type: 'biconomy' } } }))
    expect(await failure(act, BundlerUnreachableError)).toMatchInlineSnapshot(`
      "The paymaster did not answer pm_sponsorUserOperation.
      Nothing was sent. Check the paymaster's address and the network, and try again."
    `)
  })

  test('calls that would revert are not laid on the paymaster', async () => {
    const data = encodeFunctionData({
      abi: erc20Abi,
      functionName: 'transfer',
      args: [dapp.shop, parseUnits('5000', 6)],
    })
    const call = { to: dapp.usdc, data }
    for (const config of [dapp.config, dapp.reload({ paymaster: {} })]) {
      const sending = () => send(config, [call])
      expect(await failure(sending, UserOperationRejectedError)).toContain(
        'refused the user operation: the calls would revert',
      )
      await expect(sending()).rejects.toThrow('ERC20: transfer amount exceeds balance')
    }
  })
})

describe('calls', () => {
  test('none', async () => {
    expect(
      await failure(() => send(dapp.config, []), InvalidParameterError),
    ).toMatchInlineSnapshot(`
      "\`calls\` has no call.
      Give at least one call.
      Nothing was stored or sent."
    `)
  })

  test('malformed ones', async () => {
    const { nft: to } = dapp
    const to1 = () => send(dapp.config, [{ to: '0x12' }])
    expect(await failure(to1, InvalidAddressError)).toMatchInlineSnapshot(`
      "\`calls[0].to\` is not an address: "0x12".
      Fix: an address is \`0x\` and 40 hexadecimal digits (20 bytes)."
    `)
    const key = () => send(dapp.config, [{ to: dapp.ownerKey }])
    await failure(key, InvalidAddressError)
    const data = () => send(dapp.config, [mint(dapp), { to, data: '0x123' }])
    expect(await failure(data, InvalidParameterError)).toMatchInlineSnapshot(`
      "\`calls[1].data\` is no whole bytes in hex.
      Encode it with encodeFunctionData().
      Nothing was stored or sent."
    `)
    const value = () => send(dapp.config, [{ to, value: -1n }])
    expect(await failure(value, InvalidParameterError)).toMatchInlineSnapshot(`
      "\`calls[0].value\` is no amount: -1.
      Give wei as a bigint of zero or more.
      Nothing was stored or sent."
    `)
  })

  test('outside of the policy', async () => {
    const approve = encodeFunctionData({
      abi: parseAbi(['function approve(address spender, uint256 amount)']),
      args: [dapp.shop, 1n],
    })
    const calls = [mint(dapp), { to: dapp.usdc, data: approve }]
    expect(
      await failure(() => send(dapp.config, calls), CallNotAllowedError),
    ).toMatchInlineSnapshot(`
      "Call 2 of 2 is outside the session's policy: Only the function transfer(address,uint256) may be called, not approve(address,uint256).
      Ask for a session that allows it, or let the owner send it.
      Session: <id>
      Nothing was sent."
    `)
    const withValue = [{ ...mint(dapp), value: parseEther('0.1') }]
    await failure(() => send(dapp.config, withValue), CallNotAllowedError)
    const coin = [{ to: dapp.shop, value: parseEther('0.1') }]
    expect(
      await failure(() => send(dapp.config, coin), CallNotAllowedError),
    ).toMatchInlineSnapshot(`
      "The call is outside the session's policy: The session modules of Smart Account V2 cannot allow a plain transfer of the native coin: they only allow calls of a function. The owner has to send it.
      Let the owner send it.
      Session: <id>
      Nothing was sent."
    `)
  })

  test('of a session that does not exist', async () => {
    const calls = [mint(dapp)]
    const sending = () => sendSessionTransaction(dapp.config, { sessionId: 'none', calls })
    expect(await failure(sending, SessionNotFoundError)).toMatchInlineSnapshot(`
      "Session not found.
      Session: none
      It may belong to another chain or account, or live in the storage of another device.
      Storage is scoped by chain and account; remote storage is the way to share. Nothing was sent."
    `)
    const { config, chainId, wallet } = dapp
    const revoking = () => revokeSessions(config, { sessionIds: ['none'], chainId, wallet })
    await failure(revoking, SessionNotFoundError)
  })
})

describe('a bundler', () => {
  const html = '<html><body>502 Bad Gateway</body></html>'
  const revoked = { code: -32500, message: 'AA23 reverted: SessionNotApproved' }
  const unsponsored = (url: string): Partial<CreateSessionConfigParameters> => ({
    bundler: { [dapp.chainId]: url },
    paymaster: {},
  })

  test('that is down', async () => {
    const config = dapp.reload(unsponsored('http://127.0.0.1:9/'))
    expect(await failure(() => grant(config), BundlerUnreachableError)).toMatchInlineSnapshot(`
      "The bundler did not answer eth_estimateUserOperationGas.
      Nothing was sent. Check the bundler's address and the network, and try again."
    `)
    await failure(() => send(config), BundlerUnreachableError)
  })

  const answers: [
    string,
    Fault,
    typeof BundlerUnreachableError | typeof UserOperationRejectedError,
  ][] = [
    ['HTML', () => ({ contentType: 'text/html', body: html }), BundlerAnswerError],
    [
      'HTML with HTTP 502',
      () => ({ status: 502, contentType: 'text/html', body: html }),
      BundlerUnreachableError,
    ],
    ['HTTP 500 and nothing else', () => ({ status: 500, body: '' }), BundlerUnreachableError],
    ['an empty result', () => rpcReply({ result: null }), BundlerAnswerError],
    ['an empty object', () => ({ body: '{}' }), BundlerAnswerError],
    ['a cut', () => 'cut', BundlerUnreachableError],
    [
      'a JSON-RPC error with HTTP 200',
      () => rpcReply({ error: revoked }),
      UserOperationRejectedError,
    ],
    [
      'a JSON-RPC error with HTTP 400',
      () => rpcReply({ error: revoked }, 400),
      UserOperationRejectedError,
    ],
  ]
  test.each(answers)('that answers an estimate with %s', async (_, answer, type) => {
    const proxy = await startProxy(inject('devnet').bundlerUrl, (request) =>
      request.method === 'eth_estimateUserOperationGas' ? answer(request) : undefined,
    )
    const config = dapp.reload(unsponsored(proxy.url))
    const message =
      type === BundlerAnswerError
        ? "The bundler's answer to eth_estimateUserOperationGas cannot be read.\nNothing was sent. See whether its address is that of an ERC-4337 bundler, and try again."
        : type === BundlerUnreachableError
          ? "The bundler did not answer eth_estimateUserOperationGas.\nNothing was sent. Check the bundler's address and the network, and try again."
          : 'The bundler refused the user operation (AA23): the session is not in the root on the chain: it was revoked, or never granted\nAsk for a new session.\nNothing was sent to the chain.'
    expect(await failure(() => send(config), type)).toBe(message)
    expect(await failure(() => grant(config), type)).toBe(message)
    expect(proxy.counts().eth_sendUserOperation).toBeUndefined()
  })

  test('that refuses what is sent: undone at once', async () => {
    const proxy = await startProxy(inject('devnet').bundlerUrl, ({ method }) =>
      method === 'eth_sendUserOperation' ? rpcReply({ error: revoked }) : undefined,
    )
    const config = dapp.reload({ bundler: { [dapp.chainId]: proxy.url } })
    await failure(() => grant(config), UserOperationRejectedError)
    const { storage: stored, ...before } = await stateOf(dapp)
    await expect(send(config)).rejects.toThrow(UserOperationRejectedError)
    const { storage, ...after } = await stateOf(dapp)
    expect(after).toEqual(before)
    // that it was refused is in the journal, and nowhere else
    const refusals = (text: string) => text.split('refused').length
    expect(refusals(storage)).toBeGreaterThan(refusals(stored))
  })

  test('is sent an operation once, also through a transport that retries', async () => {
    const proxy = await startProxy(inject('devnet').bundlerUrl, async ({ method, forward }) => {
      if (method !== 'eth_sendUserOperation') return undefined
      await forward()
      return { status: 503, body: '' }
    })
    const config = dapp.reload({ bundler: { [dapp.chainId]: http(proxy.url, { retryCount: 3 }) } })
    const { success } = await send(config, [pay(dapp, '0.1')])
    expect(success).toBe(true)
    expect(proxy.counts().eth_sendUserOperation).toBe(1)
  })
})

describe('a node', () => {
  test('that is down', async () => {
    const clients = { [dapp.chainId]: dapp.clientOf('http://127.0.0.1:9') }
    const config = dapp.reload({ clients })
    expect(await failure(() => grant(config), ChainUnreachableError)).toMatchInlineSnapshot(`
      "The chain could not be read.
      Nothing was sent. Check the network and the RPC URL of the chain, and try again."
    `)
    await failure(() => send(config), ChainUnreachableError)
    const { chainId, wallet } = dapp
    await failure(
      () => revokeSessions(config, { sessionIds: [session.id], chainId, wallet }),
      ChainUnreachableError,
    )
  })

  test('that goes down between the review and the approval', async () => {
    const proxy = await startProxy(inject('devnet').rpcUrl)
    const { chainId, owner, wallet } = dapp
    const config = dapp.reload({ clients: { [chainId]: dapp.clientOf(proxy.url) } })
    const prepared = await prepareGrant(config, { policy: mintPolicy(dapp), chainId, owner })
    proxy.fault = () => 'cut'
    await failure(() => grantSession(config, { grant: prepared, wallet }), ChainUnreachableError)
  })
})

test('what is stored holds no key in the clear, whatever failed', async () => {
  const dump = (await dumpContent(dapp.config.storage)).toLowerCase()
  expect(isHex(sessionKey)).toBe(true)
  for (const key of [sessionKey, dapp.ownerKey]) expect(dump).not.toContain(key.slice(2))
})

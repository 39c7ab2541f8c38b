import {
  type Address,
  createTestClient,
  createWalletClient,
  encodeAbiParameters,
  encodeErrorResult,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  numberToHex,
  parseAbi,
  parseEther,
  parseUnits,
} from 'viem'
import {
  entryPoint06Address,
  getUserOperationHash,
  type UserOperation,
} from 'viem/account-abstraction'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { encodeCalls } from '../../src/account/encodeCalls.ts'
import { sendUserOperation } from '../../src/account/sendUserOperation.ts'
import { getSmartAccount } from '../../src/actions/getSmartAccount.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { sendOwnerTransaction } from '../../src/actions/sendOwnerTransaction.ts'
import { BaseError } from '../../src/errors/BaseError.ts'
import { UserOperationRejectedError } from '../../src/errors/UserOperationRejectedError.ts'
import { UserOperationRevertedError } from '../../src/errors/UserOperationRevertedError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20ModuleTransfer } from '../../src/policies/erc20ModuleTransfer.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import type { Call } from '../../src/types/Policy.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { compileContracts } from '../devnet/compileContracts.ts'
import { devnetAccounts } from '../devnet/devnetAccounts.ts'
import { signSponsorship } from '../devnet/gateway/signSponsorship.ts'
import { createTestDapp, erc20Abi, nftAbi, type TestDapp } from '../harness/createTestDapp.ts'
import { faucet } from '../harness/faucet.ts'
import { buildByHand, simulateValidation } from '../harness/handBuilt.ts'
import { mint, mintPolicy, pay } from '../harness/policies.ts'
import { rpcReply, startProxy } from '../harness/startProxy.ts'

const managerAbi = parseAbi(['function setMerkleRoot(bytes32 _merkleRoot)'])
const paymasterAbi = parseAbi([
  'function deposit() payable',
  'function withdrawTo(address withdrawAddress, uint256 amount)',
])

let dapp: TestDapp
let sessionKey: Hex
/** Leaves that are in the root: what the policy allows, and two that the clock forbids. */
let leaves: Record<'mint' | 'pay' | 'expired' | 'notDue', SessionLeaf>
let proofOf: (leaf: SessionLeaf) => readonly Hex[]

beforeAll(async () => {
  dapp = await createTestDapp({ sponsored: false })
  const { config, chainId, wallet, usdc, shop } = dapp
  const policy = definePolicy({
    permissions: [
      ...mintPolicy(dapp).permissions,
      erc20ModuleTransfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) }),
    ],
    expiresIn: { hours: 2 },
    batch: true,
  })
  const session = await grantSession(config, { policy, chainId, wallet })
  sessionKey = await unwrapSessionKey(config, session)
  const [minting, paying] = session.permissions.map(({ leaf }) => leaf)
  if (!minting || !paying) throw new Error('The session has not both permissions.')
  leaves = {
    mint: minting,
    pay: paying,
    expired: { ...minting, validUntil: 1 },
    notDue: { ...minting, validAfter: 2 ** 40, validUntil: 0 },
  }
  const tree = createMerkleTree(Object.values(leaves).map(hashLeaf))
  proofOf = (leaf) => tree.getProof(hashLeaf(leaf))
  const args = [tree.root] as const
  const data = encodeFunctionData({ abi: managerAbi, functionName: 'setMerkleRoot', args })
  const calls = [{ to: moduleAddresses.sessionKeyManager, data }]
  await sendOwnerTransaction(config, { wallet, chainId, calls })
})

const hashOf = (userOperation: UserOperation<'0.6'>) =>
  getUserOperationHash({
    chainId: dapp.chainId,
    entryPointAddress: entryPoint06Address,
    entryPointVersion: '0.6',
    userOperation,
  })

interface Attempt {
  call?: Call
  leaf?: SessionLeaf
  proof?: readonly Hex[]
  privateKey?: Hex
  batch?: boolean
  fields?: Partial<UserOperation<'0.6'>>
  sponsor?: (unsigned: UserOperation<'0.6'>) => Promise<Hex>
  /** Changes it once it is signed. */
  change?: (signed: UserOperation<'0.6'>) => UserOperation<'0.6'>
}

async function build(attempt: Attempt): Promise<UserOperation<'0.6'>> {
  const { call = mint(dapp), leaf = leaves.mint, privateKey = sessionKey, change } = attempt
  const { proof = proofOf(leaf) } = attempt
  const operation = await buildByHand(dapp, { ...attempt, call, leaf, proof, privateKey })
  return change ? change(operation) : operation
}

/** What the bundler says to an operation, as an app gets it; without what differs in each run. */
async function refusalOf(operation: UserOperation<'0.6'>): Promise<string> {
  const bundler = dapp.config.getBundler(dapp.chainId)
  const error: unknown = await bundler.send(operation).then(
    (hash) => `it was taken: ${hash}`,
    (reason: unknown) => reason,
  )
  if (!(error instanceof BaseError)) throw new Error(`No error of the kit: ${String(error)}`)
  expect(error.chainEffect).toBe('none')
  const { code, reason } = error as Partial<UserOperationRejectedError>
  const text = error.message.replace(/\n\nDetails: [\s\S]*$/, '').replaceAll(/\n+/g, '\n')
  return `${error.name}${code ? ` ${code}` : ''}${reason ? ` (${reason})` : ''}\n${text}`.replaceAll(
    /0x[0-9a-fA-F]{40}/g,
    '<account>',
  )
}

async function refusalsOf(attempts: Record<string, () => Promise<UserOperation<'0.6'>>>) {
  const told: string[] = []
  for (const [name, operation] of Object.entries(attempts))
    told.push(`${name}: ${await refusalOf(await operation())}`)
  return told.join('\n\n')
}

test('what is allowed is taken, so that the refusals below have the cause that they name', async () => {
  const { client, config, chainId } = dapp
  const operation = await build({})
  expect(await simulateValidation(client, operation)).toBe('valid')
  expect(
    await simulateValidation(client, await build({ call: pay(dapp, '1'), leaf: leaves.pay })),
  ).toBe('valid')
  expect(await config.getBundler(chainId).send(operation)).toMatch(/^0x/)
})

test('each revert of a module is in words', async () => {
  const { usdc, nft, shop } = dapp
  const transfer = (to: Address, amount: bigint) =>
    encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, amount] })
  const other = getAddress(`0x${'12'.repeat(20)}`)
  const mintTo = encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args: [other] })
  const paying = (call: Call, batch = false) => build({ call, leaf: leaves.pay, batch })
  const addressed = (call: Call, leaf: SessionLeaf) =>
    build({
      fields: { callData: `0xdeadbeef${encodeCalls([call], { batch: false }).slice(10)}` },
      leaf,
    })
  const told = await refusalsOf({
    'another contract': () => build({ call: { ...mint(dapp), to: usdc } }),
    'another function': () => build({ call: { to: nft, data: '0x12345678' } }),
    value: () => build({ call: { ...mint(dapp), value: 1n } }),
    'another argument': () => build({ call: { to: nft, data: mintTo } }),
    'no call': () => addressed(mint(dapp), leaves.mint),
    'another token': () => paying({ to: nft, data: transfer(shop, 1n) }),
    'another token, in a batch': () => paying({ to: nft, data: transfer(shop, 1n) }, true),
    'another recipient': () => paying({ to: usdc, data: transfer(other, 1n) }),
    'too much': () => paying(pay(dapp, '1.000001')),
    'a token with value': () => paying({ ...pay(dapp, '1'), value: 1n }),
    'no call of a token': () => addressed(pay(dapp, '1'), leaves.pay),
    'a leaf that is not in the root': () =>
      build({ leaf: { ...leaves.mint, validUntil: 7 }, proof: proofOf(leaves.mint) }),
    'a batch that is none': () =>
      build({ batch: true, fields: { callData: encodeCalls([mint(dapp)], { batch: false }) } }),
    'a batch with a call too many': () =>
      build({
        batch: true,
        fields: { callData: encodeCalls([mint(dapp), mint(dapp)], { batch: true }) },
      }),
    'a module that is not enabled': () =>
      build({
        change: (signed) => ({
          ...signed,
          signature: encodeAbiParameters(
            [{ type: 'bytes' }, { type: 'address' }],
            ['0x', moduleAddresses.multichain],
          ),
        }),
      }),
    'a signature of 64 bytes': () =>
      build({
        change: (signed) => ({
          ...signed,
          signature: encodeAbiParameters(
            [{ type: 'bytes' }, { type: 'address' }],
            [`0x${'11'.repeat(64)}`, moduleAddresses.ecdsaOwnership],
          ),
        }),
      }),
  })
  await expect(told).toMatchFileSnapshot('__snapshots__/faultsOfModules.txt')
})

test('each code of the entry point that a bundler lets through to it is in words', async () => {
  const { account, chainId, config, client, shop } = dapp
  const used = await build({})
  const stranger = await createTestDapp({ funded: false, sponsored: false })
  const undeployed = { sender: stranger.account.address, nonce: 0n }
  const { initCode } = await getSmartAccount(config, {
    chainId,
    owner: privateKeyToAccount(generatePrivateKey()).address,
  })
  const { factory } = moduleAddresses
  const told = await refusalsOf({
    'the account is there': () => build({ fields: { initCode: account.initCode } }),
    'the factory fails': () =>
      build({ fields: { ...undeployed, initCode: `${factory}deadbeef` as Hex } }),
    'the factory makes another account': () => build({ fields: { ...undeployed, initCode } }),
    'the account is not there': () => build({ fields: undeployed }),
    'no funds': () => build({ fields: { callGasLimit: parseEther('0.000001') } }),
    expired: () => build({ leaf: leaves.expired }),
    'not due': () => build({ leaf: leaves.notDue }),
    'another key': () => build({ privateKey: generatePrivateKey() }),
    'a nonce that was used': async () => {
      const submission = await sendUserOperation(
        { bundler: config.getBundler(chainId), client },
        used,
        { userOpHash: hashOf(used), fromBlock: 0n, pollingInterval: 50, timeout: 30_000 },
      )
      expect(await submission.wait()).toMatchObject({ success: true })
      const lane = used.nonce >> 64n
      return build({ fields: { nonce: lane << 64n } })
    },
    'a nonce of the future': () => build({ fields: { nonce: ((used.nonce >> 64n) << 64n) + 99n } }),
    'a paymaster without code': () => build({ fields: { paymasterAndData: `${shop}00` as Hex } }),
    'half an address of a paymaster': () => build({ fields: { paymasterAndData: '0x1234' } }),
    'too little gas to validate': () => build({ fields: { verificationGasLimit: 12_000n } }),
    'a gas price that nobody can count': () =>
      build({ fields: { maxFeePerGas: 2n ** 121n, maxPriorityFeePerGas: 2n ** 121n } }),
  })
  await expect(told).toMatchFileSnapshot('__snapshots__/faultsOfEntryPoint.txt')
})

describe('a paymaster', () => {
  test('that runs dry, refuses, or whose approval is wrong, is named as the cause', async () => {
    const { chainId, client } = dapp
    const { DevnetPaymaster } = await compileContracts(() => undefined)
    // one of its own, so that what is done to it is not done to others
    const runner = privateKeyToAccount(generatePrivateKey())
    await faucet(runner.address)
    const owner = createWalletClient({
      account: runner,
      chain: client.chain,
      transport: http(inject('devnet').rpcUrl),
    })
    const deployed = await client.waitForTransactionReceipt({
      hash: await owner.deployContract({
        abi: DevnetPaymaster.abi,
        bytecode: DevnetPaymaster.bytecode,
        chain: client.chain,
        args: [moduleAddresses.entryPoint, devnetAccounts.paymasterSigner.address],
      }),
      pollingInterval: 50,
    })
    const paymaster = deployed.contractAddress
    if (!paymaster) throw new Error('The paymaster was not deployed.')
    const write = async (functionName: 'deposit' | 'withdrawTo', value: bigint) => {
      const hash = await owner.writeContract({
        address: paymaster,
        abi: paymasterAbi,
        ...(functionName === 'deposit'
          ? { functionName, value }
          : { functionName, args: [runner.address, value] as const }),
      } as never)
      const { status } = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 })
      expect(status).toBe('success')
    }
    const { timestamp } = await client.getBlock()
    const sponsor =
      (validUntil = Number(timestamp) + 3600) =>
      (unsigned: UserOperation<'0.6'>) =>
        signSponsorship({
          chainId,
          paymaster,
          userOperation: {
            ...unsigned,
            initCode: unsigned.initCode ?? '0x',
            paymasterAndData: '0x',
            nonce: numberToHex(unsigned.nonce),
            callGasLimit: numberToHex(unsigned.callGasLimit),
            verificationGasLimit: numberToHex(unsigned.verificationGasLimit),
            preVerificationGas: numberToHex(unsigned.preVerificationGas),
            maxFeePerGas: numberToHex(unsigned.maxFeePerGas),
            maxPriorityFeePerGas: numberToHex(unsigned.maxPriorityFeePerGas),
          },
          validUntil,
        })
    const sponsored = (attempt: Attempt = {}) => build({ sponsor: sponsor(), ...attempt })

    await write('deposit', parseEther('0.5'))
    expect(await simulateValidation(client, await sponsored())).toBe('valid')
    const limited = await findLimits(async (verificationGasLimit) =>
      sponsored({ fields: { verificationGasLimit } }),
    )
    const told = await refusalsOf({
      'its approval expired': () => sponsored({ sponsor: sponsor(1) }),
      'its approval was for another operation': () =>
        build({
          sponsor: async (unsigned) => sponsor()({ ...unsigned, callGasLimit: 1n }),
        }),
      'its approval is no signature': () =>
        build({
          sponsor: async (unsigned) => `${(await sponsor()(unsigned)).slice(0, -2)}` as Hex,
        }),
      'too little gas for both': async () => limited('AA40'),
      'too little gas for the account': async () => limited('AA41'),
      'its deposit ran dry': async () => {
        await write('withdrawTo', parseEther('0.5'))
        return sponsored()
      },
    })
    await expect(told).toMatchFileSnapshot('__snapshots__/faultsOfPaymaster.txt')
  })
})

/** Finds the gas limits at which the entry point gives its codes, which no table tells. */
async function findLimits(
  build: (verificationGasLimit: bigint) => Promise<UserOperation<'0.6'>>,
): Promise<(code: string) => UserOperation<'0.6'>> {
  const found = new Map<string, UserOperation<'0.6'>>()
  for (let limit = 30_000n; limit < 160_000n && found.size < 2; limit += 1_000n) {
    const operation = await build(limit)
    const code = /AA4[01]/.exec(await simulateValidation(dapp.client, operation))?.[0]
    if (code && !found.has(code)) found.set(code, operation)
  }
  return (code) => {
    const operation = found.get(code)
    if (!operation) throw new Error(`No gas limit gives ${code}.`)
    return operation
  }
}

/** Reverts with whatever it is called with. */
const echo: Hex = '0x366000600037366000fd'

describe('a called contract that reverts', () => {
  const abi = parseAbi([
    'error Error(string message)',
    'error Panic(uint256 code)',
    'error OutOfStock(uint256 left)',
  ])
  const reverts: Record<string, Hex> = {
    'with words': encodeErrorResult({ abi, errorName: 'Error', args: ['Shop: closed on Sundays'] }),
    'with a panic': encodeErrorResult({ abi, errorName: 'Panic', args: [0x12n] }),
    'with an error of its own': encodeErrorResult({ abi, errorName: 'OutOfStock', args: [0n] }),
    'with nothing': '0x',
  }

  test('is told before it is sent, and as well when it was mined', async () => {
    const { config, chainId, wallet } = dapp
    const shop = privateKeyToAccount(generatePrivateKey()).address
    const node = createTestClient({ mode: 'anvil', transport: http(inject('devnet').rpcUrl) })
    await node.setCode({ address: shop, bytecode: echo })
    // this one says that all will be well
    const limits = {
      callGasLimit: '0x30d40',
      verificationGasLimit: '0x493e0',
      preVerificationGas: '0x186a0',
    }
    const proxy = await startProxy(inject('devnet').bundlerUrl, ({ method }) =>
      method === 'eth_estimateUserOperationGas' ? rpcReply({ result: limits }) : undefined,
    )
    const blind = dapp.reload({ bundler: { [chainId]: proxy.url } })
    const told: string[] = []
    for (const [name, data] of Object.entries(reverts)) {
      const calls = [{ to: shop, data }]
      const attempt = (page: typeof config) =>
        sendOwnerTransaction(page, { wallet, chainId, calls }).then(
          () => undefined,
          (reason: unknown) => reason,
        )
      const refused = await attempt(config)
      expect(refused, name).toBeInstanceOf(UserOperationRejectedError)
      const reverted = await attempt(blind)
      expect(reverted, name).toBeInstanceOf(UserOperationRevertedError)
      for (const error of [refused, reverted] as BaseError[])
        told.push(
          `${name}: ${error.name}\n${error.message}`
            .replaceAll(/\n(Details|User operation|Transaction): .*/g, '')
            .trimEnd()
            .replaceAll(/\n+/g, '\n'),
        )
    }
    await expect(told.join('\n\n')).toMatchFileSnapshot('__snapshots__/faultsOfCalls.txt')
  })
})

test('a refused send is told at once: one request, and nothing is waited for', async () => {
  const proxy = await startProxy(inject('devnet').bundlerUrl)
  const { chainId } = dapp
  const page = dapp.reload({ bundler: { [chainId]: proxy.url } })
  const operation = await build({ call: { ...mint(dapp), value: 1n } })
  await expect(page.getBundler(chainId).send(operation)).rejects.toMatchObject({
    code: 'AA23',
    reason: 'ABISV Permitted Value Exceeded',
  })
  expect(proxy.counts()).toEqual({ eth_sendUserOperation: 1 })
})

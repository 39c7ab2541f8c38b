import {
  type Address,
  type BaseError,
  ContractFunctionRevertedError,
  concat,
  createPublicClient,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  type Hex,
  http,
  maxUint256,
  numberToHex,
  parseAbi,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Devnet } from './Devnet.ts'
import { startDevnet } from './startDevnet.ts'

const abi = parseAbi([
  'struct UserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; uint256 callGasLimit; uint256 verificationGasLimit; uint256 preVerificationGas; uint256 maxFeePerGas; uint256 maxPriorityFeePerGas; bytes paymasterAndData; bytes signature }',
  'function validateSessionParams(address destination, uint256 value, bytes call, bytes sessionKeyData, bytes callSpecificData) view returns (address)',
  'function validateSessionUserOp(UserOperation op, bytes32 userOpHash, bytes sessionKeyData, bytes sessionKeySignature) view returns (bool)',
  'function validateUserOp(UserOperation op, bytes32 userOpHash) view returns (uint256)',
  'function execute(address to, uint256 value, bytes data)',
  'function execute_ncC(address to, uint256 value, bytes data)',
  'function executeBatch(address[] to, uint256[] value, bytes[] data)',
])

const sessionKey = privateKeyToAccount(generatePrivateKey())
const destination: Address = '0x1111111111111111111111111111111111111111'
const other: Address = '0x2222222222222222222222222222222222222222'
const selector: Hex = '0xaabbccdd'
const userOpHash: Hex = `0x${'ab'.repeat(32)}`

type Rule = { offset: number; condition: number; referenceValue: bigint }

function sessionKeyData(rules: readonly Rule[], valueLimit = 0n) {
  return concat([
    encodePacked(
      ['address', 'address', 'bytes4', 'uint128', 'uint16'],
      [sessionKey.address, destination, selector, valueLimit, rules.length],
    ),
    ...rules.map(({ offset, condition, referenceValue }) =>
      encodePacked(['uint16', 'uint8', 'uint256'], [offset, condition, referenceValue]),
    ),
  ])
}

function call(...words: bigint[]) {
  return concat([selector, ...words.map((word) => numberToHex(word, { size: 32 }))])
}

function userOperation(callData: Hex, signature: Hex = '0x') {
  return {
    sender: other,
    nonce: 0n,
    initCode: '0x',
    callData,
    callGasLimit: 0n,
    verificationGasLimit: 0n,
    preVerificationGas: 0n,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    paymasterAndData: '0x',
    signature,
  } as const
}

let devnet: Devnet
let client: ReturnType<typeof connect>

function connect() {
  return createPublicClient({ chain: polygonAmoy, transport: http(devnet.rpcUrl) })
}

beforeAll(async () => {
  devnet = await startDevnet()
  client = connect()
}, 180_000)

afterAll(() => devnet.stop())

describe('ABISessionValidationModule', () => {
  type Request = { to?: Address; value?: bigint; data: Hex; session: Hex }

  const validate = ({ to = destination, value = 0n, data, session }: Request) =>
    client.readContract({
      address: devnet.contracts.abiSessionValidationModule,
      abi,
      functionName: 'validateSessionParams',
      args: [to, value, data, session, '0x'],
    })

  const below = { wordIs: 6n, holds: [false, true, true, false, false, true, false] }
  const equal = { wordIs: 7n, holds: [true, true, false, true, false, false, false] }
  const above = { wordIs: 8n, holds: [false, false, false, true, true, true, false] }
  // Would be below if it were read as signed.
  const highest = { wordIs: maxUint256, holds: above.holds }

  const conditions = [below, equal, above, highest].flatMap(({ wordIs, holds }) =>
    holds.map((accepted, condition) => ({ wordIs, condition, accepted })),
  )

  test.each(conditions)(
    '$wordIs under condition $condition with 7: $accepted',
    async ({ wordIs, condition, accepted }) => {
      const session = sessionKeyData([{ offset: 0, condition, referenceValue: 7n }])
      const validated = validate({ data: call(wordIs), session })
      if (accepted) await expect(validated).resolves.toBe(sessionKey.address)
      else await expect(validated).rejects.toThrow('ABISV Arg Rule Violated')
    },
  )

  const free = sessionKeyData([])
  const secondIs9 = sessionKeyData([{ offset: 32, condition: 0, referenceValue: 9n }])
  const cap5 = sessionKeyData([], 5n)

  test.each<{ name: string; request: Request }>([
    { name: 'no rules', request: { data: call(), session: free } },
    { name: 'an argument at an offset', request: { data: call(1n, 9n), session: secondIs9 } },
    { name: 'a value at the limit', request: { value: 5n, data: call(), session: cap5 } },
    {
      name: 'bytes behind the last rule',
      request: { data: call(), session: concat([free, '0xff']) },
    },
  ])('accepts $name', async ({ request }) => {
    expect(await validate(request)).toBe(sessionKey.address)
  })

  test.each<{ name: string; request: Request; error: string }>([
    {
      name: 'another destination, before all else',
      request: { to: other, value: 9n, data: '0x', session: secondIs9 },
      error: 'ABISV Destination Forbidden',
    },
    {
      name: 'another selector, before value and rules',
      request: { value: 9n, data: '0x11223344', session: secondIs9 },
      error: 'ABISV Selector Forbidden',
    },
    {
      name: 'a value over the limit, before the rules',
      request: { value: 6n, data: call(), session: cap5 },
      error: 'ABISV Permitted Value Exceeded',
    },
    {
      name: 'arguments that break one of two rules',
      request: {
        data: call(1n, 9n),
        session: sessionKeyData([
          { offset: 0, condition: 0, referenceValue: 1n },
          { offset: 32, condition: 0, referenceValue: 8n },
        ]),
      },
      error: 'ABISV Arg Rule Violated',
    },
    { name: 'an empty call', request: { data: '0x', session: free }, error: 'reverted' },
    {
      name: 'arguments that end before the rule',
      request: { data: call(1n), session: secondIs9 },
      error: 'reverted',
    },
    {
      name: 'an argument that is cut off',
      request: { data: concat([call(1n), '0x00']), session: secondIs9 },
      error: 'reverted',
    },
    {
      name: 'fewer rules than are announced',
      request: { data: call(), session: secondIs9.slice(0, -2) as Hex },
      error: 'reverted',
    },
  ])('rejects $name', async ({ request, error }) => {
    await expect(validate(request)).rejects.toThrow(error)
  })

  describe('of a single session', () => {
    const execute = (functionName: 'execute' | 'execute_ncC', to = destination, data = call()) =>
      encodeFunctionData({ abi, functionName, args: [to, 0n, data] })

    const validateOp = async (callData: Hex, signer = sessionKey) =>
      client.readContract({
        address: devnet.contracts.abiSessionValidationModule,
        abi,
        functionName: 'validateSessionUserOp',
        args: [
          userOperation(callData),
          userOpHash,
          free,
          await signer.signMessage({ message: { raw: userOpHash } }),
        ],
      })

    test('accepts execute and execute_ncC', async () => {
      expect(await validateOp(execute('execute'))).toBe(true)
      expect(await validateOp(execute('execute_ncC'))).toBe(true)
    })

    test('the signature of another key fails', async () => {
      const stranger = privateKeyToAccount(generatePrivateKey())
      expect(await validateOp(execute('execute'), stranger)).toBe(false)
    })

    test('rejects a batch and what the rules reject', async () => {
      const batch = encodeFunctionData({ abi, functionName: 'executeBatch', args: [[], [], []] })
      await expect(validateOp(batch)).rejects.toThrow('ABISV Not Execute Selector')
      await expect(validateOp(execute('execute', other))).rejects.toThrow(
        'ABISV Destination Forbidden',
      )
      await expect(validateOp(execute('execute', destination, other))).rejects.toThrow(
        'ABISV Selector Forbidden',
      )
    })
  })
})

describe('ERC20SessionValidationModule', () => {
  const token = destination
  const shop: Address = '0x3333333333333333333333333333333333333333'
  const word = (value: bigint) => numberToHex(value, { size: 32 })
  const dirty = (1n << 200n) | BigInt(shop)
  const session = encodeAbiParameters(
    [{ type: 'address' }, { type: 'address' }, { type: 'address' }, { type: 'uint256' }],
    [sessionKey.address, token, shop, 100n],
  )
  // of a revert without a reason
  const silently = 'execution reverted'
  type Request = { to?: Address; value?: bigint; data: Hex }
  const transfer = (recipient: bigint, amount: bigint, head: Hex = '0xa9059cbb') =>
    concat([head, word(recipient), word(amount)])

  const alone = async ({ to = token, value = 0n, data }: Request) =>
    client.readContract({
      address: devnet.contracts.erc20SessionValidationModule,
      abi,
      functionName: 'validateSessionUserOp',
      args: [
        userOperation(
          encodeFunctionData({ abi, functionName: 'execute_ncC', args: [to, value, data] }),
        ),
        userOpHash,
        session,
        await sessionKey.signMessage({ message: { raw: userOpHash } }),
      ],
    })
  const inBatch = async ({ to = token, value = 0n, data }: Request) => {
    const key = await client.readContract({
      address: devnet.contracts.erc20SessionValidationModule,
      abi,
      functionName: 'validateSessionParams',
      args: [to, value, data, session, '0x'],
    })
    return key === sessionKey.address
  }
  const answerOf = (answer: Promise<boolean>) =>
    answer.catch((error: BaseError) => {
      const revert = error.walk((it) => it instanceof ContractFunctionRevertedError)
      if (!(revert instanceof ContractFunctionRevertedError)) throw error
      return revert.reason
    })

  // What the deployed one does.
  test.each<{ name: string; request: Request; single: unknown; batched: unknown }>([
    {
      name: 'a transfer at the cap',
      request: { data: transfer(BigInt(shop), 100n) },
      single: true,
      batched: true,
    },
    {
      name: 'any function of that shape',
      request: { data: transfer(BigInt(shop), 1n, '0x095ea7b3') },
      single: true,
      batched: true,
    },
    {
      name: 'another contract',
      request: { to: other, value: 1n, data: '0x' },
      single: 'ERC20SV Wrong Token',
      batched: 'ERC20SV Invalid Token',
    },
    {
      name: 'native value, before the calldata is read',
      request: { value: 1n, data: '0x' },
      single: 'ERC20SV Non Zero Value',
      batched: 'ERC20SV Non Zero Value',
    },
    {
      name: 'the recipient with dirty upper bytes',
      request: { data: transfer(dirty, 1n) },
      single: true,
      batched: silently,
    },
    {
      name: 'the recipient with dirty upper bytes and too much',
      request: { data: transfer(dirty, 101n) },
      single: 'ERC20SV Max Amount Exceeded',
      batched: silently,
    },
    {
      name: 'another recipient, and calldata that ends in the amount',
      request: { data: transfer(BigInt(other), 101n).slice(0, -2) as Hex },
      single: 'ERC20SV Wrong Recipient',
      batched: silently,
    },
    {
      name: 'the recipient, and calldata that ends in the amount',
      request: { data: transfer(BigInt(shop), 1n).slice(0, -2) as Hex },
      single: silently,
      batched: silently,
    },
    {
      name: 'calldata that ends in the recipient',
      request: { data: transfer(BigInt(other), 1n).slice(0, 2 + 2 * 35) as Hex },
      single: silently,
      batched: silently,
    },
    { name: 'no calldata', request: { data: '0x' }, single: silently, batched: silently },
  ])('$name', async ({ request, single, batched }) => {
    expect(await answerOf(alone(request))).toBe(single)
    expect(await answerOf(inBatch(request))).toBe(batched)
  })
})

describe('BatchedSessionRouter', () => {
  const sessions = {
    components: [
      { type: 'uint48' },
      { type: 'uint48' },
      { type: 'address' },
      { type: 'bytes' },
      { type: 'bytes32[]' },
      { type: 'bytes' },
    ],
    type: 'tuple[]',
  } as const

  test('rejects what is not a batch', async () => {
    const { batchedSessionRouter } = devnet.contracts
    const single = encodeFunctionData({
      abi,
      functionName: 'execute',
      args: [destination, 0n, call()],
    })
    await expect(
      client.readContract({
        address: batchedSessionRouter,
        abi,
        functionName: 'validateUserOp',
        args: [userOperation(single), userOpHash],
      }),
    ).rejects.toThrow('SR Invalid Selector')
  })

  test('rejects a session key manager that the account has not enabled', async () => {
    const { batchedSessionRouter, sessionKeyManager, smartAccountImplementation } = devnet.contracts
    const batch = encodeFunctionData({ abi, functionName: 'executeBatch', args: [[], [], []] })
    const moduleSignature = encodeAbiParameters(
      [{ type: 'address' }, sessions, { type: 'bytes' }],
      [sessionKeyManager, [], await sessionKey.signMessage({ message: { raw: userOpHash } })],
    )
    const signature = encodeAbiParameters(
      [{ type: 'bytes' }, { type: 'address' }],
      [moduleSignature, batchedSessionRouter],
    )
    // The implementation itself answers as an account without modules does.
    const operation = { ...userOperation(batch, signature), sender: smartAccountImplementation }
    await expect(
      client.readContract({
        address: batchedSessionRouter,
        abi,
        functionName: 'validateUserOp',
        args: [operation, userOpHash],
      }),
    ).rejects.toThrow('SR Invalid SKM')
  })
})

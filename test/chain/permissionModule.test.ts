import fc from 'fast-check'
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  keccak256,
  maxUint256,
  parseAbi,
  parseAbiParameters,
  parseEther,
  toHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { encodeCalls } from '../../src/account/encodeCalls.ts'
import { getSession } from '../../src/actions/getSession.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { CallNotAllowedError } from '../../src/errors/CallNotAllowedError.ts'
import { EscalationError } from '../../src/errors/EscalationError.ts'
import { UserOperationRejectedError } from '../../src/errors/UserOperationRejectedError.ts'
import { definePermissionModule } from '../../src/policies/definePermissionModule.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { describeLeaf } from '../../src/policies/describeLeaf.ts'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import { evaluateCall } from '../../src/policies/evaluateCall.ts'
import { permissionModules } from '../../src/policies/permissionModules.ts'
import type { PermissionModule } from '../../src/types/PermissionModule.ts'
import type { Call } from '../../src/types/Policy.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy } from '../harness/policies.ts'

interface TargetRule {
  target: Address
  /** Wei per call. */
  maxValue: bigint
}

const address = inject('devnet').contracts.targetSessionValidationModule
const shape = parseAbiParameters('address sessionKey, address target, uint256 maxValue')

/** What a dapp writes for `TargetSessionValidationModule`. */
const module: PermissionModule<TargetRule> = {
  name: 'target',
  address,
  target: ({ target }) => target,
  encode: ({ target, maxValue }, key) => encodeAbiParameters(shape, [key, target, maxValue]),
  decode(data) {
    const [sessionKey, target, maxValue] = decodeAbiParameters(shape, data)
    return { sessionKey, parameters: { target, maxValue } }
  },
  evaluate: ({ maxValue }, { value }) =>
    value <= maxValue ? undefined : `At most ${maxValue} wei, not ${value}.`,
  describe: ({ target, maxValue }) => `anything on ${target}, with up to ${maxValue} wei per call`,
}

const moduleAbi = parseAbi([
  'struct UserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; uint256 callGasLimit; uint256 verificationGasLimit; uint256 preVerificationGas; uint256 maxFeePerGas; uint256 maxPriorityFeePerGas; bytes paymasterAndData; bytes signature; }',
  'function validateSessionUserOp(UserOperation userOp, bytes32 userOpHash, bytes sessionKeyData, bytes sessionKeySignature) view returns (bool)',
  'function validateSessionParams(address destination, uint256 value, bytes call, bytes sessionKeyData, bytes callSpecificData) view returns (address)',
])

let allow: ReturnType<typeof definePermissionModule<TargetRule>>
beforeEach(() => {
  allow = definePermissionModule(module)
})
afterEach(() => permissionModules.clear())

describe('a session of a custom validation module', () => {
  let dapp: TestDapp
  beforeAll(async () => {
    dapp = await createTestDapp()
  })

  /** Mint through the ABI module, and pay the shop in coins through the custom one. */
  function policy() {
    return definePolicy({
      permissions: [
        ...mintPolicy(dapp).permissions,
        allow({ target: dapp.shop, maxValue: parseEther('0.01') }),
      ],
      expiresIn: { hours: 1 },
      batch: true,
    })
  }
  const payCoins = (coins: string): Call => ({ to: dapp.shop, value: parseEther(coins) })
  const shopBalance = () => dapp.client.getBalance({ address: dapp.shop })

  test('is granted, sends alone and in a batch, is refused outside, and is revoked', async () => {
    const { config, chainId, wallet } = dapp
    const { id, permissions } = await grantSession(config, { policy: policy(), chainId, wallet })
    expect(permissions.map(({ leaf }) => leaf.sessionValidationModule)).toContain(address)

    await sendSessionTransaction(config, { sessionId: id, calls: [payCoins('0.01')] })
    expect(await shopBalance()).toBe(parseEther('0.01'))
    await sendSessionTransaction(config, {
      sessionId: id,
      calls: [payCoins('0.001'), mint(dapp), payCoins('0.002')],
    })
    expect(await shopBalance()).toBe(parseEther('0.013'))
    expect(await dapp.nftBalance()).toBe(1n)

    const refused = sendSessionTransaction(config, {
      sessionId: id,
      calls: [mint(dapp), payCoins('0.02')],
    })
    await expect(refused).rejects.toThrow(CallNotAllowedError)
    await expect(refused).rejects.toThrow(
      /^Call 2 of 2 is outside the session's policy: The permission's module refuses: At most 10000000000000000 wei/,
    )

    await revokeSessions(config, { sessionIds: [id], chainId, wallet })
    expect((await getSession(config, { sessionId: id })).status).toBe('REVOKED')
  })

  test('the chain refuses what its description on this page would let pass', async () => {
    const { config, chainId, wallet } = dapp
    const { id } = await grantSession(config, { policy: policy(), chainId, wallet })
    definePermissionModule({ ...module, evaluate: () => undefined })
    const before = await shopBalance()
    for (const batch of [false, true]) {
      const sent = sendSessionTransaction(config, {
        sessionId: id,
        calls: [payCoins('0.02')],
        batch,
      })
      await expect(sent).rejects.toThrow(UserOperationRejectedError)
      await expect(sent).rejects.toMatchObject({ chainEffect: 'none' })
    }
    expect(await shopBalance()).toBe(before)
  })

  test('is read from its bytes as a danger, with the words marked as this page’s own', async () => {
    const { config, chainId, wallet } = dapp
    const session = await grantSession(config, { policy: policy(), chainId, wallet })
    const [, permission] = (await getSession(dapp.reload(), { sessionId: session.id })).permissions
    if (!permission) throw new Error('There is no second permission.')
    expect(describeLeaf(permission.leaf)).toMatchObject({
      type: 'unreadable',
      reason: 'custom-module',
      claim: { name: 'target', target: dapp.shop },
    })
    permissionModules.clear()
    expect(describeLeaf(permission.leaf)).toMatchObject({ reason: 'unknown-module' })
  })

  test('does not reach the account', async () => {
    const { config, chainId, wallet, account } = dapp
    const permissions = [allow({ target: account.address, maxValue: 0n })]
    const asked = definePolicy({ permissions, expiresIn: { hours: 1 } })
    await expect(grantSession(config, { policy: asked, chainId, wallet })).rejects.toThrow(
      EscalationError,
    )
  })
})

describe('the evaluation of a custom module', () => {
  test('agrees with the contract on 1,000 pairs of permission and call', async () => {
    const { client } = await createTestDapp({ funded: false })
    const signer = privateKeyToAccount(keccak256('0x02'))
    const userOpHash = keccak256('0x01')
    const signature = await signer.signMessage({ message: { raw: userOpHash } })
    const addresses: readonly Address[] = [
      '0x2222222222222222222222222222222222222222',
      '0x3333333333333333333333333333333333333333',
    ]
    const hex: fc.Arbitrary<Hex> = fc.uint8Array({ maxLength: 100 }).map((bytes) => toHex(bytes))
    const limit = fc.constantFrom(0n, 1n, 1000n, 2n ** 128n, maxUint256)
    const pair = fc
      .record({
        target: fc.constantFrom(...addresses),
        to: fc.constantFrom(...addresses, addresses[0] as Address),
        maxValue: limit,
        delta: fc.constantFrom(-1n, 0n, 1n),
        other: limit,
        isNear: fc.boolean(),
        data: fc.option(hex, { nil: undefined }),
      })
      .map(({ target, maxValue, to, delta, other, isNear, data }) => {
        const near = maxValue + delta
        const value = isNear && near >= 0n && near <= maxUint256 ? near : other
        return { rule: { target, maxValue }, call: { to, value, data } }
      })
    const pairs = fc.sample(pair, { numRuns: 1000, seed: 20_261_120 })

    const runs = pairs.flatMap(({ rule, call }) =>
      [false, true].map((batch) => {
        const leaf = {
          validAfter: 0,
          validUntil: 0,
          ...encodePermission(allow(rule), signer.address),
        }
        const verdict = evaluateCall(leaf, call, { batch, sessionKey: signer.address })
        return { leaf, call, batch, predicted: verdict.allowed ? 'allowed' : verdict.rule.type }
      }),
    )
    const answers = await client.multicall({
      multicallAddress: inject('devnet').contracts.multicall3,
      contracts: runs.map(({ leaf: { sessionKeyData }, call, batch }) => {
        const { to, value, data = '0x' } = call
        const operation = {
          sender: to,
          nonce: 0n,
          initCode: '0x',
          callData: encodeCalls([call], { batch }),
          callGasLimit: 0n,
          verificationGasLimit: 0n,
          preVerificationGas: 0n,
          maxFeePerGas: 0n,
          maxPriorityFeePerGas: 0n,
          paymasterAndData: '0x',
          signature: '0x',
        } as const
        return batch
          ? ({
              address,
              abi: moduleAbi,
              functionName: 'validateSessionParams',
              args: [to, value, data, sessionKeyData, '0x'],
            } as const)
          : ({
              address,
              abi: moduleAbi,
              functionName: 'validateSessionUserOp',
              args: [operation, userOpHash, sessionKeyData, signature],
            } as const)
      }),
    })
    const words: Record<string, string> = {
      'TSV Target Forbidden': 'target',
      'TSV Value Exceeded': 'module',
    }
    const decided = answers.map(({ result, error }) => {
      if (!error) return result === true || result === signer.address ? 'allowed' : 'session-key'
      const reverted =
        error instanceof BaseError &&
        error.walk((it) => it instanceof ContractFunctionRevertedError)
      if (!(reverted instanceof ContractFunctionRevertedError)) throw error
      return words[reverted.reason ?? ''] ?? reverted.reason
    })
    expect(decided).toEqual(runs.map(({ predicted }) => predicted))
    const count = (kind: string) => decided.filter((it) => it === kind).length
    expect(decided).toHaveLength(2000)
    for (const kind of ['allowed', 'target', 'module'])
      expect(count(kind), kind).toBeGreaterThan(99)
    process.stdout.write(
      `Custom module: ${pairs.length} pairs, ${decided.length} validations, ${count('allowed')} allowed, 0 disagreements\n`,
    )
  })
})

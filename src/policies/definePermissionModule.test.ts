import {
  type Address,
  decodeAbiParameters,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  parseAbi,
  parseAbiParameters,
  zeroAddress,
} from 'viem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EscalationError } from '../errors/EscalationError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { hashLeaf } from '../merkle/hashLeaf.ts'
import type { PermissionModule } from '../types/PermissionModule.ts'
import type { Permission } from '../types/Policy.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { assertNoEscalation } from './assertNoEscalation.ts'
import { checkPolicy } from './checkPolicy.ts'
import { compilePolicy } from './compilePolicy.ts'
import { decodeLeaf } from './decodeLeaf.ts'
import { definePermissionModule } from './definePermissionModule.ts'
import { definePolicy } from './definePolicy.ts'
import { describeAsText } from './describeAsText.ts'
import { describeLeaf } from './describeLeaf.ts'
import { diffPolicies } from './diffPolicies.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { findRisks } from './findRisks.ts'
import { narrowPolicy } from './narrowPolicy.ts'
import { permissionModules } from './permissionModules.ts'
import { policyDigest } from './policyDigest.ts'
import { satisfies } from './satisfies.ts'

interface Lottery {
  target: Address
  rounds: bigint
}

const address: Address = '0x5555555555555555555555555555555555555555'
const target: Address = '0x2222222222222222222222222222222222222222'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const now = 1_700_000_000
const abi = parseAbi(['function draw(uint256 round)'])
const shape = parseAbiParameters('address key, address target, uint256 rounds')

const module: PermissionModule<Lottery> = {
  name: 'lottery',
  address,
  target: (parameters) => parameters.target,
  encode: (parameters, key) =>
    encodeAbiParameters(shape, [key, parameters.target, parameters.rounds]),
  decode(data) {
    const [key, to, rounds] = decodeAbiParameters(shape, data)
    return { sessionKey: key, parameters: { target: to, rounds } }
  },
  evaluate({ rounds }, { data, value }) {
    if (value > 0n) return 'No value.'
    if (data.length !== 74) throw new Error('unreadable')
    return BigInt(`0x${data.slice(10)}`) < rounds ? undefined : `Only ${rounds} rounds.`
  },
  describe: ({ rounds }) => `draw ${rounds}\n rounds`,
}
const draw = (round: bigint) => ({
  to: target,
  data: encodeFunctionData({ abi, args: [round] }),
})

describe('definePermissionModule', () => {
  let lottery: ReturnType<typeof definePermissionModule<Lottery>>
  beforeEach(() => {
    lottery = definePermissionModule(module)
  })
  afterEach(() => permissionModules.clear())

  const ask = (...permissions: Permission[]) => definePolicy({ permissions, expiresIn: 3600, now })
  const leafOf = (permission: Permission) => {
    const [leaf] = compilePolicy(ask(permission), { sessionKey, now })
    if (!leaf) throw new Error('no leaf')
    return leaf
  }

  test('its permissions become leaves of the module, and are read back from them', () => {
    const leaf = leafOf(lottery({ target, rounds: 3n }))
    expect(leaf).toMatchObject({
      sessionValidationModule: address,
      sessionKeyData: module.encode({ target, rounds: 3n }, sessionKey),
      validUntil: now + 3600,
    })
    expect(decodeLeaf(leaf)).toMatchObject({
      type: 'module',
      module: address,
      sessionKey,
      target,
      parameters: { target, rounds: 3n },
    })
  })

  test('calls are checked by its own code, beside permissions of other modules', () => {
    const pay = erc20Transfer({ token: target, to: address, maxAmount: 1n })
    const policy = ask(pay, lottery({ target, rounds: 3n }))
    expect(checkPolicy(policy, [draw(2n), draw(0n)])).toEqual({
      allowed: true,
      permissionIndexes: [1, 1],
    })
    expect(checkPolicy(policy, draw(3n))).toMatchObject({
      rule: { type: 'module', module: address, problem: 'Only 3 rounds.' },
      message: "The permission's module refuses: Only 3 rounds.",
    })
    expect(checkPolicy(ask(lottery({ target, rounds: 3n })), { to: address })).toMatchObject({
      rule: { type: 'target', allowed: target },
    })
    const leaf = leafOf(lottery({ target, rounds: 3n }))
    // Code that fails allows nothing.
    expect(evaluateCall(leaf, { to: target }, { batch: true })).toMatchObject({
      rule: { type: 'module', problem: 'It cannot tell whether the call is allowed.' },
    })
    expect(evaluateCall(leaf, draw(1n), { batch: true, sessionKey: target })).toMatchObject({
      rule: { type: 'session-key' },
    })
    expect(evaluateCall(leaf, draw(1n), { batch: true, now: now + 3601 })).toMatchObject({
      rule: { type: 'expired' },
    })
  })

  test('it stays a danger, with the page’s words marked as such', () => {
    const leaf = leafOf(lottery({ target, rounds: 3n }))
    expect(describeLeaf(leaf)).toMatchObject({
      type: 'unreadable',
      reason: 'custom-module',
      claim: { name: 'lottery', target, sessionKey, text: 'draw 3 rounds' },
    })
    const risk = (hasCode: boolean | undefined) => ({
      id: 'module-is-everything',
      severity: 'danger',
      permissionIndex: 0,
      data: { module: address, hasCode },
    })
    expect(findRisks([leaf], { now })).toEqual([risk(undefined)])
    expect(findRisks([leaf], { now, modulesWithCode: [address] })).toEqual([risk(true)])
    expect(findRisks([leaf], { now, withoutCode: [address] })).toEqual([risk(false)])
    // the same on a page that does not know the module
    permissionModules.clear()
    expect(findRisks([leaf], { now })).toEqual([
      risk(undefined),
      {
        id: 'unreadable',
        severity: 'danger',
        permissionIndex: 0,
        data: { reason: 'unknown-module' },
      },
    ])
    definePermissionModule(module)
    expect(describeAsText([leaf])).toMatch(
      `DANGER: the whole account, its owner included. The module "lottery" (${address}) decides; this page says of it, for calls of ${target}: "draw 3 rounds".`,
    )
  })

  test('data of 32 bytes is refused before it can hide another leaf', () => {
    const hidden = hashLeaf(leafOf(lottery({ target, rounds: 3n })))
    const points = definePermissionModule<unknown>({
      name: 'points',
      address: '0x0000000000000000000000000000000000000aaa',
      target: () => target,
      encode: () => hidden,
      // whatever it is asked, it goes along
      decode: () => ({ sessionKey: keys.at(-1) ?? sessionKey, parameters: {} }),
      evaluate: () => undefined,
      describe: () => 'collect points',
    })
    const keys: Address[] = [zeroAddress]
    expect(() => points({})).toThrow(InvalidPermissionError)
    expect(() => points({})).toThrow(/32 bytes/)
    const leaf = {
      validAfter: 0,
      validUntil: now,
      sessionValidationModule: '0x0000000000000000000000000000000000000aaa',
      sessionKeyData: hidden,
    } as const
    expect(describeLeaf(leaf)).toMatchObject({ type: 'unreadable', reason: 'ambiguous-node' })
    expect(findRisks([leaf], { now })).toContainEqual(
      expect.objectContaining({ id: 'unreadable', data: { reason: 'ambiguous-node' } }),
    )
  })

  test('only the same permission is within it; limits are not known, leaving out is', () => {
    const policy = ask(
      lottery({ target, rounds: 3n }),
      erc20Transfer({ token: target, to: address, maxAmount: 1n }),
    )
    const leaves = compilePolicy(policy, { sessionKey, now })
    expect(satisfies(leaves, policy, now)).toBe(true)
    expect(satisfies(leaves, ask(lottery({ target, rounds: 2n })), now)).toBe(false)
    expect(narrowPolicy(policy, { omit: [0] }, { now }).permissions).toHaveLength(1)
    expect(narrowPolicy(policy, { omit: [1] }, { now }).permissions).toHaveLength(1)
    expect(() => narrowPolicy(policy, { limits: { 0: { maxAmount: 1n } } }, { now })).toThrow(
      InvalidPermissionError,
    )
    expect(diffPolicies(policy, ask(lottery({ target, rounds: 4n })), { now })).toMatchObject({
      change: 'different',
      changed: [{ change: 'different' }],
    })
    const digest = policyDigest(ask(lottery({ target, rounds: 3n })))
    expect(policyDigest(ask(lottery({ target, rounds: 3n })))).toBe(digest)
    expect(policyDigest(ask(lottery({ target, rounds: 4n })))).not.toBe(digest)
    expect(
      ask(lottery({ target, rounds: 3n }), lottery({ target, rounds: 3n })).permissions,
    ).toHaveLength(1)
  })

  test('escalation is refused, and so is a module of Biconomy’s', () => {
    const policy = ask(lottery({ target, rounds: 3n }))
    expect(() => assertNoEscalation(policy, { account: target })).toThrow(EscalationError)
    for (const known of Object.values(moduleAddresses)) {
      expect(() => definePermissionModule({ ...module, address: known })).toThrow(
        InvalidParameterError,
      )
    }
  })

  test('what could not be read back is not granted', () => {
    const broken = (part: Partial<PermissionModule<Lottery>>) => () =>
      definePermissionModule({ ...module, ...part })({ target, rounds: 3n })
    expect(broken({ decode: () => undefined })).toThrow(InvalidPermissionError)
    expect(broken({ encode: () => 'bytes' as Hex })).toThrow(InvalidPermissionError)
    expect(broken({ encode: () => '0x12' })).toThrow(InvalidPermissionError)
    expect(
      broken({ decode: (data) => ({ ...module.decode(data), sessionKey: target }) as never }),
    ).toThrow(InvalidPermissionError)
  })

  test('bytes that its code cannot read, and leaves of a module that is not defined, are unreadable', () => {
    const leaf = leafOf(lottery({ target, rounds: 3n }))
    for (const sessionKeyData of ['0x', '0x12', `${leaf.sessionKeyData}00`] as const) {
      const cut = { ...leaf, sessionKeyData: sessionKeyData as Hex }
      expect(describeLeaf(cut)).toMatchObject({ type: 'unreadable', reason: 'module-refused' })
      expect(evaluateCall(cut, draw(1n), { batch: true }).allowed).toBe(false)
    }
    const policy = ask(lottery({ target, rounds: 3n }))
    permissionModules.clear()
    expect(describeLeaf(leaf)).toMatchObject({ type: 'unreadable', reason: 'unknown-module' })
    expect(() => compilePolicy(policy, { sessionKey, now })).toThrow('is not known')
  })

  test('the caller’s parameters are copied, and frozen in the policy alone', () => {
    const parameters = { target, rounds: 3n }
    const permission = lottery(parameters, { required: true })
    parameters.rounds = 9n
    expect(permission).toMatchObject({ parameters: { rounds: 3n }, required: true })
    expect([Object.isFrozen(parameters), Object.isFrozen(permission.parameters)]).toEqual([
      false,
      true,
    ])
  })
})

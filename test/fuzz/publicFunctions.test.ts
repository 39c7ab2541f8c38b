import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as core from '../../src/exports/core.ts'
import { describeLeaf } from '../../src/policies/describeLeaf.ts'
import { policyToJson } from '../../src/policies/policyToJson.ts'
import {
  abi,
  abiFunctions,
  address,
  calls,
  junk,
  leaves,
  mutated,
  mutations,
  now,
  permissions,
  policies,
  sessions,
} from './inputs.ts'

/** How many inputs each function gets; `FUZZ_RUNS` sets it. */
const runs = Number(process.env.FUZZ_RUNS ?? 10_000)
/** Where the random choices begin; `FUZZ_SEED` repeats a run. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_128)
const repeat = `FUZZ_SEED=${seed} FUZZ_RUNS=${runs} repeats the run.`
process.stdout.write(`fuzz: ${repeat}\n`)

const value = fc.constantFrom<unknown>(1n, true, address, 5)
const lists = <item>(of: fc.Arbitrary<item>) => fc.array(of, { maxLength: 3 })
const sources = fc.oneof(policies, sessions)
const tuple = (...parts: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown[]> => fc.tuple(...parts)
const options = fc.constant({ now, batch: false, sessionKey: address, account: address })

const descriptor = {
  context: { contract: { deployments: [{ chainId: 137, address }] } },
  display: { formats: { 'pay(address to, uint256 amount)': { intent: { a: 'Pay', b: 'it' } } } },
}
const module = {
  name: 'open',
  address,
  target: () => address,
  encode: (_: unknown, key: string) => `${key}01`,
  decode: (data: string) => ({ parameters: 1, sessionKey: data.slice(0, 42) }),
  evaluate: () => undefined,
  describe: () => 'anything',
}

/** Arguments that each function takes as they are. */
const inputs: Record<string, fc.Arbitrary<unknown[]>> = {
  above: tuple(value),
  assertNarrower: tuple(policies, policies, fc.constant(now)),
  assertNoEscalation: tuple(
    policies,
    fc.constant({
      account: address,
      forbidden: [address],
      proxies: [{ address, implementations: [address] }],
    }),
  ),
  atLeast: tuple(value),
  atMost: tuple(value),
  below: tuple(value),
  checkPolicy: tuple(sources, lists(calls), options),
  compilePolicy: tuple(policies, options),
  contractCall: tuple(
    fc
      .constantFrom<unknown>(
        { functionName: 'pay(address,uint256)', args: { to: address, amount: 5n }, valueLimit: 1n },
        { functionName: 'fill', args: { order: { to: address, amounts: { 0: 5n } } } },
        { functionName: 'route' },
      )
      .map((it) => ({ address, abi, ...(it as object) })),
  ),
  decodeLeaf: tuple(leaves),
  definePermissionModule: tuple(fc.constant(module)),
  definePolicy: tuple(
    lists(permissions).map((list) => ({
      permissions: list,
      expiresIn: { hours: 2 },
      validAfter: 1,
      now,
    })),
  ),
  describeAsJson: tuple(lists(leaves), fc.constant({ abiFunctions: abi, account: address })),
  describeAsText: tuple(
    lists(leaves),
    fc.constant({ abiFunctions: abi, tokens: [{ address, symbol: 'X', decimals: 6 }] }),
  ),
  describeLeaf: tuple(
    leaves,
    abiFunctions.map((abiFunction) => ({ abiFunction })),
  ),
  diffPolicies: tuple(sources, sources, options),
  encodePermission: tuple(permissions, fc.constant(address)),
  equals: tuple(value),
  erc20ModuleTransfer: tuple(fc.constant({ token: address, to: address, maxAmount: 1n })),
  erc20Transfer: tuple(fc.constant({ token: address, to: address, maxAmount: 1n })),
  evaluateCall: tuple(
    leaves,
    calls,
    abiFunctions.map((abiFunction) => ({ batch: true, now, sessionKey: address, abiFunction })),
  ),
  findIntent: tuple(
    fc.constant([descriptor]),
    fc.constant({ chainId: 137, target: address, selector: '0x00000000' }),
  ),
  findRisks: tuple(
    lists(leaves),
    lists(leaves).map((liveLeaves) => ({
      now,
      abiFunctions: abi,
      liveLeaves,
      withoutCode: [address],
      modulesWithCode: [address],
      tokenBalances: [{ token: address, balance: 1n }],
    })),
  ),
  isNarrower: tuple(permissions, permissions),
  matchCalls: tuple(
    lists(leaves).map((list) => list.map((leaf, id) => ({ id, leaf }))),
    lists(calls),
    options,
  ),
  narrowPolicy: tuple(
    policies,
    fc.constant({ omit: [1], limits: { 0: { valueLimit: 0n } }, expiry: { expiresIn: 5 } }),
    options,
  ),
  neededPermission: tuple(
    calls,
    leaves.map((leaf) => ({ leaf })),
  ),
  not: tuple(value),
  policyDigest: tuple(policies),
  policyFromJson: tuple(policies.map(policyToJson), options),
  policyOf: tuple(sessions, fc.constant({ expiresIn: 60 })),
  policyToJson: tuple(policies),
  readDescriptors: tuple(fc.constant([descriptor])),
  resolveInterval: tuple(policies, fc.constant(now)),
  satisfies: tuple(lists(leaves), policies, fc.constant(now), options),
  selectorCall: tuple(permissions),
  suggestLimits: tuple(policies, lists(calls)),
  transferOf: tuple(leaves.map((leaf) => describeLeaf(leaf as never))),
}

/** These say so themselves. */
const neverThrow = new Set(['decodeLeaf', 'describeLeaf', 'evaluateCall', 'checkPolicy'])

test('every public function of policies is here', () => {
  const source = ['core', 'index']
    .map((entry) => readFileSync(new URL(`../../src/exports/${entry}.ts`, import.meta.url), 'utf8'))
    .join('\n')
  const exported = [...source.matchAll(/export (?!type )\{([^}]*)\} from '\.\.\/policies\//g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim())
    .filter((name) => name && !name.startsWith('type '))
  expect(Object.keys(inputs)).toEqual([...new Set(exported)].sort())
})

const functions = new Map<string, unknown>(Object.entries(core))

test.each(Object.entries(inputs))('%s: a typed error or an answer', (name, valid) => {
  const fn = functions.get(name) as (...args: unknown[]) => unknown
  const bare = (make: () => unknown[]) => {
    const args = make()
    try {
      fn(...args)
    } catch (error) {
      if (!(error instanceof core.BaseError)) throw error
      if (neverThrow.has(name)) throw error
    }
  }
  const args = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(valid, mutations).map(
        ([of, how]) =>
          () =>
            mutated(of, how),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.array(junk, { maxLength: 3 }).map((list) => () => list.map((make) => make())),
    },
    { weight: 1, arbitrary: valid.map((list) => () => list) },
  )
  const result = fc.check(fc.property(args, bare), { numRuns: runs, seed, endOnFailure: true })
  if (!result.failed) return
  const { errorInstance, numRuns } = result
  const stack = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance)
  throw new Error(`${name} failed on input ${numRuns}. ${repeat}\n${stack}`)
})

import fc from 'fast-check'
import {
  type Address,
  createTestClient,
  decodeErrorResult,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  parseAbi,
} from 'viem'
import { entryPoint06Address, getUserOperationHash } from 'viem/account-abstraction'
import { privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { encodeCalls } from '../../src/account/encodeCalls.ts'
import { encodeSessionSignature } from '../../src/account/encodeSessionSignature.ts'
import { waitForUserOperation } from '../../src/account/waitForUserOperation.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { UserOperationRejectedError } from '../../src/errors/UserOperationRejectedError.ts'
import { createMerkleTree, type MerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { evaluateCall } from '../../src/policies/evaluateCall.ts'
import { matchCalls } from '../../src/policies/matchCalls.ts'
import type { Call } from '../../src/types/Policy.ts'
import type { SessionLeaf } from '../../src/types/SessionLeaf.ts'
import type { UserOperation } from '../../src/types/UserOperation.ts'
import { leafProblem } from '../../src/utils/leafProblem.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { createTestDapp, nftAbi, type TestDapp } from '../harness/createTestDapp.ts'
import {
  isMine,
  routerAbi,
  type TupleCase,
  tupleCaseArbitrary,
  tupleText,
} from '../harness/tupleCases.ts'
import {
  cleanLeaf,
  generatorText,
  type PolicyCase,
  policyCaseArbitrary,
  policySetArbitrary,
  toBatches,
} from './policiesCases.ts'

const seed = Number(process.env.GRANTKIT_SEED ?? 20_261_120)
const pairs = 2500
const signer = privateKeyToAccount(keccak256('0x02'))
// The validations do not ask whose operation it is, so one hash and one signature serve all.
const userOpHash = keccak256('0x01')

const moduleAbi = parseAbi([
  'struct UserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; uint256 callGasLimit; uint256 verificationGasLimit; uint256 preVerificationGas; uint256 maxFeePerGas; uint256 maxPriorityFeePerGas; bytes paymasterAndData; bytes signature; }',
  'function validateUserOp(UserOperation userOp, bytes32 userOpHash) returns (uint256)',
  'function setMerkleRoot(bytes32 merkleRoot)',
])

/** The contracts' words for our refusals. */
const reasons: Record<string, string> = {
  'ABISV Destination Forbidden': 'target',
  'ABISV Selector Forbidden': 'selector',
  'ABISV Permitted Value Exceeded': 'value',
  'ABISV Arg Rule Violated': 'argument',
  'ERC20SV Wrong Token': 'target',
  'ERC20SV Invalid Token': 'target',
  'ERC20SV Non Zero Value': 'value',
  'ERC20SV Wrong Recipient': 'recipient',
  'ERC20SV Max Amount Exceeded': 'amount',
}
// Out-of-bounds slices and failed decoding revert without a reason.
const silent = ['short-calldata', 'dirty-address', 'unreadable-leaf']

type Answer =
  /** `validationData` of ERC-4337: what the entry point goes by. */
  | { reverted: false; failed: boolean; validUntil: number; validAfter: number }
  | { reverted: true; reason: string | undefined }

let dapp: TestDapp
let signature: Hex

beforeAll(async () => {
  dapp = await createTestDapp()
  const { config, chainId, wallet, nft } = dapp
  // Deploys the account and enables key manager and router.
  const mint = contractCall({ address: nft, abi: nftAbi, functionName: 'safeMint' })
  const policy = definePolicy({ permissions: [mint], expiresIn: { hours: 1 }, batch: true })
  await grantSession(config, { policy, chainId, wallet })
  signature = await signer.signMessage({ message: { raw: userOpHash } })
})

/** Puts leaves into the account's root, through the key manager itself. */
async function setRoot(leaves: readonly SessionLeaf[]): Promise<MerkleTree> {
  const tree = createMerkleTree(leaves.map(hashLeaf))
  const anvil = createTestClient({ mode: 'anvil', transport: http(inject('devnet').rpcUrl) })
  const { address } = dapp.account
  await anvil.setBalance({ address, value: 10n ** 24n })
  await anvil.impersonateAccount({ address })
  await dapp.client.waitForTransactionReceipt({
    hash: await anvil.request({
      method: 'eth_sendTransaction' as never,
      params: [
        {
          from: address,
          to: moduleAddresses.sessionKeyManager,
          data: encodeFunctionData({
            abi: moduleAbi,
            functionName: 'setMerkleRoot',
            args: [tree.root],
          }),
        },
      ] as never,
    }),
  })
  await anvil.stopImpersonatingAccount({ address })
  expect(await dapp.root()).toBe(tree.root)
  return tree
}

/** One `validateUserOp` of the key manager or the batch router: a call for every leaf. */
function validation(tree: MerkleTree, batch: boolean, cases: readonly PolicyCase[]) {
  const operation = {
    sender: dapp.account.address,
    nonce: 0n,
    initCode: '0x',
    callData: encodeCalls(
      cases.map(({ call }) => call),
      { batch },
    ),
    callGasLimit: 0n,
    verificationGasLimit: 0n,
    preVerificationGas: 0n,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    paymasterAndData: '0x',
    signature: encodeSessionSignature(
      cases.map(({ leaf }) => ({ leaf, proof: tree.getProof(hashLeaf(leaf)) })),
      signature,
      { batch },
    ),
  } as const
  return {
    to: batch ? moduleAddresses.batchedSessionRouter : moduleAddresses.sessionKeyManager,
    data: encodeFunctionData({
      abi: moduleAbi,
      functionName: 'validateUserOp',
      args: [operation, userOpHash],
    }),
  }
}

/** The chain's answers to calls, in their order. */
async function ask(calls: readonly { to: Address; data: Hex }[]): Promise<Answer[]> {
  return (await callAll(calls)).map(toAnswer)
}

/** What contracts return, in the order of the calls; nothing where they revert. */
async function read(calls: readonly { to: Address; data: Hex }[]): Promise<(Hex | undefined)[]> {
  return (await callAll(calls)).map((reply) => {
    if (!reply.result && !reply.error?.message.includes('revert')) {
      throw new Error(reply.error?.message)
    }
    return reply.result
  })
}

/** Many to a request. */
async function callAll(calls: readonly { to: Address; data: Hex }[]): Promise<RpcReply[]> {
  const answers: RpcReply[] = []
  for (let start = 0; start < calls.length; start += 100) {
    const body = calls.slice(start, start + 100).map((call, index) => ({
      jsonrpc: '2.0',
      id: start + index,
      method: 'eth_call',
      params: [{ ...call, gas: '0x1c9c380' }, 'latest'],
    }))
    const response = await fetch(inject('devnet').rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    for (const reply of (await response.json()) as RpcReply[]) answers[reply.id] = reply
  }
  expect(answers.filter(Boolean)).toHaveLength(calls.length)
  return answers
}

interface RpcReply {
  id: number
  result?: Hex
  error?: { message: string; data?: Hex }
}

function toAnswer({ result, error }: RpcReply): Answer {
  if (result) {
    const word = BigInt(result)
    return {
      reverted: false,
      failed: BigInt.asUintN(160, word) !== 0n,
      validUntil: Number(BigInt.asUintN(48, word >> 160n)),
      validAfter: Number(word >> 208n),
    }
  }
  if (!error?.message.includes('revert')) throw new Error(error?.message)
  const { data } = error
  if (!data?.startsWith('0x08c379a0')) return { reverted: true, reason: undefined }
  const { args } = decodeErrorResult({ abi: parseAbi(['error Error(string)']), data })
  return { reverted: true, reason: args[0] }
}

/** What we say: the first refusal in the order of the calls, as the contracts go. */
function predict(cases: readonly PolicyCase[], batch: boolean): string {
  for (const { leaf, call } of cases) {
    const verdict = evaluateCall(leaf, call, { batch, sessionKey: signer.address })
    if (!verdict.allowed) return verdict.rule.type
  }
  return 'allowed'
}

function agree(predicted: string, answer: Answer): boolean {
  if (!answer.reverted) return predicted === (answer.failed ? 'session-key' : 'allowed')
  if (answer.reason === undefined) return silent.includes(predicted)
  // Of broken bytes the contracts may read so much that they refuse for another reason.
  return predicted === 'unreadable-leaf' || reasons[answer.reason] === predicted
}

/** The entry point's clock check, on the interval that the chain gave back. */
function agreeOnTime(
  { batch, cases }: { batch: boolean; cases: readonly PolicyCase[] },
  answer: Answer,
): boolean {
  if (answer.reverted || answer.failed) return true
  return [0, 1, 2, 999, 1000, 1001, 2000, 2001, 2 ** 48 - 1].every((now) => {
    const inTime = now >= answer.validAfter && (answer.validUntil === 0 || now <= answer.validUntil)
    const ours = cases.every(({ leaf, call }) => evaluateCall(leaf, call, { batch, now }).allowed)
    return ours === inTime
  })
}

/** What becomes of a user operation: how it passed, or who refused it. */
type Outcome = 'allowed' | 'failed' | 'reverted' | 'signature' | 'time'

/** The entry point's codes, and the bundler's words for what it looks at itself. */
function outcomeOf({ code, details = '' }: UserOperationRejectedError): Outcome | string {
  if (code === 'AA23') return 'reverted'
  if (code === 'AA24' || /invalid UserOperation signature/i.test(details)) return 'signature'
  if (code === 'AA22' || /expires too soon|not valid yet/i.test(details)) return 'time'
  return details
}

function sample<value>(arbitrary: fc.Arbitrary<value>, numRuns: number): value[] {
  return fc.sample(arbitrary, { numRuns, seed })
}

function report(title: string, lines: Record<string, unknown>): void {
  process.stdout.write(`${title} ${JSON.stringify(lines)}\n`)
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

const json = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))

describe('the evaluator and the contracts', () => {
  test(`agree on ${pairs} pairs of leaf and call, alone and in batches of 1 to 8`, async () => {
    // a leaf that could hide another one enters no tree of this kit's
    const cases = sample(policyCaseArbitrary(signer.address), pairs).filter(
      ({ leaf }) => leafProblem(leaf) === undefined,
    )
    const batches = toBatches(cases, (it) => predict([it], true) === 'allowed', 600)
    // Of the ERC-20 module, which reads a single call and one of a batch differently.
    const differing = cases.filter((it) => predict([it], false) !== predict([it], true))
    const tree = await setRoot(cases.map(({ leaf }) => leaf))

    const runs = [
      ...cases.map((it) => ({ batch: false, cases: [it] })),
      ...batches.map((it) => ({ batch: true, cases: it })),
      ...differing.map((it) => ({ batch: true, cases: [it] })),
    ]
    const answers = await ask(runs.map(({ batch, cases }) => validation(tree, batch, cases)))
    const predictions = runs.map(({ batch, cases }) => predict(cases, batch))
    const disagreements = runs.flatMap((run, index) => {
      const [predicted, answer] = [predictions[index] ?? '', answers[index]]
      if (answer && agree(predicted, answer) && agreeOnTime(run, answer)) return []
      return [json({ predicted, answer, ...run })]
    })

    process.stdout.write(`Generator, seed ${seed}:${generatorText}`)
    report('Alone, by SessionKeyManager.validateUserOp:', {
      pairs: cases.length,
      ...count(predictions.slice(0, cases.length)),
    })
    report('In batches, by BatchedSessionRouter.validateUserOp:', {
      batches: batches.length,
      pairs: batches.flat().length,
      ...count(predictions.slice(cases.length, cases.length + batches.length)),
    })
    const differences = count(
      differing.map((it) => `${predict([it], false)} alone, ${predict([it], true)} in a batch`),
    )
    report('Otherwise alone than in a batch:', differences)
    report('Disagreements:', { count: disagreements.length })
    expect(disagreements).toEqual([])

    // A generator that makes nothing but refusals, or leaves a rule out, would prove little.
    const kinds = count(predictions)
    for (const kind of [...new Set(Object.values(reasons)), ...silent, 'session-key']) {
      expect(kinds[kind], kind).toBeGreaterThan(10)
    }
    expect(kinds.allowed).toBeGreaterThan(500)
    expect(differences['allowed alone, dirty-address in a batch']).toBeGreaterThan(10)
    expect(differences['recipient alone, dirty-address in a batch']).toBeGreaterThan(10)
    expect(differences['recipient alone, short-calldata in a batch']).toBeGreaterThan(1)
    expect(new Set(batches.map(({ length }) => length)).size).toBe(8)
  })

  test('agree on which leaf is for which call of a batch', async () => {
    const sets = sample(policySetArbitrary(), 400).map(({ permissions, calls }, index) => {
      const leaves = permissions.map((permission) => cleanLeaf(permission, signer.address))
      const passes = (call: Call) =>
        leaves.some((leaf) => evaluateCall(leaf, call, { batch: true }).allowed)
      // Random batches are nearly all refused, so every second one is made of calls that pass.
      const passing = index % 2 ? calls.filter(passes) : []
      return { leaves, calls: (passing.length ? passing : calls).slice(0, 1 + ((index >> 1) % 8)) }
    })
    const tree = await setRoot([
      ...new Map(
        sets.flatMap(({ leaves }) => leaves).map((leaf) => [hashLeaf(leaf), leaf]),
      ).values(),
    ])
    const runs = sets.flatMap(({ leaves, calls }, set) => {
      const candidates = leaves.map((leaf, id) => ({ id, leaf }))
      const match = matchCalls(candidates, calls, {
        now: 1,
        sessionKey: signer.address,
        batch: true,
      })
      const pair = (call: Call, leaf: SessionLeaf): PolicyCase => ({ leaf, call })
      if (match.matched) {
        const cases = calls.flatMap((call, index) => {
          const assigned = match.assignments[index]
          return assigned ? [pair(call, assigned.leaf)] : []
        })
        return [{ set, allowed: true, cases }]
      }
      // Then no leaf at all allows that call.
      const call = calls[match.callIndex]
      return call ? leaves.map((leaf) => ({ set, allowed: false, cases: [pair(call, leaf)] })) : []
    })
    const answers = await ask(runs.map(({ cases }) => validation(tree, true, cases)))
    const wrong = runs.flatMap((run, index) => {
      const answer = answers[index]
      const allowed = answer !== undefined && !answer.reverted && !answer.failed
      return allowed === run.allowed ? [] : [json({ answer, ...run })]
    })
    const matched = runs.filter(({ allowed }) => allowed).length
    report('Assignments:', {
      sets: sets.length,
      matched,
      refused: sets.length - matched,
      validations: runs.length,
      disagreements: wrong.length,
    })
    expect(wrong).toEqual([])
    expect(matched).toBeGreaterThan(100)
    expect(sets.length - matched).toBeGreaterThan(100)
  })

  test('agree on what passes into a dynamic tuple, and so does who decodes it', async () => {
    const { swapRouter } = inject('devnet').contracts
    const runs = sample(tupleCaseArbitrary(swapRouter), 1500).map((it, index) => {
      const leaf = cleanLeaf(it.permission, signer.address)
      return { ...it, leaf, batch: index % 2 === 0 }
    })
    const tree = await setRoot([
      ...new Map(runs.map(({ leaf }) => [hashLeaf(leaf), leaf])).values(),
    ])
    const validated = await ask(runs.map(({ batch, ...it }) => validation(tree, batch, [it])))
    // What the contract itself would do with the very same calldata.
    const decoded = await read(runs.map(({ call: { to, data = '0x' } }) => ({ to, data })))
    const predictions = runs.map(({ batch, ...it }) => predict([it], batch))
    const disagreements = runs.flatMap((run, index) => {
      const [predicted, answer] = [predictions[index] ?? '', validated[index]]
      return answer && agree(predicted, answer) ? [] : [json({ predicted, answer, ...run })]
    })
    const isTheirs = (index: number) => {
      const data = decoded[index]
      if (data === undefined) return false
      const { name } = runs[index] as TupleCase
      const fields = decodeFunctionResult({ abi: routerAbi, functionName: name, data })
      // The first of two routes has no second address.
      return !isMine(fields[0]) || (name !== 'fillFirst' && !isMine(fields[1]))
    }
    const passed = runs.map((_, index) => predictions[index] === 'allowed')
    const theirs = runs.map((_, index) => isTheirs(index))
    report('Dynamic tuples:', {
      pairs: runs.length,
      ...count(predictions),
      decoded: decoded.filter(Boolean).length,
      toOthers: theirs.filter(Boolean).length,
      disagreements: disagreements.length,
    })
    process.stdout.write(tupleText)
    expect(disagreements).toEqual([])
    expect(runs.filter((_, index) => passed[index] && theirs[index]).map(json)).toEqual([])
    expect(passed.filter(Boolean).length).toBeGreaterThan(50)
    expect(runs.filter((_, index) => passed[index] && decoded[index]).length).toBeGreaterThan(50)
    // Calls that the contract takes, and that would give to others.
    expect(theirs.filter(Boolean).length).toBeGreaterThan(100)
  })

  test('agree on 100 whole user operations through the bundler', async () => {
    const { chainId, client, config, account } = dapp
    const now = Number((await client.getBlock()).timestamp)
    const cases = sample(policyCaseArbitrary(signer.address), 1200).filter(
      // What is allowed must not fail for want of money, which no policy is about.
      ({ call: { value = 0n } }) => value < 10n ** 18n,
    )
    // The modules first, each call in turn, then the entry point's clock over all of them.
    const verdictOf = (cases: readonly PolicyCase[], batch: boolean): Outcome => {
      const refusal = predict(cases, batch)
      if (refusal !== 'allowed') return refusal === 'session-key' ? 'signature' : 'reverted'
      const inTime = cases.every(
        ({ leaf, call }) => evaluateCall(leaf, call, { batch, now }).allowed,
      )
      return inTime ? 'allowed' : 'time'
    }
    const batches = toBatches(cases, (it) => verdictOf([it], true) === 'allowed', 100)
    const tree = await setRoot(batches.flat().map(({ leaf }) => leaf))
    const bundler = config.getBundler(chainId)
    const fees = await bundler.getGasFees()
    const fromBlock = await client.getBlockNumber()

    const outcomes = await Promise.all(
      batches.map(async (batch, index) => {
        // The kit sends a single call through the key manager; every second one goes to the router.
        const options = { batch: batch.length > 1 || index % 2 === 0 }
        const proven = batch.map(({ leaf }) => ({ leaf, proof: tree.getProof(hashLeaf(leaf)) }))
        const operation: UserOperation = {
          sender: account.address,
          nonce: BigInt(1000 + index) << 64n,
          initCode: '0x',
          callData: encodeCalls(
            batch.map(({ call }) => call),
            options,
          ),
          callGasLimit: 1_000_000n,
          verificationGasLimit: 1_500_000n,
          preVerificationGas: 300_000n,
          ...fees,
          paymasterAndData: '0x',
          signature: '0x',
        }
        const hash = getUserOperationHash({
          chainId,
          entryPointAddress: entryPoint06Address,
          entryPointVersion: '0.6',
          userOperation: operation,
        })
        const signed = await signer.signMessage({ message: { raw: hash } })
        const predicted = verdictOf(batch, options.batch)
        try {
          await bundler.send({
            ...operation,
            signature: encodeSessionSignature(proven, signed, options),
          })
        } catch (error) {
          if (!(error instanceof UserOperationRejectedError)) throw error
          return { predicted, outcome: outcomeOf(error), size: batch.length }
        }
        const { success } = await waitForUserOperation(client, {
          userOpHash: hash,
          fromBlock,
          pollingInterval: 200,
          timeout: 60_000,
        })
        return { predicted, outcome: success ? 'allowed' : 'failed', size: batch.length }
      }),
    )

    const wrong = outcomes.filter(({ predicted, outcome }) => predicted !== outcome)
    report('Whole user operations:', {
      operations: outcomes.length,
      calls: batches.flat().length,
      ...count(outcomes.map(({ predicted, outcome }) => `${predicted} → ${outcome}`)),
      disagreements: wrong.length,
    })
    expect(wrong).toEqual([])
    expect(outcomes.filter(({ outcome }) => outcome === 'allowed').length).toBeGreaterThan(20)
  }, 180_000)
})

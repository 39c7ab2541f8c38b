import { MerkleTree as MerkleTreeJs } from 'merkletreejs'
import { type Address, encodeFunctionData, type Hex, keccak256, numberToHex, parseAbi } from 'viem'
import { createMerkleTree } from '../src/merkle/createMerkleTree.ts'
import { atMost } from '../src/policies/atMost.ts'
import { checkPolicy } from '../src/policies/checkPolicy.ts'
import { compilePolicy } from '../src/policies/compilePolicy.ts'
import { contractCall } from '../src/policies/contractCall.ts'
import { definePolicy } from '../src/policies/definePolicy.ts'
import { erc20ModuleTransfer } from '../src/policies/erc20ModuleTransfer.ts'
import { policyDigest } from '../src/policies/policyDigest.ts'
import type { BenchRow } from './BenchRow.ts'
import { median } from './median.ts'

const vault: Address = '0x3333333333333333333333333333333333333333'
const account: Address = '0x4444444444444444444444444444444444444444'
const now = 1_700_000_000
const abi = parseAbi(['function deposit(uint256 amount, address to)'])

/**
 * What a page computes: whether 8 calls are within 100 leaves (budget: 1 ms), a policy's digest, and
 * one more leaf in a tree of 10,000 (budget: 1 % of merkletreejs).
 */
export function policies(): BenchRow[] {
  const policy = definePolicy({
    permissions: Array.from({ length: 100 }, (_, index) => {
      const amount = BigInt(index)
      return index % 2
        ? contractCall({
            address: vault,
            abi,
            functionName: 'deposit',
            args: { amount: atMost(amount), to: account },
          })
        : erc20ModuleTransfer({ token: account, to: vault, maxAmount: amount })
    }),
    expiresIn: { hours: 1 },
    now,
  })
  const leaves = compilePolicy(policy, { sessionKey: account, now })
  const session = {
    keyAddress: account,
    permissions: leaves.map((leaf, index) => ({ id: `${index}`, leaf })),
  }
  const calls = Array.from({ length: 8 }, (_, index) => deposit(BigInt(index)))
  const refused = [...calls.slice(1), deposit(1000n)]
  return [
    row('checkPolicy: session, 8 calls × 100 leaves', () => checkPolicy(session, calls, { now })),
    row('checkPolicy: policy, 8 calls × 100 permissions', () => checkPolicy(policy, calls)),
    row('checkPolicy: session, the 8th call refused', () => checkPolicy(session, refused, { now })),
    row('policyDigest: 100 permissions', () => policyDigest(policy)),
    oneMoreLeaf(),
  ]
}

function deposit(amount: bigint) {
  return { to: vault, data: encodeFunctionData({ abi, args: [amount, account] }) }
}

function oneMoreLeaf(): BenchRow {
  const hashes = Array.from({ length: 10_000 }, (_, index) => keccak256(numberToHex(index + 1)))
  const more = keccak256('0x')
  const tree = createMerkleTree(hashes)
  const hash = (data: Buffer) => Buffer.from(keccak256(data, 'bytes'))
  const bytes = [...hashes, more].map((leaf: Hex) => Buffer.from(leaf.slice(2), 'hex'))
  const peer = timesOf(() => {
    const rebuilt = new MerkleTreeJs(bytes, hash, { sortPairs: true, hashLeaves: false })
    rebuilt.getHexProof(bytes.at(-1) ?? '')
  }, 5)
  return {
    ...row('one more leaf in a tree of 10,000, and its proof', () =>
      tree.append(more).getProof(more),
    ),
    peer: median(peer),
    peerName: 'merkletreejs',
  }
}

function row(what: string, run: () => unknown): BenchRow {
  const times = timesOf(run, 300)
  return { what, unit: 'ms', kit: median(times), kitMax: Math.max(...times) }
}

function timesOf(run: () => unknown, rounds: number): number[] {
  // Compiled code is what a page runs after the first few times.
  for (let round = 0; round < Math.min(rounds, 50); round++) run()
  return Array.from({ length: rounds }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
}

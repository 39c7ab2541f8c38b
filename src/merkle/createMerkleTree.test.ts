import fc from 'fast-check'
import { MerkleTree as ReferenceTree } from 'merkletreejs'
import { type Hex, keccak256, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import { createMerkleTree } from './createMerkleTree.ts'
import { emptyRoot } from './emptyRoot.ts'
import { merkleProof } from './merkleProof.ts'
import { merkleRoot } from './merkleRoot.ts'
import { verifyMerkleProof } from './verifyMerkleProof.ts'

const hashes = Array.from({ length: 10_001 }, (_, index) => keccak256(toHex(index)))

/** As the SDK builds it. */
function reference(leaves: readonly Hex[]) {
  return new ReferenceTree([...leaves], keccak256, { sortPairs: true, hashLeaves: false })
}

function hashAt(index: number): Hex {
  return hashes[index] ?? emptyRoot
}

describe('createMerkleTree', () => {
  test('agrees with merkletreejs on root and every proof, for 1 to 300 leaves', () => {
    // all shapes of a tree are there up to 33; beyond, those beside a power of two differ most
    const sizes = Array.from({ length: 300 }, (_, position) => position + 1)
    const some = sizes.filter(
      (size) => size <= 33 || Math.abs(size - 2 ** Math.round(Math.log2(size))) <= 1,
    )
    for (const size of isFull ? sizes : some) {
      const leaves = hashes.slice(0, size)
      const expected = reference(leaves)
      const tree = createMerkleTree(leaves)
      expect(tree.root).toBe(expected.getHexRoot())
      for (const [index, leaf] of leaves.entries()) {
        const proof = tree.getProof(index)
        expect(proof).toEqual(expected.getHexProof(leaf))
        expect(verifyMerkleProof({ root: tree.root, leaf, proof })).toBe(true)
      }
    }
  }, 60_000)

  test('agrees with merkletreejs for 5,000 leaves', () => {
    const leaves = hashes.slice(0, 5000)
    const expected = reference(leaves)
    const tree = createMerkleTree(leaves)
    expect(tree.root).toBe(expected.getHexRoot())
    for (let index = 0; index < 5000; index += 97) {
      expect(tree.getProof(index)).toEqual(expected.getHexProof(hashAt(index)))
    }
    expect(tree.getProof(4999)).toEqual(expected.getHexProof(hashAt(4999)))
  }, 60_000)

  test('appending equals building, however the leaves are split', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 12 }), (parts) => {
        let tree = createMerkleTree([])
        let size = 0
        for (const part of parts) {
          tree = tree.append(...hashes.slice(size, size + part))
          size += part
        }
        const whole = createMerkleTree(hashes.slice(0, size))
        expect(tree.root).toBe(whole.root)
        for (let index = 0; index < size; index++) {
          expect(tree.getProof(index)).toEqual(whole.getProof(index))
        }
      }),
      { numRuns: runs(300) },
    )
  })

  test('appending leaves the old tree as it was', () => {
    const tree = createMerkleTree(hashes.slice(0, 7))
    const before = { root: tree.root, proof: tree.getProof(6) }
    tree.append(hashAt(7), hashAt(8))
    expect({ root: tree.root, proof: tree.getProof(6) }).toEqual(before)
    expect(tree.append()).toBe(tree)
  })

  test('one leaf more on 10,000 is proven against the same root as a rebuild', () => {
    const added = hashAt(10_000)
    const tree = createMerkleTree(hashes.slice(0, 10_000)).append(added)
    const rebuilt = reference([...hashes.slice(0, 10_000), added])
    expect(tree.root).toBe(rebuilt.getHexRoot())
    expect(tree.getProof(10_000)).toEqual(rebuilt.getHexProof(added))
  })

  test('no leaves have the empty root, one leaf is its own root', () => {
    expect(createMerkleTree([]).root).toBe(emptyRoot)
    expect(merkleRoot([])).toBe(`0x${'00'.repeat(32)}`)
    expect(merkleRoot([hashAt(0)])).toBe(hashAt(0))
    expect(merkleProof([hashAt(0)], 0)).toEqual([])
  })

  test('case does not matter, and a leaf may be named by its hash', () => {
    const leaves = hashes.slice(0, 5)
    const upper = leaves.map((hash) => `0x${hash.slice(2).toUpperCase()}` as const)
    const tree = createMerkleTree(upper)
    expect(tree.root).toBe(merkleRoot(leaves))
    expect(tree.getProof(upper[3] ?? emptyRoot)).toEqual(merkleProof(leaves, 3))
  })

  test('a leaf that is there twice proves by its first place', () => {
    const tree = createMerkleTree([hashAt(0), hashAt(1), hashAt(0)])
    expect(tree.getProof(hashAt(0))).toEqual(tree.getProof(0))
    const proof = tree.getProof(2)
    expect(verifyMerkleProof({ root: tree.root, leaf: hashAt(0), proof })).toBe(true)
  })

  test('what is not in the tree has no proof', () => {
    const tree = createMerkleTree(hashes.slice(0, 3))
    for (const leaf of [3, -1, 0.5, Number.NaN, hashAt(9)]) {
      expect(() => tree.getProof(leaf)).toThrow(RangeError)
    }
    expect(() => createMerkleTree([]).getProof(0)).toThrow(RangeError)
    expect(() => createMerkleTree(['0x12'])).toThrow('is not a 32-byte hash')
    expect(verifyMerkleProof({ root: tree.root, leaf: hashAt(9), proof: tree.getProof(0) })).toBe(
      false,
    )
  })
})

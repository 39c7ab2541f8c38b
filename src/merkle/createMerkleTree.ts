import type { Hex } from 'viem'
import { emptyRoot } from './emptyRoot.ts'
import { hashPair } from './hashPair.ts'

/** A Merkle tree that never changes; `append` makes a new one. */
export interface MerkleTree {
  /** `emptyRoot` when there are no leaves; the leaf itself when there is one. */
  readonly root: Hex
  /** Leaf hashes, in order. */
  readonly hashes: readonly Hex[]
  /**
   * The siblings on the way from a leaf to the root.
   * A hash that is there twice is proven by its first place.
   * @throws RangeError when the leaf is not in the tree.
   */
  getProof(leaf: Hex | number): readonly Hex[]
  /** A tree with further leaves behind these; costs a path, not a rebuild. */
  append(...hashes: readonly Hex[]): MerkleTree
}

/**
 * The tree that the SDK and the chain agree on: pairs sorted, leaves not hashed again, an odd node
 * carried up unchanged (merkletreejs with `{ sortPairs: true, hashLeaves: false }`).
 *
 * @example
 * const tree = createMerkleTree(leaves.map(hashLeaf))
 * tree.getProof(0)
 */
export function createMerkleTree(hashes: readonly Hex[]): MerkleTree {
  return fromLayers(hashes.length ? grown([[]], hashes) : [[]])
}

function fromLayers(layers: readonly (readonly Hex[])[]): MerkleTree {
  const hashes = layers[0] ?? []
  let places: Map<Hex, number> | undefined
  const indexOf = (hash: Hex) => {
    if (!places) {
      places = new Map()
      for (let index = hashes.length - 1; index >= 0; index--) {
        const at = hashes[index]
        if (at) places.set(at, index)
      }
    }
    return places.get(lower(hash))
  }
  const tree: MerkleTree = {
    root: layers.at(-1)?.[0] ?? emptyRoot,
    hashes,
    getProof(leaf) {
      const place = typeof leaf === 'number' ? leaf : indexOf(leaf)
      if (
        place === undefined ||
        !Number.isInteger(place) ||
        !(place >= 0 && place < hashes.length)
      ) {
        throw new RangeError(`The tree of ${hashes.length} leaves has no leaf ${leaf}.`)
      }
      const proof: Hex[] = []
      let index = place
      for (const layer of layers) {
        const sibling = layer[index ^ 1]
        if (sibling !== undefined) proof.push(sibling)
        index >>= 1
      }
      return proof
    },
    append: (...more) => (more.length ? fromLayers(grown(layers, more)) : tree),
  }
  return tree
}

/** Copies the layers and hashes again only what the new leaves change. */
function grown(old: readonly (readonly Hex[])[], more: readonly Hex[]): Hex[][] {
  const base = [...(old[0] ?? [])]
  // The last node of a layer may have been carried up alone, so it is hashed again.
  let dirty = base.length
  for (const hash of more) base.push(lower(hash))
  const layers = [base]
  for (let depth = 0, layer = base; layer.length > 1; depth++) {
    dirty >>= 1
    const next = (old[depth + 1] ?? []).slice(0, dirty)
    for (let index = next.length * 2; index < layer.length; index += 2) {
      const left = layer[index]
      const right = layer[index + 1]
      if (left !== undefined) next.push(right === undefined ? left : hashPair(left, right))
    }
    layers.push(next)
    layer = next
  }
  return layers
}

function lower(hash: Hex): Hex {
  if (!/^0x[0-9a-fA-F]{64}$/.test(hash)) throw new RangeError(`${hash} is not a 32-byte hash.`)
  return hash.toLowerCase() as Hex
}

import { type Hex, keccak256 } from 'viem'

/** The hash of two nodes, the smaller first, as OpenZeppelin's `MerkleProof` does. */
export function hashPair(a: Hex, b: Hex): Hex {
  // Lower-case hex of one length sorts like the bytes do.
  return a <= b
    ? keccak256(`0x${a.slice(2)}${b.slice(2)}`)
    : keccak256(`0x${b.slice(2)}${a.slice(2)}`)
}

import {
  type Hex,
  hexToBigInt,
  hexToNumber,
  isHex,
  numberToHex,
  serializeSignature,
  size,
  slice,
} from 'viem'

/** The order of secp256k1's group. */
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/**
 * The signature as the chain's ECDSA library wants it: 65 bytes, `s` in the lower half, ending in 27
 * or 28. Wallets also answer with 0 or 1 at the end, or with the 64 bytes of ERC-2098, whose highest
 * bit of `s` is the parity.
 *
 * @returns nothing for what is no signature of a key.
 */
export function toKeySignature(answer: unknown): Hex | undefined {
  if (!isHex(answer) || ![64, 65].includes(size(answer))) return undefined
  const r = slice(answer, 0, 32)
  const word = hexToBigInt(slice(answer, 32, 64))
  const isCompact = size(answer) === 64
  const s = isCompact ? BigInt.asUintN(255, word) : word
  const yParity = isCompact ? Number(word >> 255n) : parityOf(hexToNumber(slice(answer, 64)))
  if (yParity === undefined) return undefined
  const isHigh = s > order / 2n
  try {
    return serializeSignature({
      r,
      s: numberToHex(isHigh ? order - s : s, { size: 32 }),
      yParity: isHigh ? 1 - yParity : yParity,
    })
  } catch {
    return undefined
  }
}

function parityOf(last: number): number | undefined {
  return [0, 1, 27, 28].includes(last) ? last % 27 : undefined
}

import {
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  parseSignature,
  recoverAddress,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
  slice,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { toKeySignature } from './toKeySignature.ts'

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const account = privateKeyToAccount(generatePrivateKey())
const hash = keccak256('0x1234')

/** Signatures of both parities. */
async function signatures(): Promise<Hex[]> {
  const found = new Map<number, Hex>()
  for (let i = 0; found.size < 2; i += 1) {
    const signature = await account.sign({ hash: keccak256(numberToHex(i)) })
    found.set(parseSignature(signature).yParity, signature)
  }
  return [...found.values()]
}

describe('toKeySignature', () => {
  test('takes every form of a signature to the one that the chain takes', async () => {
    for (const signature of await signatures()) {
      const parsed = parseSignature(signature)
      const { r, s, yParity } = parsed
      const forms: Record<string, Hex> = {
        'as it is': signature,
        '0 or 1 at the end': `${slice(signature, 0, 64)}0${yParity}`,
        'ERC-2098': serializeCompactSignature(signatureToCompactSignature(parsed)),
        's in the upper half': serializeSignature({
          r,
          s: numberToHex(order - hexToBigInt(s), { size: 32 }),
          yParity: 1 - yParity,
        }),
      }
      for (const [form, given] of Object.entries(forms))
        expect([form, toKeySignature(given)]).toEqual([form, signature])
    }
  })

  test('what it returns is the signer’s', async () => {
    const signature = toKeySignature(await account.sign({ hash }))
    expect(await recoverAddress({ hash, signature: signature as Hex })).toBe(account.address)
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['an object', {}],
    ['a word', 'hello'],
    ['hexadecimal letters in part', `0x${'zz'.repeat(65)}`],
    ['no bytes', '0x'],
    ['a byte too few', `0x${'11'.repeat(63)}`],
    ['a byte too many', `0x${'11'.repeat(66)}`],
    ['a signature of a contract (ERC-6492)', `0x${'00'.repeat(256)}${'6492'.repeat(16)}`],
    ['another last byte', `0x${'11'.repeat(64)}1d`],
    ['zeros', `0x${'00'.repeat(64)}1b`],
    ['numbers beyond the group', `0x${'ff'.repeat(64)}1b`],
  ])('refuses %s', (_, answer) => {
    expect(toKeySignature(answer)).toBeUndefined()
  })
})

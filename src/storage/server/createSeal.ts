import { bytesToHex, hexToBytes, isHex } from 'viem'

/** Signs texts so that this server, and others with its secret, know them again. */
export interface Seal {
  sign(purpose: string, text: string): Promise<string>
  verify(purpose: string, text: string, signature: string): Promise<boolean>
}

/** @param secret At least 32 bytes; imported at first use. */
export function createSeal(secret: Uint8Array): Seal {
  const copy = new Uint8Array(secret)
  let key: Promise<CryptoKey> | undefined
  const open = () => {
    key ??= globalThis.crypto.subtle.importKey(
      'raw',
      copy,
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign', 'verify'],
    )
    return key
  }
  const bytesOf = (purpose: string, text: string) =>
    new TextEncoder().encode(`grantkit storage\n${purpose}\n${text}`)
  return {
    async sign(purpose, text) {
      const { subtle } = globalThis.crypto
      const signature = await subtle.sign('HMAC', await open(), bytesOf(purpose, text))
      return bytesToHex(new Uint8Array(signature)).slice(2)
    },
    async verify(purpose, text, signature) {
      const hex = `0x${signature}`
      if (signature.length !== 64 || !isHex(hex)) return false
      const { subtle } = globalThis.crypto
      const bytes = new Uint8Array(hexToBytes(hex))
      return await subtle.verify('HMAC', await open(), bytes, bytesOf(purpose, text))
    },
  }
}

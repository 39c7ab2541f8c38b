import { toHex } from 'viem'

/** A random identifier: 16 bytes as hex. `crypto.randomUUID` exists on secure origins only. */
export function createId(): string {
  return toHex(globalThis.crypto.getRandomValues(new Uint8Array(16))).slice(2)
}

import { type Address, bytesToBigInt } from 'viem'

/** A lane of nonces, held by one operation in flight. */
export interface NonceLane {
  /** ERC-4337's `key`, the upper 192 bits of the nonce. */
  key: bigint
  /**
   * Gives the lane back. One whose operation was not sent is the next to be used: should the
   * operation turn up after all, it and the next have the same nonce, and one of them is refused.
   * One whose operation was never settled is not used again.
   */
  release(outcome: 'settled' | 'unsent' | 'lost'): void
}

export interface NonceLanes {
  take(scope: { chainId: number; account: Address }): NonceLane
}

/**
 * Hands out nonce lanes, so that operations in flight at once never take the same nonce. Lanes are
 * used again, because the first operation in a lane pays for its storage; each page or process has
 * its own, so that two of them cannot meet. Lane 0 is left to the owner.
 */
export function createNonceLanes(): NonceLanes {
  let base: bigint | undefined
  const lanes = new Map<string, { free: bigint[]; next: bigint }>()
  return {
    take({ chainId, account }) {
      // 128 random bits above a 64-bit counter; read late, because servers forbid it at import
      base ??= bytesToBigInt(globalThis.crypto.getRandomValues(new Uint8Array(16))) << 64n
      const id = `${chainId}:${account.toLowerCase()}`
      const scope = lanes.get(id) ?? { free: [], next: 0n }
      lanes.set(id, scope)
      const key = scope.free.shift() ?? base + scope.next++
      let held = true
      return {
        key,
        release(outcome) {
          if (held && outcome === 'settled') scope.free.push(key)
          if (held && outcome === 'unsent') scope.free.unshift(key)
          held = false
        },
      }
    },
  }
}

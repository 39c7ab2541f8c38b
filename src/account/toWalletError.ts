import { AbortedError } from '../errors/AbortedError.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { WalletError, type WalletFailure } from '../errors/WalletError.ts'

/** EIP-1193's and EIP-1474's codes that say more than that it failed. */
const failures: ReadonlyMap<unknown, WalletFailure> = new Map<unknown, WalletFailure>([
  [4100, 'unauthorized'],
  [4200, 'unsupported'],
  [-32601, 'unsupported'],
  [-32004, 'unsupported'],
  [4900, 'disconnected'],
  [4901, 'disconnected'],
  [-32002, 'busy'],
])

/** What a wallet threw, as the error that the user can do something about. */
export function toWalletError(cause: unknown): BaseError {
  if (cause instanceof AbortedError) return cause
  const codes = codesOf(cause)
  // 4001 of EIP-1193, 5000 of WalletConnect, and what ethers makes of them
  if (codes.some((code) => code === 4001 || code === 5000 || code === 'ACTION_REJECTED'))
    return new UserRejectedError({ where: 'wallet', cause })
  const known = codes.find((code) => failures.has(code))
  return new WalletError({ cause, reason: failures.get(known) ?? 'failed' })
}

/** The codes of an error and all in it, however the wallet or its connector wrapped it. */
function codesOf(error: unknown): unknown[] {
  const codes: unknown[] = []
  const seen = new Set<unknown>()
  const search = (it: unknown) => {
    if (typeof it !== 'object' || it === null || seen.has(it)) return
    seen.add(it)
    const { code, cause, data, error: inner, originalError } = it as Record<string, unknown>
    codes.push(code)
    for (const next of [cause, data, inner, originalError]) search(next)
  }
  search(error)
  return codes
}

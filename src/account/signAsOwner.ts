import { type Hash, type Hex, isHex, recoverMessageAddress, type WalletClient } from 'viem'
import { signMessage } from 'viem/actions'
import { AbortedError } from '../errors/AbortedError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { WalletError } from '../errors/WalletError.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { assertOwnerWallet } from './assertOwnerWallet.ts'

/**
 * Asks the owner's wallet to sign a user operation: an EIP-191 message over its 32-byte hash, which
 * is all that the wallet shows.
 *
 * @throws UserRejectedError when the user says no.
 * @throws OwnerMismatchError when another account signed.
 * @throws WalletError when the wallet fails in another way.
 */
export async function signAsOwner(
  wallet: WalletClient,
  parameters: { account: SmartAccount; userOpHash: Hash; signal?: AbortSignal | undefined },
): Promise<Hex> {
  const { account, userOpHash, signal } = parameters
  await assertOwnerWallet(wallet, account)
  // who gave up is not asked
  if (signal?.aborted) throw new AbortedError({ cause: signal.reason })
  const signature = await untilAborted(
    signMessage(wallet, { account: wallet.account ?? account.owner, message: { raw: userOpHash } }),
    signal,
  ).catch((cause: unknown) => {
    if (cause instanceof AbortedError) throw cause
    if (isRejection(cause)) throw new UserRejectedError({ where: 'wallet', cause })
    throw new WalletError({ cause })
  })
  if (!isHex(signature))
    throw new WalletError({ cause: new Error('The wallet answered with something else.') })
  const normalized = normalizeRecovery(signature)
  const signer = await recoverMessageAddress({
    message: { raw: userOpHash },
    signature: normalized,
  }).catch((cause: unknown) => {
    throw new WalletError({ cause })
  })
  if (!isSameAddress(signer, account.owner))
    throw new OwnerMismatchError({ owner: account.owner, actual: signer })
  return normalized
}

/** EIP-1193's 4001, however deep the wallet or its connector wrapped it, also in plain objects. */
function isRejection(error: unknown): boolean {
  const seen = new Set<unknown>()
  const search = (it: unknown): boolean => {
    if (typeof it !== 'object' || it === null || seen.has(it)) return false
    seen.add(it)
    const { code, cause, data, error: inner, originalError } = it as Record<string, unknown>
    if (code === 4001 || code === 'ACTION_REJECTED') return true
    return [cause, data, inner, originalError].some(search)
  }
  return search(error)
}

/** Some hardware wallets end a signature with 0 or 1, which the module's ECDSA library refuses. */
function normalizeRecovery(signature: Hex): Hex {
  const last = Number.parseInt(signature.slice(-2), 16)
  return last < 27 ? `${signature.slice(0, -2) as Hex}${(last + 27).toString(16)}` : signature
}

/** A wallet that never answers cannot be cancelled; it can be given up on. */
function untilAborted<value>(promise: Promise<value>, signal: AbortSignal | undefined) {
  if (!signal) return promise
  return new Promise<value>((resolve, reject) => {
    const onAbort = () => reject(new AbortedError({ cause: signal.reason }))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

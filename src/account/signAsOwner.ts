import { type Hash, type Hex, recoverMessageAddress, type WalletClient } from 'viem'
import { signMessage } from 'viem/actions'
import { AbortedError } from '../errors/AbortedError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { WalletError } from '../errors/WalletError.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { untilAborted } from '../utils/untilAborted.ts'
import { assertOwnerWallet } from './assertOwnerWallet.ts'
import { recoveryChunk } from './recoveryChunk.ts'
import { toKeySignature } from './toKeySignature.ts'
import { toWalletError } from './toWalletError.ts'

/**
 * Asks the owner's wallet to sign a user operation: an EIP-191 message over its 32-byte hash, which
 * is all that the wallet shows. There is no time limit: a prompt may be open for as long as the user
 * reads. Who has waited enough aborts; a signature that comes after that is thrown away.
 *
 * @throws UserRejectedError when the user says no.
 * @throws OwnerMismatchError when another account signed, or the owner signed something else.
 * @throws WalletError when the wallet fails in another way.
 * @throws AbortedError when the wallet was given up on.
 * @throws ChunkLoadError when what checks its signature cannot be loaded; it is not asked then.
 */
export async function signAsOwner(
  wallet: WalletClient,
  parameters: { account: SmartAccount; userOpHash: Hash; signal?: AbortSignal | undefined },
): Promise<Hex> {
  const { account, userOpHash, signal } = parameters
  await Promise.all([recoveryChunk.load(), assertOwnerWallet(wallet, account, signal)])
  // who gave up is not asked
  if (signal?.aborted) throw new AbortedError({ cause: signal.reason })
  const answer: unknown = await untilAborted(
    signMessage(wallet, { account: wallet.account ?? account.owner, message: { raw: userOpHash } }),
    signal,
  ).catch((cause: unknown) => {
    throw toWalletError(cause)
  })
  const signature = toKeySignature(answer)
  if (!signature) throw new WalletError({ reason: 'no-signature' })
  const signer = await recoverMessageAddress({
    message: { raw: userOpHash },
    signature,
  }).catch((cause: unknown) => {
    throw new WalletError({ reason: 'no-signature', cause })
  })
  if (!isSameAddress(signer, account.owner))
    throw new OwnerMismatchError({ owner: account.owner, actual: signer, signed: true })
  return signature
}

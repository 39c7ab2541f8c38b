import type { WalletClient } from 'viem'
import { getChainId } from 'viem/actions'
import { ChainMismatchError } from '../errors/ChainMismatchError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { untilAborted } from '../utils/untilAborted.ts'
import { toWalletError } from './toWalletError.ts'

/**
 * Checks that the wallet is the account's owner, on its chain, before it is asked anything.
 *
 * @throws WalletNotConnectedError, OwnerMismatchError, ChainMismatchError, WalletError
 * @throws AbortedError when the wallet does not answer and is given up on.
 */
export async function assertOwnerWallet(
  wallet: WalletClient,
  account: SmartAccount,
  signal?: AbortSignal | undefined,
): Promise<void> {
  if (!wallet.account) throw new WalletNotConnectedError()
  if (!isSameAddress(wallet.account.address, account.owner))
    throw new OwnerMismatchError({ owner: account.owner, actual: wallet.account.address })
  const chainId = await untilAborted(getChainId(wallet), signal).catch((cause: unknown) => {
    throw toWalletError(cause)
  })
  if (chainId !== account.chainId)
    throw new ChainMismatchError({ expected: account.chainId, actual: chainId })
}

import type { WalletClient } from 'viem'
import { getChainId } from 'viem/actions'
import { ChainMismatchError } from '../errors/ChainMismatchError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { WalletError } from '../errors/WalletError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'

/**
 * Checks that the wallet is the account's owner, on its chain, before it is asked anything.
 *
 * @throws WalletNotConnectedError, OwnerMismatchError, ChainMismatchError, WalletError
 */
export async function assertOwnerWallet(
  wallet: WalletClient,
  account: SmartAccount,
): Promise<void> {
  if (!wallet.account) throw new WalletNotConnectedError()
  if (!isSameAddress(wallet.account.address, account.owner))
    throw new OwnerMismatchError({ owner: account.owner, actual: wallet.account.address })
  const chainId = await getChainId(wallet).catch((cause: unknown) => {
    throw new WalletError({ cause })
  })
  if (chainId !== account.chainId)
    throw new ChainMismatchError({ expected: account.chainId, actual: chainId })
}

import type { WalletClient } from 'viem'
import { getChainId } from 'viem/actions'
import { ChainMismatchError } from '../errors/ChainMismatchError.ts'
import { OwnerMismatchError } from '../errors/OwnerMismatchError.ts'
import { WalletError } from '../errors/WalletError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { untilAborted } from '../utils/untilAborted.ts'
import { within } from '../utils/within.ts'
import { toWalletError } from './toWalletError.ts'

/** How long a wallet may take for what it can say without its user, milliseconds. */
const answersWithin = 30_000

/**
 * Checks that the wallet is the account's owner, on its chain, before it is asked anything.
 *
 * @throws WalletNotConnectedError, OwnerMismatchError, ChainMismatchError
 * @throws WalletError when it fails, and with `no-answer` when it does not say in time which chain it
 * is on: who waits for ever for a wallet that is dead would hold up every other change of the account.
 * @throws AbortedError when it is given up on before.
 */
export async function assertOwnerWallet(
  wallet: WalletClient,
  account: SmartAccount,
  signal?: AbortSignal | undefined,
): Promise<void> {
  if (!wallet.account) throw new WalletNotConnectedError()
  if (!isSameAddress(wallet.account.address, account.owner))
    throw new OwnerMismatchError({ owner: account.owner, actual: wallet.account.address })
  const chainId = await readChainId(wallet, signal)
  if (chainId !== account.chainId)
    throw new ChainMismatchError({ expected: account.chainId, actual: chainId })
}

async function readChainId(wallet: WalletClient, signal: AbortSignal | undefined): Promise<number> {
  const late = () => new WalletError({ reason: 'no-answer' })
  try {
    return await within(untilAborted(getChainId(wallet), signal), answersWithin, late)
  } catch (error) {
    throw error instanceof WalletError ? error : toWalletError(error)
  }
}

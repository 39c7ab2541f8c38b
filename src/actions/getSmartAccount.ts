import { type Address, isAddress } from 'viem'
import { deriveSmartAccount } from '../account/deriveSmartAccount.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { ClientNotConfiguredError } from '../errors/ClientNotConfiguredError.ts'
import { InvalidAddressError } from '../errors/InvalidAddressError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'

export interface GetSmartAccountParameters {
  chainId: number
  /** The wallet that owns the smart account. */
  owner: Address
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
}

/**
 * The smart account of an owner. It has its address before it is deployed; the first grant deploys
 * it.
 *
 * @throws InvalidAddressError when `owner` is no address.
 * @throws ClientNotConfiguredError when the chain cannot be read.
 * @throws UnsupportedChainError when Biconomy has another factory on the chain (Taiko Hekla).
 *
 * @example
 * const { address } = await getSmartAccount(config, { chainId: polygonAmoy.id, owner })
 */
export async function getSmartAccount(
  config: SessionConfig,
  parameters: GetSmartAccountParameters,
): Promise<SmartAccount> {
  const { chainId, owner, index } = parameters
  if (!isAddress(owner, { strict: false }))
    throw new InvalidAddressError({ parameter: 'owner', value: owner })
  if (index !== undefined && !(Number.isSafeInteger(index) && index >= 0))
    throw new InvalidParameterError({
      parameter: 'index',
      problem: `is no index: ${String(index)}`,
      fix: 'Give a whole number of zero or more, or leave it out.',
    })
  const { chain } = config.getClient(chainId)
  if (!chain) throw new ClientNotConfiguredError({ chainId })
  return deriveSmartAccount({ chain, owner, index })
}

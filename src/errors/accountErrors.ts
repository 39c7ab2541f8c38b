import { BaseError } from './BaseError.ts'

/** A chain on which Biconomy deploys accounts from a factory that the kit does not know. */
export class UnsupportedChainError extends BaseError {
  override name = 'UnsupportedChainError'
  readonly chainId: number
  constructor({ chainId, chainName }: { chainId: number; chainName: string }) {
    super(`Chain ${chainId} (${chainName}) is not supported.`, {
      metaMessages: [
        'Biconomy deploys accounts from another factory there, so an owner has another address than on every other chain.',
        'Use another chain.',
        'Nothing was sent.',
      ],
    })
    this.chainId = chainId
  }
}

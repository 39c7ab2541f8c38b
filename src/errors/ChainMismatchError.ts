import { BaseError } from './BaseError.ts'

/** The wallet is on another chain than the one it was asked to sign for. */
export class ChainMismatchError extends BaseError {
  override name = 'ChainMismatchError'
  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`The wallet is on chain ${actual}, but this is for chain ${expected}.`, {
      metaMessages: [`Switch the wallet to chain ${expected} and try again. Nothing was signed.`],
    })
  }
}

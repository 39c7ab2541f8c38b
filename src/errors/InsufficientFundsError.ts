import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

/** The smart account cannot pay for its gas, and nobody else does. */
export class InsufficientFundsError extends BaseError {
  override name = 'InsufficientFundsError'
  // private, so that the error can still be written as JSON, which holds no bigint
  readonly #needed: bigint | undefined
  readonly #held: bigint | undefined

  constructor(options: {
    account: Address
    /** Wei. */
    needed?: bigint | undefined
    /** Wei. */
    held?: bigint | undefined
    cause?: unknown
  }) {
    const { account, needed, held, cause } = options
    super(`The smart account ${account} cannot pay for the gas (AA21).`, {
      cause,
      metaMessages: [
        ...(needed === undefined ? [] : [`The gas may cost up to ${needed} wei.`]),
        ...(held === undefined ? [] : [`The account holds ${held} wei.`]),
        'Send it some of the native token,',
        "or configure a paymaster for its chain: createSessionConfig({ paymaster: { [chainId]: { url: '…' } } }).",
        'Nothing was sent to the chain.',
      ],
    })
    this.#needed = needed
    this.#held = held
  }

  /** What the gas may cost at most, wei; nothing where that could not be estimated. */
  get needed(): bigint | undefined {
    return this.#needed
  }

  /** What the account has for it, wei: its balance, and its deposit at the entry point. */
  get held(): bigint | undefined {
    return this.#held
  }
}

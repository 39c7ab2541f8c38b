import { formatGwei } from 'viem'
import {
  UserOperationRejectedError,
  type UserOperationRejection,
} from './UserOperationRejectedError.ts'

/** What an operation pays for gas, wei. */
export interface OfferedFees {
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

interface UnderpricedOptions extends UserOperationRejection {
  offered?: OfferedFees | undefined
  required?: Partial<OfferedFees> | undefined
  isReplacement?: boolean | undefined
}

/** The operation offers too little for its gas: the price rose, or it was to replace another one. */
export class UserOperationUnderpricedError extends UserOperationRejectedError {
  override name = 'UserOperationUnderpricedError'
  // private, so that the error can still be written as JSON, which holds no bigint
  readonly #offered: OfferedFees | undefined
  readonly #required: Partial<OfferedFees>
  readonly #options: UnderpricedOptions
  /** Whether only to take the place of another operation, which waits with the same nonce. */
  readonly isReplacement: boolean
  constructor(options: UnderpricedOptions) {
    const { offered, required = {} } = options
    super({
      ...options,
      problem: 'The user operation offers too little for its gas',
      hints: [
        ...(offered ? [`It offers ${inGwei(offered)}.`] : []),
        ...(Object.keys(required).length > 0
          ? [`The bundler asks for at least ${inGwei(required)}.`]
          : []),
      ],
    })
    this.#offered = offered
    this.#required = required
    this.#options = options
    this.isReplacement = options.isReplacement ?? false
  }

  /**
   * The same for an operation that the owner signed: the fees are part of what the wallet showed, so
   * they are not raised behind the owner's back.
   */
  afterSignature(): UserOperationUnderpricedError {
    return new UserOperationUnderpricedError({
      ...this.#options,
      fix: 'Try again: the next operation offers that much. It is another one, so the wallet asks for a signature again.',
    })
  }

  /** What the operation offers, wei. */
  get offered(): OfferedFees | undefined {
    return this.#offered
  }

  /** What the bundler asks for, wei, as far as it said so. */
  get required(): Partial<OfferedFees> {
    return this.#required
  }
}

function inGwei({ maxFeePerGas, maxPriorityFeePerGas }: Partial<OfferedFees>): string {
  return [
    ...(maxFeePerGas === undefined ? [] : [`${formatGwei(maxFeePerGas)} gwei`]),
    ...(maxPriorityFeePerGas === undefined
      ? []
      : [`${formatGwei(maxPriorityFeePerGas)} gwei as a tip`]),
  ].join(', ')
}

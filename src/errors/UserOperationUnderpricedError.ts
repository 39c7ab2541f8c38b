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

/** The operation offers too little for its gas: the price rose, or it was to replace another one. */
export class UserOperationUnderpricedError extends UserOperationRejectedError {
  override name = 'UserOperationUnderpricedError'
  // private, so that the error can still be written as JSON, which holds no bigint
  readonly #offered: OfferedFees | undefined
  readonly #required: Partial<OfferedFees>
  constructor(
    options: UserOperationRejection & {
      offered?: OfferedFees | undefined
      required?: Partial<OfferedFees> | undefined
    },
  ) {
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

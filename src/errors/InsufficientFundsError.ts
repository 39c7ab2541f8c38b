import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

/** The smart account cannot pay for its gas, and nobody else does. */
export class InsufficientFundsError extends BaseError {
  override name = 'InsufficientFundsError'
  constructor({ account, cause }: { account: Address; cause?: unknown }) {
    super(`The smart account ${account} cannot pay for the gas (AA21).`, {
      cause,
      metaMessages: [
        'Send it some of the native token,',
        "or configure a paymaster for its chain: createSessionConfig({ paymaster: { [chainId]: { url: '…' } } }).",
        'Nothing was sent to the chain.',
      ],
    })
  }
}

import type { Hash } from 'viem'
import type { BaseError } from './BaseError.ts'
import { NotRecordedError } from './NotRecordedError.ts'
import { toTypedError } from './toTypedError.ts'
import { UserOperationRevertedError } from './UserOperationRevertedError.ts'

/** Names a failure after something was sent: it never claims that nothing happened on the chain. */
export function toSentError(
  error: unknown,
  sent: { userOpHash: Hash; transactionHash: Hash | undefined },
): BaseError {
  if (error instanceof UserOperationRevertedError) return error
  const typed = toTypedError(error, sent.transactionHash ? 'changed' : 'unknown')
  return typed.chainEffect === 'none' ? new NotRecordedError({ ...sent, cause: typed }) : typed
}

import { parseUserOperation } from '../account/parseUserOperation.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { StagedChange } from '../types/AccountRecords.ts'

/**
 * Sends the operations of changes again whose blocks the chain may have dropped, the very same
 * bytes in their order: their nonces see to it that none happens twice. What is refused is settled
 * by what the chain says of it.
 */
export async function resendOperations(
  config: SessionConfig,
  chainId: number,
  changes: readonly Pick<StagedChange, 'operation'>[],
): Promise<void> {
  for (const { operation } of changes) {
    const signed = operation?.signed && parseUserOperation(operation.signed)
    if (signed)
      await config
        .getBundler(chainId)
        .send(signed)
        .catch(() => undefined)
  }
}

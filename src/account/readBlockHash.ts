import { BlockNotFoundError, type Client, type Hash, BaseError as ViemBaseError } from 'viem'
import { getBlock } from 'viem/actions'

/** The hash of a block; `undefined` when the chain has no block of that number (any more). */
export async function readBlockHash(
  client: Client,
  blockNumber: bigint,
): Promise<Hash | undefined> {
  try {
    return (await getBlock(client, { blockNumber })).hash
  } catch (error) {
    const isMissing =
      error instanceof ViemBaseError && error.walk((it) => it instanceof BlockNotFoundError)
    if (isMissing) return undefined
    throw error
  }
}

import { type Address, type Client, createClient, custom, type Hex } from 'viem'
import { verifySiweMessage } from 'viem/siwe'

/**
 * Whether a contract account takes a signature for its own, asked of its chain (ERC-1271; before
 * the account is deployed by ERC-6492).
 *
 * @throws what the node failed with, when it gave no answer.
 */
export async function isSignedByContract(
  client: Client,
  signed: { message: string; signature: Hex; address: Address },
): Promise<boolean> {
  let failure: unknown
  const asking = createClient({
    ...(client.chain ? { chain: client.chain } : {}),
    // A contract must not be able to send the server to addresses of its choice.
    ccipRead: false,
    transport: custom(
      {
        // viem takes a call that failed for a refusal, also when it was the node that failed.
        async request(asked: { method: string; params?: unknown }) {
          try {
            return await client.request(asked as never)
          } catch (error) {
            if (!isOfContract(error)) failure = error
            throw error
          }
        },
      },
      // The client tries again by itself.
      { retryCount: 0 },
    ),
  })
  // What is not even formed like a signature throws.
  const isSigned = await verifySiweMessage(asking, signed).catch(() => false)
  if (!isSigned && failure !== undefined) throw failure
  return isSigned
}

/** Nodes do not agree on codes: 3 is Geth's, -32015 Nethermind's, and many use -32000 for all. */
const reverted =
  /revert|out of gas|gas required exceeds|invalid opcode|invalid jump|stack (under|over)flow|vm execution|vm exception|evm error/i

/** Whether a call failed in the contract, and not on the way to it. */
function isOfContract(error: unknown): boolean {
  for (let it = error; it instanceof Error; it = it.cause) {
    const { code, details } = it as { code?: unknown; details?: unknown }
    if (code === 3 || code === -32_015) return true
    if (code !== undefined && typeof details === 'string' && reverted.test(details)) return true
  }
  return false
}

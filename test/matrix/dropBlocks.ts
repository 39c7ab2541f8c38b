import { createClient, createTestClient, type Hex, http } from 'viem'
import { getBlock, getBlockNumber } from 'viem/actions'
import type { Fact, MatrixDevnet } from './openPage.ts'

/**
 * Replaces all blocks after one by empty ones.
 *
 * `again`: the node puts the transactions back into its pool, as nodes do, and they are mined in
 * later blocks. Otherwise they are gone, once the bundler is done with them: it would wait for its
 * own for ever.
 */
export async function dropBlocks(
  { rpcUrl, bundlerUrl }: MatrixDevnet,
  options: { after: bigint; again: boolean; facts: readonly Fact[] },
): Promise<void> {
  const { after, again, facts } = options
  const chain = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  if (!again) {
    const bundler = createClient({ transport: http(bundlerUrl) })
    for (const fact of facts) if (fact.type === 'sent') await untilIncluded(fact.userOpHash)
    async function untilIncluded(userOpHash: Hex): Promise<void> {
      for (let answer = ''; !/"included"/.test(answer); )
        answer = JSON.stringify(
          await bundler.request({
            method: 'pimlico_getUserOperationStatus',
            params: [userOpHash],
          } as never),
        )
    }
  }
  const newest = await getBlockNumber(chain, { cacheTime: 0 })
  if (newest > after) {
    const transactions: Hex[] = []
    for (let blockNumber = after + 1n; blockNumber <= newest; blockNumber++)
      transactions.push(...(await getBlock(chain, { blockNumber })).transactions)
    const raw = await Promise.all(
      transactions.map((hash) =>
        chain.request({ method: 'eth_getRawTransactionByHash', params: [hash] } as never),
      ),
    )
    await chain.request({ method: 'anvil_reorg', params: [Number(newest - after), []] } as never)
    if (again)
      for (const transaction of raw)
        await chain.request({ method: 'eth_sendRawTransaction', params: [transaction] } as never)
  }
  await chain.mine({ blocks: 1 })
}

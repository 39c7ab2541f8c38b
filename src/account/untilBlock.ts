/**
 * Reads until the node has seen `block`, or the time is up, and gives what was read last: nodes
 * behind one balancer do not agree on the newest block.
 */
export async function untilBlock<seen extends { blockNumber: bigint }>(
  read: () => Promise<seen>,
  options: {
    block: bigint
    /** Milliseconds. */
    pollingInterval: number
    /** Milliseconds. */
    timeout: number
  },
): Promise<seen> {
  const end = performance.now() + options.timeout
  for (;;) {
    const seen = await read()
    if (seen.blockNumber >= options.block || performance.now() >= end) return seen
    await new Promise((resolve) => setTimeout(resolve, options.pollingInterval))
  }
}

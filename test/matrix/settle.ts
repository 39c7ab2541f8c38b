import { createClient, type Hash, http } from 'viem'
import { findUserOperation } from '../../src/account/findUserOperation.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import type { Fact, MatrixDevnet, Page } from './openPage.ts'
import { inPage, type PageContext } from './pageContext.ts'
import type { MatrixUser } from './setUpUser.ts'

/** Past every lease, and past the patience with what nobody answered for. */
const muchLater = 10 * 60_000

/** How often a page may look before nothing is to be on its way any more. */
const looks = 6

/**
 * What a new page does until nothing is on its way any more: at once, then once the bundler is done
 * with what it took, and then when all patience is over.
 */
export async function settle(parameters: {
  devnet: MatrixDevnet
  user: MatrixUser
  open: () => Page
  facts: readonly Fact[]
  context: PageContext
  /** The chain took blocks back. */
  isReorganised?: boolean | undefined
}): Promise<Page> {
  const { devnet, user, open, facts, context, isReorganised = false } = parameters
  const scope = { chainId: devnet.chainId, account: user.account }
  const before = facts.length
  const first = open()
  await inPage(context, () => reconcileSessions(first.config, scope))
  for (const [index, fact] of facts.entries())
    if (fact.type === 'sent')
      await untilDone(devnet, first, fact.userOpHash, {
        isReorganised,
        isSentAgain: index >= before,
      })
  const page = open()
  await inPage(context, () => reconcileSessions(page.config, scope))
  const late = open()
  await inPage({ ...context, later: muchLater }, async () => {
    for (let look = 0; look < looks; look++)
      if ((await reconcileSessions(late.config, scope)) !== 'in-flight') return
  })
  return late
}

/** How often to ask; far more than it ever takes. */
const patience = 400

/**
 * Until an operation is mined, or the bundler has given it up for good: one whose transaction gets no
 * answer in time from a busy node says "rejected", and the node mines it all the same.
 */
async function untilDone(
  { bundlerUrl }: MatrixDevnet,
  { client }: Page,
  userOpHash: Hash,
  { isReorganised, isSentAgain }: { isReorganised: boolean; isSentAgain: boolean },
): Promise<void> {
  const bundler = createClient({ transport: http(bundlerUrl) })
  // what was included and is not there was dropped, unless it was sent again since
  const over =
    isReorganised && !isSentAgain
      ? /"(rejected|not_found|failed|included)"/
      : /"(rejected|not_found|failed)"/
  const enough = isReorganised ? 5 : 100
  for (let asked = 0, gone = 0; asked < patience; asked++) {
    if (await findUserOperation(client, { userOpHash, fromBlock: 0n })) return
    const answer = await bundler.request({
      method: 'pimlico_getUserOperationStatus',
      params: [userOpHash],
    } as never)
    gone = over.test(JSON.stringify(answer)) ? gone + 1 : 0
    if (gone === enough) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The bundler came to no end with ${userOpHash}.`)
}

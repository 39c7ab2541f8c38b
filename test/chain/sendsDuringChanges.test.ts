import { describe, expect, inject, test } from 'vitest'
import type { ChangeProgress } from '../../src/actions/changeRoot.ts'
import { getSession } from '../../src/actions/getSession.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { createTestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'

/**
 * A dapp in two pages. One changes the sessions, and does not learn that its change was mined until
 * it is let; the other sends.
 */
async function createHeldDapp() {
  const dapp = await createTestDapp()
  const { chainId, wallet, config } = dapp
  const proxy = await startProxy(inject('devnet').rpcUrl)
  const changing = dapp.reload({ clients: { [chainId]: dapp.clientOf(proxy.url) } })
  const policyFor = (hours: number) => mintPolicy(dapp, { expiresIn: { hours } })
  return {
    ...dapp,
    changing,
    policyFor,
    grant: (hours: number) => grantSession(config, { policy: policyFor(hours), chainId, wallet }),
    mint: (sessionId: string) => sendSessionTransaction(config, { sessionId, calls: [mint(dapp)] }),
    /** Runs `task` while a change is on the chain and not read back. */
    async whileMined<result>(
      change: (onProgress: (progress: ChangeProgress) => void) => Promise<unknown>,
      task: () => Promise<result>,
    ): Promise<result> {
      const before = await dapp.root()
      let release: () => void = () => undefined
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      proxy.fault = async ({ method }) => {
        if (method === 'eth_getLogs') await released
        return undefined
      }
      let running: Promise<result> | undefined
      const whenMined = async () => {
        try {
          while ((await dapp.root()) === before);
          return await task()
        } finally {
          release()
        }
      }
      await change(({ phase }) => {
        if (phase === 'submitted') running = whenMined()
      })
      if (!running) throw new Error('The change was not submitted.')
      return running
    },
  }
}

describe('sends while a change is mined and not read back', () => {
  test('a live session goes on while another one is granted', async () => {
    const dapp = await createHeldDapp()
    const { changing, chainId, wallet, policyFor } = dapp
    const live = await dapp.grant(2)
    const receipts = await dapp.whileMined(
      (onProgress) => grantSession(changing, { policy: policyFor(3), chainId, wallet, onProgress }),
      async () => [await dapp.mint(live.id), await dapp.mint(live.id)],
    )
    expect(receipts.map(({ success }) => success)).toEqual([true, true])
    expect(await dapp.nftBalance()).toBe(2n)
  })

  test('a session that is being revoked says that it was revoked, and the other goes on', async () => {
    const dapp = await createHeldDapp()
    const { changing, chainId, wallet } = dapp
    const kept = await dapp.grant(2)
    const gone = await dapp.grant(3)
    const refusal = await dapp.whileMined(
      (onProgress) =>
        revokeSessions(changing, { sessionIds: [gone.id], chainId, wallet, onProgress }),
      async () => {
        await dapp.mint(kept.id)
        return dapp.mint(gone.id).then(
          () => undefined,
          (error: unknown) => error,
        )
      },
    )
    expect(refusal).toMatchObject({
      shortMessage: 'The session cannot be used: it was revoked.',
    })
    expect(await dapp.nftBalance()).toBe(1n)
    expect((await getSession(changing, { sessionId: gone.id })).status).toBe('REVOKED')
  })
})

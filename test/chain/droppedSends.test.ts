import { describe, expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { UserOperationDroppedError } from '../../src/errors/UserOperationDroppedError.ts'
import { createTestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'

/** A session, and a bundler that swallows what it is sent as often as it is told to. */
async function createSwallowedDapp(times: number) {
  const proxy = await startProxy(inject('devnet').bundlerUrl)
  const dapp = await createTestDapp({ bundler: { 80002: proxy.url } })
  const { config, chainId, wallet } = dapp
  const session = await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  let left = times
  const nonces: unknown[] = []
  proxy.fault = ({ method, params }) => {
    if (method !== 'eth_sendUserOperation') return undefined
    nonces.push((params[0] as { nonce: string }).nonce)
    if (left-- <= 0) return undefined
    return { body: JSON.stringify({ jsonrpc: '2.0', id: 1, result: `0x${'5a'.repeat(32)}` }) }
  }
  const send = () => sendSessionTransaction(config, { sessionId: session.id, calls: [mint(dapp)] })
  return { ...dapp, mint: send, nonces }
}

describe('a bundler that takes a send and gives it up', () => {
  test('it is sent once more with the same nonce, so that it happens once', async () => {
    const { mint, nonces, nftBalance } = await createSwallowedDapp(1)
    const { success } = await mint()
    expect(success).toBe(true)
    expect(nonces).toHaveLength(2)
    expect(new Set(nonces).size).toBe(1)
    expect(await nftBalance()).toBe(1n)
  })

  test('another send meanwhile does not take its nonce', async () => {
    const { mint, nonces, nftBalance } = await createSwallowedDapp(1)
    await Promise.all([mint(), mint()])
    const [swallowed, other, again] = nonces
    expect(nonces).toHaveLength(3)
    expect(again).toBe(swallowed)
    expect(other).not.toBe(swallowed)
    expect(await nftBalance()).toBe(2n)
  })

  test('when it is given up again it says so, long before the time is up', async () => {
    const { mint, nftBalance } = await createSwallowedDapp(2)
    const error = await mint().then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(UserOperationDroppedError)
    expect(error).toMatchObject({ chainEffect: 'none' })
    expect(await nftBalance()).toBe(0n)
  })
})

import { encodeFunctionData } from 'viem'
import { describe, expect, test } from 'vitest'
import { getSession } from '../../src/actions/getSession.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import { BaseError } from '../../src/errors/BaseError.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { createTestDapp, nftAbi } from '../harness/createTestDapp.ts'

/** A dapp that looks for blocks rarely, so that a change stays mined and not read back for long. */
async function createSlowDapp() {
  const dapp = await createTestDapp({ pollingInterval: 1_000 })
  const { account, nft, chainId, wallet, config } = dapp
  const policyFor = (hours: number) =>
    definePolicy({
      permissions: [
        contractCall({
          address: nft,
          abi: nftAbi,
          functionName: 'safeMint',
          args: { to: account.address },
        }),
      ],
      expiresIn: { hours },
    })
  const quick = dapp.reload({ pollingInterval: 20 })
  const data = encodeFunctionData({
    abi: nftAbi,
    functionName: 'safeMint',
    args: [account.address],
  })
  return {
    ...dapp,
    grant: (hours: number, onSubmitted?: () => void) =>
      grantSession(config, {
        policy: policyFor(hours),
        chainId,
        wallet,
        onProgress: ({ phase }) => {
          if (phase === 'submitted') onSubmitted?.()
        },
      }),
    mint: (sessionId: string) =>
      sendSessionTransaction(quick, { sessionId, calls: [{ to: nft, data }] }),
  }
}

/** Sends one after the other until the change is over. */
async function sendUntil(change: { over: boolean }, send: () => Promise<unknown>) {
  const failures: string[] = []
  let mined = 0
  while (!change.over) {
    await send().then(
      () => {
        mined += 1
      },
      (error: unknown) =>
        failures.push(error instanceof BaseError ? error.shortMessage : 'untyped'),
    )
  }
  return { mined, failures }
}

describe('sends while another change is mined and not read back', () => {
  test('a live session goes on while another one is granted', async () => {
    const dapp = await createSlowDapp()
    const live = await dapp.grant(2)
    const change = { over: false }
    let sends: ReturnType<typeof sendUntil> | undefined
    await dapp.grant(3, () => {
      sends = sendUntil(change, () => dapp.mint(live.id))
    })
    change.over = true
    const { mined, failures } = (await sends) ?? { mined: 0, failures: [] }
    expect(failures).toEqual([])
    expect(mined).toBeGreaterThan(1)
  })

  test('a session that is being revoked says that it was revoked, and the other goes on', async () => {
    const dapp = await createSlowDapp()
    const { config, chainId, wallet } = dapp
    const kept = await dapp.grant(2)
    const gone = await dapp.grant(3)
    const change = { over: false }
    let sends: ReturnType<typeof sendUntil> | undefined
    let refusals: Promise<unknown> | undefined
    await revokeSessions(config, {
      sessionIds: [gone.id],
      chainId,
      wallet,
      onProgress: ({ phase }) => {
        if (phase !== 'submitted') return
        sends = sendUntil(change, () => dapp.mint(kept.id))
        // until the block with the revocation is there, its sends may still be mined
        refusals = (async () => {
          for (;;) {
            const failure = await dapp.mint(gone.id).then(
              () => undefined,
              (error: unknown) => error,
            )
            if (failure) return failure
          }
        })()
      },
    })
    change.over = true
    expect((await sends)?.failures).toEqual([])
    expect((await refusals) as BaseError).toMatchObject({
      shortMessage: 'The session cannot be used: it was revoked.',
    })
    expect((await getSession(config, { sessionId: gone.id })).status).toBe('REVOKED')
  })
})

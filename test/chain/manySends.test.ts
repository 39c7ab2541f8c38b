import type { Hash } from 'viem'
import { expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import { createTestDapp } from '../harness/createTestDapp.ts'
import { mint, mintPolicy } from '../harness/policies.ts'
import { startProxy } from '../harness/startProxy.ts'

const times = 200

test('200 sends in a row: each is sent once, mined, and in the journal with its transaction', {
  timeout: 300_000,
}, async () => {
  const { chainId, bundlerUrl } = inject('devnet')
  const proxy = await startProxy(bundlerUrl)
  const dapp = await createTestDapp({ bundler: { [chainId]: proxy.url }, pollingInterval: 50 })
  const { config, client, wallet, account } = dapp
  const session = await grantSession(config, { chainId, wallet, policy: mintPolicy(dapp) })
  proxy.requests.length = 0
  const hashes: Hash[] = []
  for (let i = 0; i < times; i++) {
    const { transactionHash } = await sendSessionTransaction(config, {
      sessionId: session.id,
      calls: [mint(dapp)],
    })
    hashes.push(transactionHash)
  }

  expect(proxy.counts().eth_sendUserOperation).toBe(times)
  expect(await dapp.nftBalance()).toBe(BigInt(times))
  const record = await config.storage.get({
    chainId,
    account: account.address,
    kind: 'state',
    id: session.id,
  })
  const state = record?.value as unknown as SessionState | undefined
  const entries = state?.messages.filter(({ type }) => type === 'transaction') ?? []
  expect(entries.map(({ transactionHash }) => transactionHash)).toEqual(hashes)
  expect(new Set(hashes).size).toBe(times)
  for (const hash of hashes) {
    const receipt = await client.getTransactionReceipt({ hash })
    expect(receipt.status).toBe('success')
  }
})

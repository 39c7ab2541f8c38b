import { type Address, parseAbi } from 'viem'
import { expect, test } from 'vitest'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { contractCall } from '../policies/contractCall.ts'
import { definePolicy } from '../policies/definePolicy.ts'
import { policyDigest } from '../policies/policyDigest.ts'
import { memory } from '../storage/drivers/memory.ts'
import { secretVault } from '../storage/vaults/secretVault.ts'
import type { Session } from '../types/Session.ts'
import { findPolicySession } from './findPolicySession.ts'

const account: Address = '0x3333333333333333333333333333333333333333'
const scope = { chainId: 80002, account }
const policy = definePolicy({
  permissions: [
    contractCall({ address: account, abi: parseAbi(['function mint()']), functionName: 'mint' }),
  ],
  expiresIn: { hours: 2 },
})

function session(id: string, standing: Pick<Session, 'status' | 'reason'>): Session {
  return {
    ...scope,
    id,
    keyAddress: account,
    keyLocation: 'password',
    permissions: [],
    validAfter: 0,
    validUntil: 0,
    createdAt: 0,
    requestDigest: policyDigest(policy),
    ...standing,
  }
}

const closed = session('closed', { status: 'INACTIVE', reason: 'key-unavailable' })
const revoked = session('revoked', { status: 'REVOKED' })
const live = session('live', { status: 'ACTIVE' })

test.each([
  ['locked, what waits for it comes before what is over', true, [closed, revoked], 'closed'],
  ['locked, a live one comes first: another store may sign for it', true, [live, closed], 'live'],
  ['locked, what is over is named where nothing waits', true, [revoked], 'revoked'],
  ['open, a key that does not open is of another device', false, [closed, revoked], 'revoked'],
  ['open, and nothing there', false, [], undefined],
] as const)('%s', (_, isLocked, sessions, found) => {
  const vault = { ...secretVault({ secret: '5a'.repeat(32) }), isLocked: () => isLocked }
  const config = createSessionConfig({ storage: memory(), vault, bundler: {} })
  expect(findPolicySession(config, sessions, policy, scope)?.id).toBe(found)
})

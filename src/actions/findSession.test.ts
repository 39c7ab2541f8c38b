import { type Address, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { compilePolicy } from '../policies/compilePolicy.ts'
import { contractCall } from '../policies/contractCall.ts'
import { definePolicy } from '../policies/definePolicy.ts'
import { erc20ModuleTransfer } from '../policies/erc20ModuleTransfer.ts'
import { erc20Transfer } from '../policies/erc20Transfer.ts'
import { narrowPolicy, type PolicyEdit } from '../policies/narrowPolicy.ts'
import { policyDigest } from '../policies/policyDigest.ts'
import type { Permission, Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import { findSession } from './findSession.ts'

const token: Address = '0x2222222222222222222222222222222222222222'
const to: Address = '0x3333333333333333333333333333333333333333'
const keyAddress: Address = '0x1111111111111111111111111111111111111111'
const now = 1_700_000_000
const transfer = (maxAmount: bigint) => erc20Transfer({ token, to, maxAmount })
const mint = contractCall({ address: to, abi: parseAbi(['function mint()']), functionName: 'mint' })
const ask = (...permissions: Permission[]) =>
  definePolicy({ permissions, expiresIn: { hours: 2 }, now })
const policy = ask(transfer(5n), mint)

/** As `grantSession` writes it down, for a request that the user may have edited. */
function granted(
  id: string,
  requested: Policy,
  edit: PolicyEdit = {},
  part: Partial<Session> = {},
) {
  const leaves = compilePolicy(narrowPolicy(requested, edit, { now }), {
    sessionKey: keyAddress,
    now,
  })
  const session: Session = {
    id,
    chainId: 80002,
    account: to,
    keyAddress,
    keyLocation: 'device',
    permissions: leaves.map((leaf, index) => ({ id: `${id}-${index}`, leaf })),
    validAfter: leaves[0]?.validAfter ?? 0,
    validUntil: leaves[0]?.validUntil ?? 0,
    status: 'ACTIVE',
    createdAt: now * 1000,
    requestDigest: policyDigest(requested),
    ...part,
  }
  return session
}

const find = (sessions: Session[], requested = policy, at = now) =>
  findSession(sessions, requested, at)?.id

describe('findSession', () => {
  test('the newest live session that satisfies the policy', () => {
    const sessions = [
      granted('a', policy),
      granted('b', ask(transfer(9n), mint)),
      granted('c', ask(mint)),
    ]
    expect(find(sessions)).toBe('b')
    expect(find([])).toBeUndefined()
    expect(find([granted('c', ask(mint))])).toBeUndefined()
  })

  test('a session that its user narrowed is not asked for again', () => {
    for (const edit of [
      { omit: [1] },
      { limits: { 0: { maxAmount: 1n } } },
      { expiry: { expiresIn: { minutes: 5 } } },
    ]) {
      const session = granted('narrowed', policy, edit)
      expect(find([session])).toBe('narrowed')
      // The same request, made anew in another order, as a page does after a reload.
      expect(find([session], ask(mint, transfer(5n)))).toBe('narrowed')
    }
    const until = definePolicy({ permissions: [mint], validUntil: now + 900, now })
    const shorter = granted('shorter', until, { expiry: { validUntil: now + 60 } })
    expect(find([shorter], until)).toBe('shorter')
  })

  test('it answers only the very request', () => {
    const session = granted('narrowed', policy, { omit: [1] })
    expect(find([session], ask(transfer(6n), mint))).toBeUndefined()
    expect(find([session], ask(transfer(5n), { ...mint, required: true }))).toBeUndefined()
    expect(
      find([session], ask(erc20ModuleTransfer({ token, to, maxAmount: 5n }), mint)),
    ).toBeUndefined()
    expect(
      find([session], definePolicy({ permissions: [transfer(5n), mint], expiresIn: 60, now })),
    ).toBeUndefined()
    // What it does satisfy is found as ever.
    expect(find([session], ask(transfer(4n)))).toBe('narrowed')
    // Granted through the SDK: nobody knows for which request.
    expect(find([{ ...session, requestDigest: undefined }])).toBeUndefined()
  })

  test('one that does all that is asked comes before a narrowed one', () => {
    const full = granted('full', ask(transfer(9n), mint))
    const narrowed = granted('narrowed', policy, { omit: [1] })
    expect(find([full, narrowed])).toBe('full')
    expect(find([narrowed, full])).toBe('full')
  })

  test('a narrowed session is live until its own end, and then says that it has expired', () => {
    const session = granted('short', policy, { expiry: { expiresIn: 60 } })
    expect(find([session], policy, now + 60)).toBe('short')
    // The clock went on, and the status is not derived anew yet.
    expect(find([session], policy, now + 61)).toBeUndefined()
    expect(find([{ ...session, status: 'EXPIRED' }], policy, now + 61)).toBe('short')
    const later = granted('later', policy, { omit: [0] })
    expect(find([{ ...session, status: 'EXPIRED' }, later], policy, now + 61)).toBe('later')
  })

  test.each(['REVOKED', 'EXPIRED', 'PENDING', 'INACTIVE'] as const)(
    'without a live one, the newest that was or will be is named with its status: %s',
    (status) => {
      const full = granted('full', policy, {}, { status })
      const narrowed = granted('narrowed', policy, { omit: [1] }, { status })
      const unrelated = granted('unrelated', ask(mint), {}, { status })
      expect(find([full, unrelated])).toBe('full')
      expect(find([full, narrowed, unrelated])).toBe('narrowed')
      expect(find([narrowed, unrelated], ask(transfer(5n), mint), now + 10 ** 6)).toBe('narrowed')
    },
  )
})

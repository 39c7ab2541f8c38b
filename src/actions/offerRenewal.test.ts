import { describe, expect, test, vi } from 'vitest'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { ApprovalUnavailableError } from '../errors/ApprovalUnavailableError.ts'
import { UserRejectedError } from '../errors/UserRejectedError.ts'
import { memory } from '../storage/drivers/memory.ts'
import { secretVault } from '../storage/vaults/secretVault.ts'
import type { Session } from '../types/Session.ts'
import { offerRenewal } from './offerRenewal.ts'

const vault = secretVault({ secret: new Uint8Array(32).fill(7) })
const session: Session = {
  id: 'one',
  chainId: 80_002,
  account: '0x1111111111111111111111111111111111111111',
  keyAddress: '0x2222222222222222222222222222222222222222',
  keyLocation: 'secret',
  permissions: [],
  validAfter: 0,
  validUntil: 1_900_000_000,
  status: 'ACTIVE',
  createdAt: 0,
}

const openPage = (storage = memory()) => createSessionConfig({ storage, vault, bundler: {} })

describe('offerRenewal', () => {
  test('opens once for each session, however many ask', async () => {
    const page = openPage()
    const open = vi.fn(async () => undefined)
    await Promise.all([offerRenewal(page, session, open), offerRenewal(page, session, open)])
    await offerRenewal(page, session, open)
    expect(open).toHaveBeenCalledTimes(1)
    await offerRenewal(page, { ...session, id: 'two' }, open)
    expect(open).toHaveBeenCalledTimes(2)
  })

  test('opens never again after the user declined, on another page either', async () => {
    const storage = memory()
    const open = vi.fn(() => Promise.reject(new UserRejectedError({ where: 'approval' })))
    await offerRenewal(openPage(storage), session, open)
    await offerRenewal(openPage(storage), session, open)
    expect(open).toHaveBeenCalledTimes(1)
    await offerRenewal(openPage(storage), { ...session, id: 'two' }, open)
    expect(open).toHaveBeenCalledTimes(2)
  })

  test('a failure is no refusal: the next page offers it again, and this one does not', async () => {
    const storage = memory()
    const page = openPage(storage)
    const open = vi.fn(() => Promise.reject(new Error('The chain is away.')))
    await offerRenewal(page, session, open)
    await offerRenewal(page, session, open)
    expect(open).toHaveBeenCalledTimes(1)
    await offerRenewal(openPage(storage), session, open)
    expect(open).toHaveBeenCalledTimes(2)
  })

  test('what nothing could show was not offered', async () => {
    const page = openPage()
    const open = vi.fn(() => Promise.reject(new ApprovalUnavailableError()))
    await offerRenewal(page, session, open)
    await offerRenewal(page, session, open)
    expect(open).toHaveBeenCalledTimes(2)
  })
})

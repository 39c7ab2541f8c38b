import { expect, test } from 'vitest'
import { createSessionConfig } from '../config/createSessionConfig.ts'
import { BaseError } from '../errors/BaseError.ts'
import { memory } from '../storage/drivers/memory.ts'
import { secretVault } from '../storage/vaults/secretVault.ts'
import { enableSessionModulesMutationOptions } from './enableSessionModulesMutationOptions.ts'
import { grantSessionMutationOptions } from './grantSessionMutationOptions.ts'
import { prepareGrantMutationOptions } from './prepareGrantMutationOptions.ts'
import { reconcileSessionsMutationOptions } from './reconcileSessionsMutationOptions.ts'
import { renewSessionMutationOptions } from './renewSessionMutationOptions.ts'
import { revokeSessionsMutationOptions } from './revokeSessionsMutationOptions.ts'
import { sendOwnerTransactionMutationOptions } from './sendOwnerTransactionMutationOptions.ts'
import { sendSessionTransactionMutationOptions } from './sendSessionTransactionMutationOptions.ts'

const config = createSessionConfig({
  storage: memory(),
  vault: secretVault({ secret: '11'.repeat(32) }),
  bundler: {},
  clients: {},
})
const all = [
  enableSessionModulesMutationOptions,
  grantSessionMutationOptions,
  prepareGrantMutationOptions,
  reconcileSessionsMutationOptions,
  renewSessionMutationOptions,
  revokeSessionsMutationOptions,
  sendOwnerTransactionMutationOptions,
  sendSessionTransactionMutationOptions,
] as const

test('each has a key of its own, and is not repeated or held back unless told so', () => {
  const options = all.map((create) => create(config))
  expect(new Set(options.map(({ mutationKey }) => mutationKey.join())).size).toBe(all.length)
  for (const { mutationKey, retry, networkMode } of options) {
    expect(mutationKey[0]).toBe('grantkit')
    expect({ retry, networkMode }).toEqual({ retry: false, networkMode: 'always' })
  }
})

test('keeps the page’s own options, but not its key or function', () => {
  const onSuccess = () => undefined
  const mine = { onSuccess, retry: 2, mutationKey: ['mine'] }
  expect(grantSessionMutationOptions(config, { mutation: mine })).toMatchObject({
    onSuccess,
    retry: 2,
    mutationKey: ['grantkit', 'grantSession'],
  })
})

// a rejection that is nobody's fails the run, too
test('fails with a typed error whatever it is given', async () => {
  for (const create of all) {
    const { mutationFn } = create(config)
    const failing = (mutationFn as (variables: object) => Promise<unknown>)({})
    await expect(failing).rejects.toBeInstanceOf(BaseError)
  }
})

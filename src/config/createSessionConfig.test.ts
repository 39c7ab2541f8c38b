import { describe, expect, test } from 'vitest'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { memory } from '../storage/drivers/memory.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { createSessionConfig } from './createSessionConfig.ts'

describe('createSessionConfig', () => {
  test('refuses a storage that would lose updates', () => {
    const storage = memory()
    const torn = { ...storage, supports: { ...storage.supports, atomicBatch: false } }
    expect(() => createSessionConfig({ storage: torn, bundler: {} })).toThrow(InvalidParameterError)
    expect(() => createSessionConfig({ storage: torn, bundler: {} })).toThrow('one atomic step')
  })

  test('refuses an ISessionStorage as it is, and says what takes it', () => {
    const storage = { addSessionData: async () => {} } as unknown as SessionStorageDriver
    expect(() => createSessionConfig({ storage, bundler: {} })).toThrow('fromSessionStorageClient')
  })
})

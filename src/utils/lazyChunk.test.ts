import { expect, test, vi } from 'vitest'
import { ChunkLoadError } from '../errors/chunkErrors.ts'
import { lazyChunk } from './lazyChunk.ts'

test('is loaded once, for all who ask, and kept', async () => {
  const importer = vi.fn(() => Promise.resolve({ answer: 42 }))
  const chunk = lazyChunk('the approval', importer)
  expect(chunk.get()).toBeUndefined()
  const [first, second] = await Promise.all([chunk.load(), chunk.load()])
  expect(first).toBe(second)
  expect(chunk.get()).toEqual({ answer: 42 })
  await chunk.load()
  expect(importer).toHaveBeenCalledTimes(1)
})

test('what failed says which part it is, and is tried again by the next who asks', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  const importer = vi.fn(() => Promise.resolve({ answer: 42 })).mockRejectedValueOnce(cause)
  const chunk = lazyChunk('the approval', importer)
  const errors = await Promise.all([chunk.load(), chunk.load()].map((load) => load.catch((e) => e)))
  for (const error of errors) expect(error).toBeInstanceOf(ChunkLoadError)
  expect(errors[0]).toMatchObject({ cause, chunk: 'the approval', chainEffect: 'none' })
  expect(importer).toHaveBeenCalledTimes(1)
  expect(await chunk.load()).toEqual({ answer: 42 })
})

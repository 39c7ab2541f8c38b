import fc from 'fast-check'
import type { Address } from 'viem'
import { expect, test } from 'vitest'
import { StorageConflictError } from '../../../src/errors/StorageConflictError.ts'
import type { Json } from '../../../src/types/Json.ts'
import type {
  RecordAddress,
  RecordKind,
  SessionStorageDriver,
  StorageOperation,
} from '../../../src/types/Storage.ts'
import type { DriverContext } from './DriverContext.ts'
import { account, lowerCase, mixedCase } from './places.ts'

/** Random use, compared with a map. */
export function testModel(context: DriverContext): void {
  test('behaves as a map does, whatever is done with it', async () => {
    type Model = Map<string, { value: Json; revision: string }>
    const addressOf = fc.record({
      chainId: fc.constantFrom(1, 10, 137),
      account: fc.constantFrom<Address>(account, mixedCase, lowerCase),
      kind: fc.constantFrom<RecordKind>('session', 'key'),
      id: fc.constantFrom('', 'a', '__proto__', 'b/../c', '\0'),
    })
    const condition = fc.constantFrom('any', 'none', 'current', 'stale')
    const operation = fc.record({
      type: fc.constantFrom('put', 'put', 'delete', 'check'),
      address: addressOf,
      value: fc.jsonValue({ maxDepth: 2 }),
      condition,
    })
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.array(operation, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.record({ limit: fc.integer({ min: 1, max: 5 }) }) },
    )
    const key = ({ chainId, account: owner, kind, id }: RecordAddress) =>
      JSON.stringify([String(chainId).padStart(9), owner.toLowerCase(), kind, id])

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        const fresh = await context.createStore()
        const two = [fresh.open(), fresh.open()] as const
        const model: Model = new Map()
        try {
          for (const [index, current] of steps.entries()) {
            const handle = index % 2 ? two[0] : two[1]
            if (!Array.isArray(current)) {
              expect(await readAll(handle, current.limit)).toEqual(sorted(model))
              continue
            }
            const seen = new Set<string>()
            const operations = current
              .filter(({ address }) => seen.size !== seen.add(key(address)).size)
              .map((wish): StorageOperation => {
                const there = model.get(key(wish.address))?.revision ?? null
                const ifRevision = { any: undefined, none: null, current: there, stale: 'stale' }[
                  wish.condition
                ]
                const value = JSON.parse(JSON.stringify(wish.value)) as Json
                if (wish.type === 'put')
                  return { type: 'put', address: wish.address, value, ifRevision }
                if (wish.type === 'delete')
                  return { type: 'delete', address: wish.address, ifRevision }
                return { type: 'check', address: wish.address, ifRevision: ifRevision ?? null }
              })
            const fits = operations.every(
              ({ address, ifRevision }) =>
                ifRevision === undefined ||
                ifRevision === (model.get(key(address))?.revision ?? null),
            )
            if (!fits) {
              await expect(handle.batch(operations)).rejects.toThrow(StorageConflictError)
              continue
            }
            const results = await handle.batch(operations)
            for (const [place, { type, address }] of operations.entries()) {
              const result = results[place]
              if (type === 'delete') model.delete(key(address))
              if (result)
                model.set(key(address), { value: result.value, revision: result.revision })
              expect(result !== undefined).toBe(type === 'put')
            }
          }
          expect(await readAll(two[0], 1000)).toEqual(sorted(model))
        } finally {
          for (const handle of two) await handle.close()
          await fresh.remove?.()
        }
      }),
      { numRuns: context.runs },
    )

    function sorted(model: Model) {
      return [...model]
        .map(([place, record]) => ({ place, ...record }))
        .sort((a, b) => (a.place < b.place ? -1 : 1))
    }

    async function readAll(handle: SessionStorageDriver, limit: number) {
      const found: { place: string; value: Json; revision: string }[] = []
      let cursor: string | undefined
      do {
        const page = await handle.list({}, { limit, cursor })
        for (const { address, value, revision } of page.records)
          found.push({ place: key(address), value, revision })
        cursor = page.cursor
      } while (cursor !== undefined)
      return found
    }
  })
}

import { afterEach, describe, expect, test, vi } from 'vitest'
import { createObservable } from './createObservable.ts'

afterEach(() => vi.unstubAllGlobals())

describe('createObservable', () => {
  test('a listener that throws stops neither the writer nor the others', () => {
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
    const observable = createObservable(1)
    const seen: number[] = []
    const broken = new Error('broken')
    observable.subscribe(() => {
      throw broken
    })
    observable.subscribe(() => seen.push(observable.get()))
    observable.set(2)
    expect(seen).toEqual([2])
    expect(reported).toEqual([broken])
  })

  test('the same value is no news', () => {
    const observable = createObservable('a')
    let calls = 0
    observable.subscribe(() => {
      calls += 1
    })
    observable.set('a')
    expect(calls).toBe(0)
  })
})

import { zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { enabledModules } from '../../test/harness/enabledModules.ts'
import { createChainViews } from './createChainViews.ts'

const scope = { chainId: 1, account: `0x${'ab'.repeat(20)}` } as const
const root = `0x${'11'.repeat(32)}` as const

describe('createChainViews', () => {
  test('an answer of a node that is behind does not count', () => {
    const views = createChainViews()
    views.set(scope, { root, blockNumber: 10n, blockTime: 100, chainTime: 100, ...enabledModules })
    views.set(scope, {
      root: zeroHash,
      blockNumber: 9n,
      blockTime: 90,
      chainTime: 90,
      ...enabledModules,
    })
    expect(views.get(scope)).toMatchObject({
      root,
      blockNumber: 10n,
      chainTime: 100,
      ...enabledModules,
    })
  })

  test('tells listeners of another root, and not of another block', () => {
    const views = createChainViews()
    let calls = 0
    const unsubscribe = views.subscribe(() => {
      calls += 1
    })
    views.set(scope, { root, blockNumber: 10n, blockTime: 100, chainTime: 100, ...enabledModules })
    views.set(scope, { root, blockNumber: 11n, blockTime: 101, chainTime: 101, ...enabledModules })
    expect(calls).toBe(1)
    expect(views.get(scope)?.blockNumber).toBe(11n)
    unsubscribe()
    views.set(scope, {
      root: zeroHash,
      blockNumber: 12n,
      blockTime: 102,
      chainTime: 102,
      ...enabledModules,
    })
    expect(calls).toBe(1)
  })

  test('the clock is the chain’s where it was seen', () => {
    const views = createChainViews()
    views.set(scope, {
      root,
      blockNumber: 1n,
      blockTime: 1_000_000_000,
      chainTime: 1_000_000_000,
      ...enabledModules,
    })
    expect(views.now(scope)).toBe(1_000_000_000)
    const unseen = views.now({ ...scope, chainId: 2 })
    expect(Math.abs(unseen - Date.now() / 1000)).toBeLessThan(2)
  })
})

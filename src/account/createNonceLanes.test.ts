import { describe, expect, test } from 'vitest'
import { createNonceLanes } from './createNonceLanes.ts'

const scope = { chainId: 1, account: `0x${'ab'.repeat(20)}` } as const

describe('createNonceLanes', () => {
  test('what is in flight at once has lanes of its own, and none is the owner’s', () => {
    const lanes = createNonceLanes()
    const keys = Array.from({ length: 50 }, () => lanes.take(scope).key)
    expect(new Set(keys).size).toBe(50)
    expect(keys).not.toContain(0n)
    expect(keys.every((key) => key < 2n ** 192n)).toBe(true)
  })

  test('a settled lane is used again, a lost one never', () => {
    const lanes = createNonceLanes()
    const [settled, lost] = [lanes.take(scope), lanes.take(scope)]
    settled.release('settled')
    lost.release('lost')
    expect(lanes.take(scope).key).toBe(settled.key)
    expect(lanes.take(scope).key).not.toBe(lost.key)
  })

  test('one that was not sent is the very next: both operations would have one nonce', () => {
    const lanes = createNonceLanes()
    const [first, second] = [lanes.take(scope), lanes.take(scope)]
    first.release('settled')
    second.release('unsent')
    expect(lanes.take(scope).key).toBe(second.key)
  })

  test('releasing twice gives it back once', () => {
    const lanes = createNonceLanes()
    const lane = lanes.take(scope)
    lane.release('settled')
    lane.release('settled')
    expect(lanes.take(scope).key).toBe(lane.key)
    expect(lanes.take(scope).key).not.toBe(lane.key)
  })

  test('accounts compare without case, and two pages do not meet', () => {
    const lanes = createNonceLanes()
    const lane = lanes.take(scope)
    lane.release('settled')
    const account = `0x${'AB'.repeat(20)}` as const
    expect(lanes.take({ ...scope, account }).key).toBe(lane.key)
    expect(createNonceLanes().take(scope).key).not.toBe(lane.key)
  })
})

import { describe, expect, test } from 'vitest'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { policies } from '../../../stories/fixtures/policies.ts'
import { expiryPresets } from './expiryPresets.ts'

const hour = 3600

describe('expiryPresets', () => {
  test('are shorter than what was asked', () => {
    expect(expiryPresets(createGrant(policies.mintAndPay))).toEqual({
      requested: 26 * hour,
      presets: [hour, 4 * hour, 24 * hour],
    })
  })

  test('put an end to what has none', () => {
    const { requested, presets } = expiryPresets(createGrant(policies.dangerous))
    expect(requested).toBeUndefined()
    expect(presets).toHaveLength(3)
  })

  test('do not end before the start', () => {
    const grant = createGrant(policies.mintAndPay)
    const later = { ...grant, validAfter: grant.chainTime + 2 * hour }
    expect(expiryPresets(later).presets).toEqual([4 * hour, 24 * hour])
  })
})

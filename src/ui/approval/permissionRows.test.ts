import { describe, expect, test } from 'vitest'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { policies } from '../../../stories/fixtures/policies.ts'
import { narrowPolicy, type PolicyEdit } from '../../policies/narrowPolicy.ts'
import { permissionRows } from './permissionRows.ts'

const grant = createGrant(policies.mintAndPay)

function edited(edits: PolicyEdit) {
  const policy = narrowPolicy(grant.requested, edits, { now: grant.chainTime })
  return createGrant(policy, { requested: grant.requested, chainTime: grant.chainTime })
}

describe('permissionRows', () => {
  test('shows the very leaves that would be signed', () => {
    const rows = permissionRows(grant, {})
    expect(rows.map(({ leaf }) => leaf)).toEqual(grant.permissions.map(({ leaf }) => leaf))
    expect(rows.every(({ included }) => included)).toBe(true)
  })

  test('keeps what was left out in its place, and out of the grant', () => {
    const edits = { omit: [0], expiry: { expiresIn: 3600 } }
    const narrowed = edited(edits)
    const [mint, pay] = permissionRows(narrowed, edits)
    expect(mint).toMatchObject({ index: 0, included: false })
    expect(pay).toMatchObject({ index: 1, included: true })
    expect(pay?.leaf).toBe(narrowed.permissions[0]?.leaf)
    expect(pay?.leaf.validUntil).toBe(grant.chainTime + 3600)
  })

  test('shows what is signed when the edits do not account for it', () => {
    const rows = permissionRows(edited({ omit: [0] }), {})
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ included: true, required: true })
  })
})

import { expect, test } from 'vitest'
import { errors } from '../../../stories/fixtures/errors.ts'
import { states } from '../../../stories/fixtures/states.ts'
import { failureReport } from './failureReport.ts'

test('a report names the errors, the account and what changed on the chain', () => {
  const report = failureReport(states.failed(errors.unreachable))
  expect(report.replace(/at: .*/, 'at: …')).toMatchInlineSnapshot(`
    "GrantKit: ChainUnreachableError < Error
    The chain could not be read.

    Nothing was sent. Check the network and the RPC URL of the chain, and try again.

    Details: fetch failed

    chain: 80002
    owner: 0xa11Ce00000000000000000000000000000000a11
    account: 0x7a3e1B5C2D4F6A8b9C0D1e2F3a4B5C6D7E8F9A0b
    session key: 0x5E551012A1B2C3D4E5f60718293A4b5c6D7e8f90
    user operation: -
    on the chain: none
    at: …"
  `)
})
